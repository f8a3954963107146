"""What a text may give away, and the register of those who can tell. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from stdnum.pl import pesel

_ELEVEN_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[ \u00a0\u2009.\-/]?\d){10})(?!\d))")
"""Together or in groups, as people type them; a look-ahead, so that no number hides behind another."""


class FindingKind(StrEnum):
    """What was recognised."""

    PERSON = "person"
    PHONE = "phone"


@dataclass(frozen=True, order=True)
class Finding:
    """A piece of the text, as it was typed, that seems to tell who a participant is."""

    kind: FindingKind
    text: str


Screen = Callable[[str], Iterable[Finding]]
_SCREENS: list[Screen] = []


def register_text_screen(screen: Screen) -> None:
    """Add somebody who can tell what a text gives away. Screens work inside the house of the author."""
    if screen not in _SCREENS:
        _SCREENS.append(screen)


def findings_in(text: str) -> tuple[Finding, ...]:
    """Everything that the screens recognise in a text, each thing once."""
    return tuple(sorted({each for screen in _SCREENS for each in screen(text)})) if text.strip() else ()


def confirmation_of(findings: Iterable[Finding]) -> str:
    """What the author of a warned text sends back when it is to be saved all the same: exactly what was found.

    A name that was typed after the warning is not covered by it.
    """
    return ", ".join(each.text for each in findings)


def holds_pesel(text: str) -> bool:
    """Whether a PESEL number with a right check digit stands in the text, however its digits are grouped."""
    return any(pesel.is_valid(re.sub(r"\D", "", found)) for found in _ELEVEN_DIGITS.findall(text))
