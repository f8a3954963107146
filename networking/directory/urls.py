"""Addresses of the directory: on the public site, and inside houses."""

from django.urls import path

from networking.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.centres, name="list"),
    path("<uuid:house_id>/", views.centre, name="centre"),
]
public_urls = [path("", views.find_your_centre, name="find_your_centre")]
profile_urls = ([path("", views.edit_profile, name="edit")], "profile")
founding_urls = (
    [
        path("", views.found, name="new"),
        path("<uuid:founding_id>/", views.founding, name="progress"),
        path("<uuid:founding_id>/postep/", views.founding_part, name="part"),
    ],
    "founding",
)
