"""Addresses of imports (`/import/`)."""

from django.urls import path

from core.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.start, name="list"),
    path("nowy/<slug:kind>/", views.upload, name="upload"),
    path("szablon/<slug:kind>/", views.template, name="template"),
    path("<uuid:batch_id>/", views.batch, name="batch"),
    path("<uuid:batch_id>/postep/", views.progress, name="progress"),
    path("<uuid:batch_id>/kolumny/", views.columns, name="columns"),
    path("<uuid:batch_id>/arkusz/", views.sheet, name="sheet"),
    path("<uuid:batch_id>/wczytaj/", views.take_over, name="take"),
    path("<uuid:batch_id>/cofnij/", views.undo, name="undo"),
    path("<uuid:batch_id>/odrzuc/", views.discard, name="discard"),
]
