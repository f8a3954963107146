"""System checks of the ground."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def asgi_is_refused(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An asynchronous server would mix houses up: the house is bound to the connection of a thread (I17)."""
    if getattr(settings, "ASGI_APPLICATION", None):
        return [Error("Ogniwo runs under WSGI only: remove ASGI_APPLICATION", id="tenants.E001")]
    return []
