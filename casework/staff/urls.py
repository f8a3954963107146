"""Addresses of the staff."""

from django.urls import path

from casework.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.staff, name="list"),
    path("nowa/", views.add, name="add"),
    path("<uuid:staff_id>/", views.edit, name="edit"),
]
