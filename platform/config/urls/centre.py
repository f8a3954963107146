"""Addresses of a centre."""

from django.urls import include, path

from config.urls import house
from config.urls.house import handler400, handler403, handler404, handler500

urlpatterns = [
    *house.urlpatterns,
    path("import/", include("core.imports.urls")),
    path("uczestnicy/", include("casework.participants.urls")),
    path("obecnosc/", include("casework.attendance.urls")),
    path("swiadczenia/", include("casework.benefits.urls")),
    path("parametry/", include("casework.parameters.urls")),
    path("pracownicy/", include("casework.staff.urls")),
    path("pracownie/", include("casework.workshops.urls")),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
