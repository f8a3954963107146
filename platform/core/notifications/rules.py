"""The kinds of notices, and what of them reaches whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Channels:
    """The ways a notice takes to a person."""

    bell: bool
    email: bool


EVERY_WAY = Channels(bell=True, email=True)


@dataclass(frozen=True, kw_only=True)
class NotificationKind:
    """A kind of notice. One that concerns the safety of an account (`security`) cannot be switched off."""

    code: str
    label: Any
    default: Channels
    security: bool = False


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What a kind of post between houses becomes on arrival: a kind of notice, for those who have a permission.

    `title` is a sentence with `{sender}` and `{subject}`; `url_name` is a page that takes the letter's id, or, with
    `opens_object`, the id of the shared row that the letter is about.
    """

    notification: str
    permission: str
    title: Any
    url_name: str
    opens_object: bool = False


KINDS: dict[str, NotificationKind] = {}
ARRIVALS: dict[str, Arrival] = {}


def register_kind(code: str, label: Any, *, default_email: bool = False, security: bool = False) -> None:
    """Make a kind of notice known. By itself it rings the bell, and goes by e-mail when `default_email` says so."""
    default = EVERY_WAY if security else Channels(bell=True, email=default_email)
    KINDS[code] = NotificationKind(code=code, label=label, default=default, security=security)


def register_arrival(post_kind: str, arrival: Arrival) -> None:
    """Say what becomes of a kind of post when it arrives in a house."""
    ARRIVALS[post_kind] = arrival


def channels(kind: NotificationKind, chosen: Channels | None) -> Channels:
    """The ways that a notice of this kind takes to somebody who chose so (None: who never chose)."""
    return kind.default if kind.security or chosen is None else chosen


def choices(chosen: Mapping[str, Channels]) -> Iterable[tuple[NotificationKind, Channels]]:
    """Every kind with the ways it takes now, in the order of registration."""
    return ((kind, channels(kind, chosen.get(code))) for code, kind in KINDS.items())
