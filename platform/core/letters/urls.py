"""Addresses of letters."""

from django.urls import path

from core.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.received, name="list"),
    path("wyslane/", views.sent, name="sent"),
    path("nowa/", views.write, name="write"),
    path("<uuid:letter_id>/", views.letter, name="letter"),
    path("<uuid:letter_id>/przeczytana/", views.read, name="read"),
]
