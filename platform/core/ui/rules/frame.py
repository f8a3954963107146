"""What slices hang into the frame: menu entries, the bell, cards and steps of Today, columns of a table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Literal, Protocol


class Text(Protocol):
    """Words for the screen: a string, or a lazy translation of one."""

    def __str__(self) -> str: ...


class Viewer(Protocol):
    """The account for which a page is made."""

    def may(self, permission: Any, /) -> bool: ...


Tone = Literal["info", "success", "warning", "danger", "neutral"]


# Menu


class Group(StrEnum):
    """Headings of the menu, in their order; `ACCOUNT` is the menu behind one's own name."""

    DAILY = "daily"
    HOUSE = "house"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A place that a role may go to. `permission` None: any account; `count`: how much waits there."""

    label: Text
    url_name: str
    group: Group
    icon: str
    order: int
    permission: str | None = None
    kinds: tuple[str, ...] = ("centre", "owes")
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True, kw_only=True)
class Bell:
    """Where notifications are read, and how many are new."""

    url_name: str
    unread: Callable[[Any], int]


_menu: dict[tuple[str, tuple[str, ...]], MenuEntry] = {}
_bells: list[Bell] = []


def register_menu(entry: MenuEntry) -> None:
    """Put an entry into the menus of its kinds of house; a second one for page and kinds replaces the first."""
    _menu[entry.url_name, entry.kinds] = entry


def register_bell(*, url_name: str, unread: Callable[[Any], int]) -> None:
    """Say where notifications are; there is one bell."""
    _bells[:] = [Bell(url_name=url_name, unread=unread)]


def bell() -> Bell | None:
    return next(iter(_bells), None)


def menu_for(viewer: Viewer, *, kind: str, group: Group) -> list[MenuEntry]:
    """The entries of one group that this account may use in a house of this kind."""
    entries = [entry for entry in _menu.values() if entry.group == group and kind in entry.kinds]
    allowed = [entry for entry in entries if entry.permission is None or viewer.may(entry.permission)]
    return sorted(allowed, key=lambda entry: entry.order)


def current_place(path: str, urls: Iterable[str]) -> str | None:
    """Which of the menu's addresses the page at `path` belongs to: the longest that leads to it."""
    leading = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(leading, key=len, default=None)


# Today


class Urgency(StrEnum):
    """How much a card of Today presses, the most first."""

    FIRST = "first"
    NEXT = "next"
    NEWS = "news"


_URGENCIES: dict[Tone, Urgency] = {
    "danger": Urgency.FIRST,
    "warning": Urgency.FIRST,
    "info": Urgency.NEXT,
    "success": Urgency.NEWS,
    "neutral": Urgency.NEWS,
}


@dataclass(frozen=True, kw_only=True)
class TodayCard:
    """Something that waits for this account now; `action` names the button that leads to `url`.

    Its tone says how much it presses: a warning comes first, then what is to be done, then what is to be read.
    """

    title: Text
    text: Text
    url: str
    action: Text
    icon: str = "bell"
    tone: Tone = "info"
    order: int = 100

    @property
    def urgency(self) -> Urgency:
        return _URGENCIES[self.tone]


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """A step that makes a new house or account ready for work; it leaves the page when all are done."""

    title: Text
    text: Text
    url: str
    done: bool
    order: int = 100


_today: list[Callable[[Any], Iterable[TodayCard]]] = []
_first_steps: list[Callable[[Any], Iterable[FirstStep]]] = []


def register_today(provider: Callable[[Any], Iterable[TodayCard]]) -> None:
    """Add what may wait for an account; the provider gets the account."""
    if provider not in _today:
        _today.append(provider)


def register_first_steps(provider: Callable[[Any], Iterable[FirstStep]]) -> None:
    """Add steps that a new house or account should take; the provider gets the account."""
    if provider not in _first_steps:
        _first_steps.append(provider)


def today_cards(viewer: Viewer) -> list[TodayCard]:
    """What waits for this account, the most pressing first."""
    return sorted((card for provider in _today for card in provider(viewer)), key=_pressing)


def by_urgency(cards: Iterable[TodayCard]) -> list[tuple[Urgency, list[TodayCard]]]:
    """The cards under their urgencies, each in its order; an urgency without a card is left out."""
    ordered = sorted(cards, key=_pressing)
    return [(urgency, list(together)) for urgency, together in groupby(ordered, key=lambda card: card.urgency)]


def _pressing(card: TodayCard) -> tuple[int, int]:
    return list(Urgency).index(card.urgency), card.order


def first_steps(viewer: Viewer) -> list[FirstStep]:
    """The steps of this account in their order; none at all when every one is done."""
    steps = sorted((step for provider in _first_steps for step in provider(viewer)), key=lambda step: step.order)
    return [] if all(step.done for step in steps) else steps


# Tables


@dataclass(frozen=True)
class Column:
    """A column: `sort` is a field of the queryset, `value` a dotted path in the row, by default the key.

    `template` draws a richer cell and is given `row` and `value`; `labelled`: it does not speak for itself.
    """

    key: str
    label: Text
    sort: str = ""
    value: str = ""
    template: str = ""
    align: Literal["start", "end"] = "start"
    labelled: bool = False

    @property
    def explains_itself(self) -> bool:
        """Whether a phone, which has no room for headings, can leave the label away: a link, a badge, buttons."""
        return bool(self.template) and not self.labelled


@dataclass(frozen=True)
class Export:
    """A way to take the whole filtered list along."""

    label: Text
    url: str
    icon: str = "download"


@dataclass(frozen=True)
class Order:
    """By which column a table is sorted, and which way."""

    key: str
    descending: bool

    @property
    def code(self) -> str:
        return f"-{self.key}" if self.descending else self.key

    def turned(self, key: str) -> "Order":
        """The order after a click on that column's heading."""
        return Order(key, descending=self.key == key and not self.descending)


def order_asked(code: str, columns: Iterable[Column], *, default: str) -> Order | None:
    """The order that an address asks for; an unknown column, or one without order, gives the default."""
    sortable = {column.key for column in columns if column.sort}
    asked = next((each for each in (code, default) if each.removeprefix("-") in sortable), "")
    return Order(asked.removeprefix("-"), descending=asked.startswith("-")) if asked else None


def cell_value(row: object, column: Column) -> Any:
    """The dotted path followed through keys and attributes of the row; None as soon as one is None."""
    value: Any = row
    for part in (column.value or column.key).split("."):
        if value is None:
            return None
        value = value[part] if isinstance(value, Mapping) else getattr(value, part)
    return value() if callable(value) else value
