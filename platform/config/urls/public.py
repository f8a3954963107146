"""Addresses of the public site: no sign-in, no session, nothing personal."""

from django.urls import include, path

from config.health import health
from config.urls.house import handler400, handler403, handler404, handler500
from core.ui.urls import everywhere

urlpatterns = [
    path("", include("networking.directory.urls")),
    path("zdrowie", health, name="health"),
    *everywhere,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
