"""Addresses of a regional support body (OWES)."""

from django.urls import include, path

from config.urls import house
from config.urls.house import handler400, handler403, handler404, handler500, machines
from networking.directory.urls import founding_urls
from networking.overview.urls import api_urls as tables

urlpatterns = [
    *house.urlpatterns,
    path("centra/nowe/", include(founding_urls)),
    path("statystyki/", include("networking.overview.urls")),
    machines(*tables),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
