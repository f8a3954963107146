"""Doors of the frame itself: Today, look and language, the declaration, trouble, the style guide."""

from core.ui.views.pages import accessibility, language, theme, today
from core.ui.views.styleguide import styleguide
from core.ui.views.trouble import (
    bad_request,
    csrf_failure,
    forbidden,
    gone,
    page_not_found,
    server_error,
    unavailable,
)

__all__ = [
    "accessibility",
    "bad_request",
    "csrf_failure",
    "forbidden",
    "gone",
    "language",
    "page_not_found",
    "server_error",
    "styleguide",
    "theme",
    "today",
    "unavailable",
]
