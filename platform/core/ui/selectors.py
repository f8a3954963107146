"""What the frame and the table show, gathered for one request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from core.ui.rules import (
    Column,
    Export,
    Group,
    MenuEntry,
    Order,
    Text,
    bell,
    current_place,
    menu_for,
    order_asked,
)

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "ogniwo_theme"
PAGE_SIZE = 25

KIND_NAMES: dict[str, str | Promise] = {
    "centre": _("Social integration centre"),
    "owes": _("Social economy support centre"),
}
GROUP_NAMES: dict[Group, str | Promise] = {Group.DAILY: _("Every day"), Group.HOUSE: _("Organisation")}


# The frame


class Frame:
    """What every page's frame needs of a request. Nothing is looked up before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def theme(self) -> str:
        return theme_of(self.request)

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Codes, and how each language names itself."""
        return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]

    @property
    def here(self) -> str:
        return self.request.get_full_path()

    @property
    def host(self) -> str:
        return self.request.get_host()

    @cached_property
    def house(self) -> Any:
        """The organisation whose page this is; None on the public site and where no host matched."""
        house = getattr(self.request, "tenant", None)
        return None if house is None or house.kind == "public" else house

    @property
    def kind_name(self) -> str | Promise:
        return KIND_NAMES[self.house.kind]

    @cached_property
    def account(self) -> Any:
        """The signed-in account, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def messages(self) -> Iterable[Message]:
        """What the last act has to say; reading takes them away."""
        return get_messages(self.request)

    @property
    def idle_seconds(self) -> int:
        return int(settings.OGNIWO_SESSION_IDLE_SECONDS)

    @property
    def warn_seconds(self) -> int:
        return min(int(settings.OGNIWO_SESSION_WARNING_SECONDS), self.idle_seconds // 2)

    @property
    def extend_url(self) -> str:
        return reverse("accounts:session-extend")


def page_context(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `ui` in every template."""
    return {"ui": Frame(request)}


def theme_of(request: HttpRequest) -> str:
    """Light, dark, or as the reader's system has it."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


# The menu


@dataclass(frozen=True)
class Place:
    """A menu entry with its address."""

    label: Text
    url: str
    icon: str
    current: bool
    count: int


@dataclass(frozen=True)
class PlaceGroup:
    """Places under one heading."""

    code: str
    name: Text
    places: list[Place]


def menu_of(frame: Frame) -> list[PlaceGroup]:
    """The menu at the side, by role; groups without a place are left out."""
    groups = [(group, places_of(frame, group=group)) for group in GROUP_NAMES]
    return [PlaceGroup(group, GROUP_NAMES[group], places) for group, places in groups if places]


def places_of(frame: Frame, *, group: Group) -> list[Place]:
    """The places of one group that this account may go to."""
    entries = menu_for(frame.account, kind=frame.house.kind, group=group)
    addressed = [(entry, reverse(entry.url_name)) for entry in entries]
    current = current_place(frame.request.path, [url for _entry, url in addressed])
    return [_place(entry, url, current=url == current, account=frame.account) for entry, url in addressed]


def _place(entry: MenuEntry, url: str, *, current: bool, account: Any) -> Place:
    count = entry.count(account) if entry.count else 0
    return Place(entry.label, url, entry.icon, current, count)


def bell_of(frame: Frame) -> tuple[str, int] | None:
    """Where notifications are and how many are unread, when there is a bell."""
    the_bell = bell()
    return (reverse(the_bell.url_name), the_bell.unread(frame.account)) if the_bell else None


# The table


@dataclass(frozen=True)
class Heading:
    """A column's heading, with the address that sorts by it (empty: it cannot be sorted by)."""

    column: Column
    url: str
    direction: str


@dataclass(frozen=True)
class TablePage:
    """One page of a sorted, filtered table."""

    name: str
    path: str
    headings: list[Heading]
    page: Page[Any]
    filters: BaseForm | None
    exports: list[Export]
    query: QueryDict
    empty_title: Text
    empty_text: Text
    caption: Text

    @property
    def filtered(self) -> bool:
        """Whether the reader narrowed the list, so that an empty table means something else."""
        names = self.filters.fields if self.filters else ()
        return any(self.query.get(name) for name in names)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Numbers with their addresses; None stands for the ones left out."""
        shown = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(n, self.page_url(n)) if isinstance(n, int) else (None, "") for n in shown]

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page.next_page_number()) if self.page.has_next() else ""

    def page_url(self, number: int) -> str:
        return _address(self.path, self.query, page=str(number))


def table_page(
    request: HttpRequest,
    *,
    rows: QuerySet[Any] | Sequence[Any],
    columns: Sequence[Column],
    default_sort: str = "",
    filters: BaseForm | None = None,
    exports: Sequence[Export] = (),
    name: str = "table",
    page_size: int = PAGE_SIZE,
    caption: Text = "",
    empty_title: Text = "",
    empty_text: Text = "",
) -> TablePage:
    """The page of a table that the address asks for.

    A queryset is sorted and cut in the database, with the key as tie-breaker; a list keeps its own order.
    A page that does not exist gives the nearest one. `filters` stands above the table; the caller applies it.
    """
    query = request.GET
    order = order_asked(query.get("sort", ""), columns, default=default_sort)
    page = Paginator(_sorted(rows, columns, order), page_size).get_page(query.get("page"))
    return TablePage(
        name=name,
        path=request.path,
        headings=[_heading(column, order, path=request.path, query=query) for column in columns],
        page=page,
        filters=filters,
        exports=[Export(each.label, _address(each.url, query, page=""), each.icon) for each in exports],
        query=query,
        empty_title=empty_title or _("Nothing here yet"),
        empty_text=empty_text,
        caption=caption,
    )


def _sorted(rows: Any, columns: Sequence[Column], order: Order | None) -> Any:
    if order is None or not isinstance(rows, QuerySet):
        return rows
    field = F(next(column.sort for column in columns if column.key == order.key))
    by = field.desc(nulls_last=True) if order.descending else field.asc(nulls_last=True)
    return rows.order_by(by, "pk")


def _heading(column: Column, order: Order | None, *, path: str, query: QueryDict) -> Heading:
    if not column.sort:
        return Heading(column, "", "")
    turned = order.turned(column.key) if order else Order(column.key, descending=False)
    direction = ""
    if order and order.key == column.key:
        direction = "descending" if order.descending else "ascending"
    return Heading(column, _address(path, query, sort=turned.code, page=""), direction)


def _address(path: str, query: QueryDict, **changes: str) -> str:
    """The path with the reader's own query, changed; an empty value takes a parameter away."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"{path}?{changed.urlencode()}" if changed else path
