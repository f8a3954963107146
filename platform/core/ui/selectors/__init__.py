"""What the frame, the table and Today show, gathered for one request."""

from core.ui.selectors.frame import (
    GROUP_NAMES,
    KIND_NAMES,
    THEME_COOKIE,
    THEMES,
    Frame,
    Place,
    PlaceGroup,
    bell_of,
    menu_of,
    page_context,
    places_of,
    theme_of,
)
from core.ui.selectors.tables import PAGE_SIZE, Heading, TablePage, table_page
from core.ui.selectors.today import CardGroup, grouped

__all__ = [
    "GROUP_NAMES",
    "KIND_NAMES",
    "PAGE_SIZE",
    "THEMES",
    "THEME_COOKIE",
    "CardGroup",
    "Frame",
    "Heading",
    "Place",
    "PlaceGroup",
    "TablePage",
    "bell_of",
    "grouped",
    "menu_of",
    "page_context",
    "places_of",
    "table_page",
    "theme_of",
]
