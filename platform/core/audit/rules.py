"""The sentences of the history: one per action, filled with names at reading time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

OPERATOR = "operator"
"""The signature of what was done by the operator's command line."""

PLATFORM = "Ogniwo"
"""The signature of what the platform did by itself (calendar, founding)."""

ACTIONS: dict[str, Any] = {}
"""Action code → sentence (a lazy translation) with `{by}`, `{target}` and the keys of `details`."""

GROUPS: dict[str, Any] = {}
"""What stands before the dot of an action's code → its name on the screen."""


def register_action(code: str, sentence: Any) -> None:
    """Make an action known. Recording an unknown action is an error: history must be readable."""
    ACTIONS[code] = sentence


def register_group(prefix: str, label: Any) -> None:
    """Name a group of actions, for people who look for one kind of act."""
    GROUPS[prefix] = label


@dataclass(frozen=True)
class Origin:
    """Where an act came from: the reference number of the request, the address it came from, and the key of a machine
    (`key_id`, and `key` as it is called) when it was not a person at a browser."""

    request_id: str = ""
    ip: str | None = None
    key_id: str = ""
    key: str = ""

    @property
    def details(self) -> dict[str, str]:
        """What the history keeps of the key."""
        return {"key_id": self.key_id, "key": self.key} if self.key_id else {}


@dataclass(frozen=True, kw_only=True)
class EntryFilter:
    """Which part of the history is asked for; an empty filter asks for all of it.

    `by` is an account, `by_platform` what no account did; both days are included, on the Polish calendar.
    """

    by: UUID | None = None
    by_platform: bool = False
    group: str = ""
    target_id: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""

    def described(self) -> dict[str, str]:
        """The filter as words, for the history itself; what was not asked for is left out."""
        return {name: str(value) for name, value in vars(self).items() if value}


def sentence(action: str, *, by: str, target: str, details: Mapping[str, Any]) -> str:
    """The line of the history a person reads."""
    words = {**details, "by": by, "target": target}
    return str(ACTIONS.get(action, "{by}: " + action + " {target}")).format_map(_Missing(words))


class _Missing(dict[str, Any]):
    """A missing detail reads as a dash: old entries stay readable when a sentence gains a word."""

    def __missing__(self, key: str) -> str:
        return "–"
