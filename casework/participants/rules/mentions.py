"""Whether a text names somebody, as Polish bends names: Jan Kowalski, Janowi Kowalskiemu, Kowalska Anna. Pure.

Both words have to stand together; what looks like a form of a name counts. A warning too many costs a click, a name
that slips through cannot be called back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casework.participants.rules.people import normal_phone
from core.imports.rules import plain

FURTHEST_APART = 2
"""One word may stand between the two: a second name, a title."""
BEGINNING = 2
"""Letters that no form of a name changes."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)?48[ \u00a0-]?)?\d(?:[ \u00a0-]?\d){8}(?!\d)")
_OF_NOUNS = frozenset({"", *"aeiouy", "ie", "iem", "em", "om", "am", "owi", "ow", "owie", "ami", "ach"})
_OF_ADJECTIVES = frozenset({"ego", "emu", "ej", "im", "ym", "iego", "iemu", "iej", "imi", "ymi", "ich", "ych"})
_ENDINGS = _OF_NOUNS | _OF_ADJECTIVES
_SOFTENED = {"k": "c", "t": "c", "d": "dz", "g": "dz", "r": "rz"}
"""How a stem ends before -e and -ie: Monika – Monice, Marta – Marcie, Wanda – Wandzie, Piotr – Piotrze."""


@dataclass(frozen=True)
class Word:
    """A word of a text, as it is compared, and where it stands."""

    plain: str
    begin: int
    end: int


@dataclass(frozen=True)
class Pair:
    """Two words that stand together, in their order."""

    one: Word
    other: Word

    @property
    def beginnings(self) -> tuple[str, str]:
        """How somebody's key would begin whose names these are: last name first, and the other way round."""
        one, other = self.one.plain[:BEGINNING], self.other.plain[:BEGINNING]
        return one + other, other + one

    def names(self, *, first: str, last: str) -> bool:
        """Whether these are somebody's first and last name, in either order; of several names one is enough."""
        either = ((self.one, self.other), (self.other, self.one))
        return any(_is_one_of(a.plain, first) and _is_one_of(b.plain, last) for a, b in either)


def pairs_of(text: str) -> list[Pair]:
    """Words that stand together in a text."""
    words = [Word(plain(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
    near = ((at, at + apart) for at in range(len(words)) for apart in range(1, FURTHEST_APART + 1))
    return [Pair(words[one], words[other]) for one, other in near if other < len(words)]


def phones_in(text: str) -> dict[str, str]:
    """Numbers that may be telephones, in their one form → as they were typed."""
    return {normal_phone(found[0]): found[0] for found in _PHONE.finditer(text)}


def is_form_of(word: str, name: str) -> bool:
    """Whether a word may be this name, bent. Both without case and accents."""
    return any(word.startswith(stem) and word[len(stem) :] in _ENDINGS for stem in _stems(name))


def _is_one_of(word: str, names: str) -> bool:
    return any(is_form_of(word, name) for name in plain(names).split())


def _stems(name: str) -> Iterator[str]:
    stem = name[:-1] if name[-1:] in "aeioy" and len(name) > BEGINNING else name
    yield stem
    if len(stem) > BEGINNING + 1 and stem[-2] == "e":
        yield stem[:-2] + stem[-1]  # Marek – Marka, Paweł – Pawła
    if len(stem) > BEGINNING and stem[-1] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]]
