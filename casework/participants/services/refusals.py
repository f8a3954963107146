"""What the database refuses, in the words of the rule that it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from casework.participants.rules import Problem
from casework.participants.selectors import sentence
from core.reports.forms import month_in_words
from tenants.errors import RuleBroken, Taken

PESEL_TAKEN = _(
    "Somebody with this PESEL number is on the list already. Find the person by the number and begin a new stay there, "
    "instead of adding the same person again."
)
KNOWN_AS_TAKEN = _("Another person already has this identifier of another program.")
OVERLAPS = _("At that time this person has another stay already. Two stays must not overlap.")
MONTH_APPROVED = _(
    "%(month)s is approved, and this would change it. First withdraw the approval of that month; a month that was paid "
    "cannot be opened any more."
)
MARKS_OUTSIDE = _("There are attendance marks outside of these days. Clear them first, or choose other days.")

_HELD: dict[str, tuple[Any, str]] = {
    "participant_pesel_once": (PESEL_TAKEN, "pesel"),
    "participant_external_id_once": (KNOWN_AS_TAKEN, "external_id"),
    "stay_never_twice_a_day": (OVERLAPS, "starts_on"),
    "stay_open_once": (OVERLAPS, "starts_on"),
    "stay_holds_its_marks": (MARKS_OUTSIDE, "ends_on"),
    "stay_in_order": (_("The last day must not be before the first one."), "ends_on"),
    "membership_in_order": (_("The person joined a group after this day. Correct the group first."), "ends_on"),
}
"""Constraint → the sentence and the field it belongs to."""
_ONCE = {"participant_pesel_once", "participant_external_id_once"}


def month_approved(month: date) -> str:
    """Why nothing of a stay may change that lies in an approved month."""
    label = month_in_words(month)
    return str(MONTH_APPROVED) % {"month": label[:1].upper() + label[1:]}


@contextmanager
def refused_in_words(*, field: str = "starts_on") -> Iterator[None]:
    """A constraint that another transaction brought up says the same as the rule does. `field`: which day is changed.

    Raises:
        RuleBroken: the database refused, for a reason that is known here.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        found: Any = getattr(refused.__cause__, "diag", None)
        name = getattr(found, "constraint_name", None)
        if name == "stay_in_open_months":
            raise RuleBroken(month_approved(date.fromisoformat(found.message_detail)), field) from refused
        if name not in _HELD:
            raise
        message, held_field = _HELD[name]
        raise (Taken if name in _ONCE else RuleBroken)(message, held_field) from refused


def insist(problems: list[Problem]) -> None:
    """Refuse the first problem that is more than a warning.

    Raises:
        RuleBroken: there is one.
    """
    for problem in problems:
        if not problem.is_warning:
            raise RuleBroken(sentence(problem), problem.field)
