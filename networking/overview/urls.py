"""Addresses of statistics (an OWES) and of the comparison (a centre)."""

from django.urls import path

from networking.overview import api, views

app_name = "overview"
urlpatterns = [
    path("", views.glance, name="start"),
    path("przekazane/<uuid:letter>/", views.released, name="released"),
    path("<slug:network>/", views.glance, name="glance"),
    path("<slug:network>/wskazniki/<slug:indicator>/", views.indicator, name="indicator"),
    path("<slug:network>/centra/", views.centres, name="centres"),
    path("<slug:network>/ustawienia/", views.settings, name="settings"),
    path("<slug:network>/przypomnij/<uuid:house>/<str:month>/", views.remind, name="remind"),
]
comparison_urls = (
    [
        path("", views.comparison, name="page"),
        path("przypomnienie/<uuid:letter>/", views.reminder, name="reminder"),
    ],
    "comparison",
)
api_urls = [
    path("tables", api.Tables.as_view(), name="tables"),
    path("tables/<slug:indicator>", api.Table.as_view(), name="table"),
]
