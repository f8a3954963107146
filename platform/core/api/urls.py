"""Addresses for machines, under `/api/v1/`, and pages about them. `nowhere` comes after those of all slices."""

from django.urls import path, re_path

from core.api import views
from core.api.api import Nowhere

page_urls = ([path("", views.documentation, name="page")], "handbook")
key_urls = (
    [
        path("", views.keys, name="list"),
        path("nowy/", views.key_add, name="add"),
        path("<uuid:key_id>/", views.key, name="key"),
        path("<uuid:key_id>/uniewaznij/", views.key_revoke, name="revoke"),
    ],
    "keys",
)
api_urls = [path("openapi.json", views.description, name="openapi")]
nowhere = re_path(r"^.*$", Nowhere.as_view(), name="nowhere")
