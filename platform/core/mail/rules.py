"""What may stand in the head of a message, when it is tried again, and how long its text is kept."""

import re
from datetime import timedelta

SUBJECT_LENGTH = 200
TRIES = 10
BODY_IS_KEPT_FOR = timedelta(hours=24)
"""A text may hold a link that opens an account; a day is enough to find out why it did not arrive."""

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]{1,255}")


def one_line(text: str) -> str:
    """A subject that stays in its header: every kind of white space and control becomes one space."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:SUBJECT_LENGTH]


def is_address(text: str) -> bool:
    """Whether this is one address and nothing that could begin another header or name a second recipient."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def pause_after(attempts: int) -> timedelta:
    """How long a message rests after its n-th try: 2, 4, 8 … minutes, at most 4 hours; half a day in all."""
    return min(timedelta(minutes=2**attempts), timedelta(hours=4))
