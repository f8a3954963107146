"""Addresses of reports (`/raporty/`) and of the letterhead (`/ustawienia/pisma/`)."""

from django.urls import path

from core.reports import api, views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("nowy/<slug:kind>/", views.request_one, name="request"),
    path("<uuid:report_id>/", views.detail, name="detail"),
    path("<uuid:report_id>/postep/", views.progress, name="progress"),
    path("<uuid:report_id>/plik/", views.download, name="download"),
    path("<uuid:report_id>/usun/", views.delete, name="delete"),
]
letterhead_urls = ([path("", views.letterhead, name="edit")], "letterhead")
api_urls = [
    path("reports", api.Reports.as_view(), name="reports"),
    path("reports/<uuid:report_id>", api.Report.as_view(), name="report"),
    path("reports/<uuid:report_id>/file", api.ReportFile.as_view(), name="report-file"),
]
