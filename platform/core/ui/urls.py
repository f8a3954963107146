"""Addresses of the frame: `everywhere` on every host, the rest in houses."""

from django.urls import path

from core.ui import views

everywhere = [
    path("wyglad/", views.theme, name="theme"),
    path("jezyk/", views.language, name="language"),
    path("deklaracja-dostepnosci/", views.accessibility, name="accessibility"),
]

urlpatterns = [
    path("", views.today, name="today"),
    path("styleguide/", views.styleguide, name="styleguide"),
    *everywhere,
]
