"""Addresses of meetings and of what was agreed at them."""

from django.urls import include, path

from networking.meetings import api, views

app_name = "meetings"

meetings = [
    path("", views.meetings, name="list"),
    path("nowe/", views.new, name="new"),
    path("<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("<uuid:meeting_id>/zmien/", views.edit, name="edit"),
    path("<uuid:meeting_id>/wyslij/", views.send, name="send"),
    path("<uuid:meeting_id>/odwolaj/", views.call_off, name="call-off"),
    path("<uuid:meeting_id>/usun/", views.discard, name="discard"),
    path("<uuid:meeting_id>/przypomnij/", views.remind, name="remind"),
    path("<uuid:meeting_id>/odpowiedz/", views.answer, name="answer"),
    path("<uuid:meeting_id>/goscie/", views.invite_guest, name="invite-guest"),
    path("goscie/<uuid:guest_id>/link/", views.new_link, name="new-link"),
    path("goscie/<uuid:guest_id>/usun/", views.remove_guest, name="remove-guest"),
    path("gosc/<str:secret>/", views.guest_answer, name="guest-answer"),
]

minutes = [
    path("", views.minutes, name="minutes"),
    path("obecnosc/", views.presence, name="presence"),
    path("wnioski/", views.conclusions, name="conclusions"),
    path("notatki/", views.notes, name="notes"),
    path("zamknij/", views.close, name="close"),
]

actions = [
    path("", views.actions, name="actions"),
    path("nowe/", views.add_action, name="action-add"),
    path("<uuid:action_id>/", views.action, name="action"),
    path("<uuid:action_id>/zmien/", views.edit_action, name="action-edit"),
    path("<uuid:action_id>/wykonane/", views.finish_action, name="action-done"),
    path("<uuid:action_id>/otworz/", views.reopen_action, name="action-reopen"),
]

calendar = [
    path("spotkania/kalendarz/", views.feed_address, name="feed-address"),
    path("spotkania/<uuid:meeting_id>/kalendarz.ics", views.calendar_file, name="calendar-file"),
    path("kalendarz/<slug:secret>.ics", views.calendar_feed, name="feed"),
]

urlpatterns = [
    *calendar,
    path("spotkania/", include(meetings)),
    path("spotkania/<uuid:meeting_id>/protokol/", include(minutes)),
    path("ustalenia/", include(actions)),
]

api_urls = [
    path("meetings", api.Meetings.as_view(), name="meetings"),
    path("meetings/<uuid:meeting_id>", api.Meeting.as_view(), name="meeting"),
]
