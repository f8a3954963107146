"""Addresses of notices."""

from django.urls import path

from core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notifications, name="list"),
    path("przeczytane/", views.read_all, name="read-all"),
    path("ustawienia/", views.preferences, name="preferences"),
    path("<uuid:notification_id>/", views.follow, name="follow"),
]
