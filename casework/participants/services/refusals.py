"""What the database refuses, in the words of the rule that it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from casework.participants.rules import Problem
from casework.participants.selectors import sentence
from tenants.errors import RuleBroken

PESEL_TAKEN = _(
    "Somebody with this PESEL number is on the list already. Find the person by the number and begin a new stay there, "
    "instead of adding the same person again."
)
OVERLAPS = _("At that time this person has another stay already. Two stays must not overlap.")
MARKS_OUTSIDE = _("There are attendance marks outside of these days. Clear them first, or choose other days.")

_HELD: dict[str, tuple[Any, str]] = {
    "participant_pesel_once": (PESEL_TAKEN, "pesel"),
    "stay_never_twice_a_day": (OVERLAPS, "starts_on"),
    "stay_open_once": (OVERLAPS, "starts_on"),
    "stay_holds_its_marks": (MARKS_OUTSIDE, "ends_on"),
    "stay_in_order": (_("The last day must not be before the first one."), "ends_on"),
    "membership_in_order": (_("The person joined a group after this day. Correct the group first."), "ends_on"),
}
"""Constraint → the sentence and the field it belongs to."""


@contextmanager
def refused_in_words() -> Iterator[None]:
    """A constraint that another transaction brought up says the same as the rule does.

    Raises:
        RuleBroken: the database refused, for a reason that is known here.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", None) or ""
        if name not in _HELD:
            raise
        message, field = _HELD[name]
        raise RuleBroken(message, field) from refused


def insist(problems: list[Problem]) -> None:
    """Refuse the first problem that is more than a warning.

    Raises:
        RuleBroken: there is one.
    """
    for problem in problems:
        if not problem.is_warning:
            raise RuleBroken(sentence(problem), problem.field)
