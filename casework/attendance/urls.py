"""Addresses of attendance."""

from django.urls import path

from casework.attendance import api, views
from casework.attendance.views import sheet

app_name = "attendance"
urlpatterns = [
    path("", views.this_month, name="this-month"),
    path("zapis/", views.save, name="save"),
    path("dni-nieczynne/", views.closed_days, name="closed-days"),
    path("dni-nieczynne/<str:day>/otworz/", views.reopen_day, name="reopen-day"),
    path("litery/", views.code_letters, name="letters"),
    path("arkusz/", sheet.sheets, name="sheets"),
    path("arkusz/kto/", sheet.sheet_whose, name="sheet-whose"),
    path("arkusz/sw.js", sheet.sheet_worker, name="sheet-worker"),
    path("arkusz/<slug:day>/<uuid:group_id>/", sheet.sheet, name="sheet"),
    path("<str:month>/", views.month, name="month"),
    path("<str:month>/tydzien/", views.week, name="week"),
    path("<str:month>/osoba/<uuid:stay_id>/", views.person, name="person"),
    path("<str:month>/zamkniecie/", views.month_closing, name="closing"),
    path("<str:month>/zamkniecie/przekaz/", views.submit, name="submit"),
    path("<str:month>/zamkniecie/zatwierdz/", views.approve, name="approve"),
    path("<str:month>/zamkniecie/wycofaj/", views.withdraw, name="withdraw"),
]

api_urls = [path("attendance/<str:day>", api.Attendance.as_view(), name="attendance")]
