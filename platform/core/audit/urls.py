"""Addresses of the history."""

from django.urls import path

from core.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.history, name="list"),
    path("eksport/", views.export, name="export"),
]
