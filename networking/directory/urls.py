"""Addresses of the directory, on the public site."""

from django.urls import path

from networking.directory import views

urlpatterns = [path("", views.find_your_centre, name="find_your_centre")]
