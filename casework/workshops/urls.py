"""Addresses of workshops and groups."""

from django.urls import path

from casework.workshops import views

app_name = "workshops"
urlpatterns = [
    path("", views.workshops, name="list"),
    path("nowa/", views.add_workshop, name="add"),
    path("<uuid:workshop_id>/", views.edit_workshop, name="edit"),
    path("<uuid:workshop_id>/zamknij/", views.close_workshop, name="close"),
    path("<uuid:workshop_id>/otworz/", views.reopen_workshop, name="reopen"),
    path("<uuid:workshop_id>/nowa-grupa/", views.add_group, name="add-group"),
    path("grupy/<uuid:group_id>/", views.group, name="group"),
    path("grupy/<uuid:group_id>/zmien/", views.edit_group, name="edit-group"),
    path("grupy/<uuid:group_id>/zamknij/", views.close_group, name="close-group"),
    path("grupy/<uuid:group_id>/otworz/", views.reopen_group, name="reopen-group"),
    path("grupy/<uuid:group_id>/dopisz/", views.add_people, name="add-people"),
    path("czlonkowie/<uuid:membership_id>/przenies/", views.move, name="move"),
    path("czlonkowie/<uuid:membership_id>/wypisz/", views.leave, name="leave"),
    path("czlonkowie/<uuid:membership_id>/pomylka/", views.take_back, name="take-back"),
]
