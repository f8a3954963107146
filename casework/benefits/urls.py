"""Addresses of benefits."""

from django.urls import path

from casework.benefits import api, views

app_name = "benefits"
urlpatterns = [
    path("", views.months, name="months"),
    path("<str:month>/", views.month, name="month"),
    path("<str:month>/rozlicz/", views.settle, name="settle"),
    path("<str:month>/zatwierdz/", views.approve, name="approve"),
    path("<str:month>/wyplacone/", views.paid, name="paid"),
    path("<str:month>/osoba/<uuid:stay_id>/", views.person, name="person"),
    path("<str:month>/osoba/<uuid:stay_id>/premia/", views.premium, name="premium"),
    path("<str:month>/osoba/<uuid:stay_id>/premia/wycofaj/", views.withdraw_premium, name="withdraw-premium"),
]

api_urls = [
    path("settlements", api.Settlements.as_view(), name="settlements"),
    path("settlements/<str:month>", api.Settlement.as_view(), name="settlement"),
]
