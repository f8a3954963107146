"""Addresses of figures."""

from django.urls import path

from casework.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.months, name="months"),
    path("wybor/", views.choices, name="choices"),
    path("<str:month>/", views.month, name="month"),
    path("<str:month>/przekaz/", views.release, name="release"),
]
