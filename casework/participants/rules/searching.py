"""What somebody looks for in the list of participants. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from casework.participants.rules.people import normal_pesel, normal_phone


class State(StrEnum):
    """Whom the list shows."""

    HERE = "tutaj"
    TRIAL = "probny"
    MAIN = "wlasciwy"
    ENDING = "konczy-sie"
    OVER_LIMIT = "po-terminie"
    NO_PLAN = "bez-ipzs"
    NO_STAY = "bez-uczestnictwa"
    ENDED = "zakonczone"
    ALL = "wszyscy"


SHORTEST_WITH_A_SLIP = 4
"""A slip in a shorter word leaves too little to go by."""

SORTS = {"nazwisko": "sort_name", "-nazwisko": "-sort_name", "-dodano": "-id", "dodano": "id"}
"""Orders of the list. Keys are time-ordered, so they tell who was added last."""


class Looking(StrEnum):
    """By what a search looks."""

    NAME = "name"
    PESEL = "pesel"
    PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class Search:
    """A part of the list: what was typed, which state and group, the order, and the person after whom it goes on."""

    text: str = ""
    state: State = State.HERE
    group: UUID | None = None
    sort: str = "nazwisko"
    after: UUID | None = None
    before: UUID | None = None

    @property
    def by(self) -> Looking:
        """Eleven digits are a PESEL number, another run of digits a telephone, everything else a name."""
        if re.fullmatch(r"\d{11}", normal_pesel(self.text)) and not self.text.strip().startswith(("+", "00")):
            return Looking.PESEL
        return Looking.PHONE if re.fullmatch(r"\+?\d{7,15}", normal_phone(self.text)) else Looking.NAME

    @property
    def words(self) -> list[str]:
        """The typed words; all of them have to be found."""
        return self.text.split()[:6]


def one_slip(word: str) -> str:
    """A regular expression for a word with one slip of the keyboard: a letter too many, missing, wrong, or two
    exchanged; and for the word itself. Letters lose their accents, as the searched text has. Empty: there are none.

    It is one expression, not a list of patterns, so that the database looks it up in its index of fragments at once.
    """
    plain = _plain(word)
    if len(plain) < SHORTEST_WITH_A_SLIP:
        return plain
    cuts = [(plain[:at], plain[at:]) for at in range(len(plain) + 1)]
    slips = [plain]
    slips += [left + right[1:] for left, right in cuts if right]
    slips += [f"{left}.{right}" for left, right in cuts if left and right]
    slips += [f"{left}.{right[1:]}" for left, right in cuts if right]
    slips += [left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1]
    return "|".join(dict.fromkeys(slips))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    return "".join(each for each in letters if each.isalnum())
