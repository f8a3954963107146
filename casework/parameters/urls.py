"""Addresses of the parameters."""

from django.urls import path

from casework.parameters import views

app_name = "parameters"
urlpatterns = [
    path("", views.parameters, name="list"),
    path("wartosc/<uuid:override_id>/wycofanie/", views.withdraw, name="withdraw"),
    path("<slug:code>/", views.parameter, name="parameter"),
    path("<slug:code>/zmiana/", views.override, name="override"),
]
