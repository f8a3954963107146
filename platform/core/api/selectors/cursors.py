"""Where a page of a list ends and the next one begins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from core.api.rules import ApiProblem, Mistake, Trouble
from tenants.walls.context import current_house

Position = tuple[datetime, UUID]
"""A moment and the identifier of what happened then: together they are in one order, and in no other."""


def cursor_of(moment: datetime, key: UUID) -> str:
    """A position as text that says nothing and fits nowhere else: it is signed for this house."""
    return signing.dumps([moment.isoformat(), str(key)], salt=_salt())


def position_of(cursor: str) -> Position | None:
    """The position behind a cursor; None for none.

    Raises:
        ApiProblem: nobody here has given this cursor out (422).
    """
    if not cursor:
        return None
    try:
        moment, key = signing.loads(cursor, salt=_salt())
    except signing.BadSignature:
        said: Any = _("This cursor was not given out here. Begin the list anew, without a cursor.")
        raise ApiProblem(Trouble.INVALID, mistakes=[Mistake("cursor", said)]) from None
    return datetime.fromisoformat(moment), UUID(key)


def _salt() -> str:
    return f"core.api.cursor.{current_house().pk}"
