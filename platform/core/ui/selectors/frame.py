"""The frame of every page: whose it is, who reads it, and where they may go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from core.ui.rules import Group, MenuEntry, Text, bell, current_place, menu_for

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "ogniwo_theme"

KIND_NAMES: dict[str, str | Promise] = {
    "centre": _("Social integration centre"),
    "owes": _("Social economy support centre"),
}
GROUP_NAMES: dict[Group, str | Promise] = {Group.DAILY: _("Every day"), Group.HOUSE: _("Organisation")}


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
    def is_demo(self) -> bool:
        """Whether everybody in here is invented, which every page then says."""
        return bool(settings.OGNIWO_DEMO)

    @property
    def kind_name(self) -> str | Promise:
        return KIND_NAMES[self.house.kind]

    @cached_property
    def account(self) -> Any:
        """The signed-in account, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def on_phone(self) -> bool:
        """Whether a trusted phone asks, with a session that its PIN or passkey opened."""
        return getattr(self.request, "phone_holder", None) is not None

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
