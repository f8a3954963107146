"""What may stand in a letter."""

import re

from stdnum.pl import pesel

LETTER = "letter"
"""The kind of post between houses that is a letter from people to people."""
SUBJECT_LENGTH = 150
BODY_LENGTH = 4000

_ELEVEN_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[ \u00a0\u2009.\-/]?\d){10})(?!\d))")
"""Together or in groups, as people type them; a look-ahead, so that no number hides behind another."""


def holds_pesel(text: str) -> bool:
    """Whether a PESEL number with a right check digit stands in the text, however its digits are grouped."""
    return any(pesel.is_valid(re.sub(r"\D", "", found)) for found in _ELEVEN_DIGITS.findall(text))


def reply_subject(subject: str) -> str:
    """The subject of an answer; answers to answers do not pile up prefixes."""
    return subject if subject.startswith("Re: ") else f"Re: {subject}"[:SUBJECT_LENGTH]
