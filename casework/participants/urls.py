"""Addresses of participants. None holds a name or a number of a person."""

from django.urls import path

from casework.participants import api, views

app_name = "participants"
urlpatterns = [
    path("", views.people, name="list"),
    path("szukaj/", views.search, name="search"),
    path("nowa-osoba/", views.add, name="add"),
    path("<uuid:participant_id>/", views.card, name="card"),
    path("<uuid:participant_id>/pokaz/<str:field>/", views.reveal, name="reveal"),
    path("<uuid:participant_id>/zmien/", views.edit, name="edit"),
    path("<uuid:participant_id>/uczestnictwo/", views.begin, name="begin"),
    path("uczestnictwo/<uuid:stay_id>/daty/", views.amend, name="amend"),
    path("uczestnictwo/<uuid:stay_id>/przedluz/", views.extend, name="extend"),
    path("uczestnictwo/<uuid:stay_id>/zakoncz/", views.end, name="end"),
    path("uczestnictwo/<uuid:stay_id>/wznow/", views.reopen, name="reopen"),
]

api_urls = [
    path("participants", api.Participants.as_view(), name="participants"),
    path("participants/search", api.ParticipantSearch.as_view(), name="participant-search"),
    path("participants/<uuid:participant_id>", api.Participant.as_view(), name="participant"),
]
