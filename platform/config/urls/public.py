"""Addresses of the public site: no sign-in, no session, nothing personal."""

from django.urls import path

from config.health import health
from config.urls.house import handler400, handler403, handler404, handler500
from core.ui.urls import everywhere
from networking.directory.urls import public_urls

urlpatterns = [
    *public_urls,
    path("zdrowie", health, name="health"),
    *everywhere,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
