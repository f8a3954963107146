"""The system check that no page is open, or shut, by oversight."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from core.access.selectors import all_routes


@register
def every_view_declares_who_may_enter(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """core.E001: walks the URLs of every kind of house."""
    return [
        Error(
            f"/{route.path} ({kind}) does not declare who may enter",
            hint="Put @requires(…) on the view, or name a third party's view in core.access.third_party.",
            id="core.E001",
        )
        for kind, routes in all_routes().items()
        for route in routes
        if route.access is None
    ]
