"""Whether a settlement may stand: what changed since it was made, and which month has to be approved before it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Subquery

from casework.attendance.models import Mark, MonthClosing
from casework.attendance.rules import last_day_of, month_after, month_of
from casework.benefits.models import Premium, Settlement
from casework.benefits.rules import BenefitInputs
from casework.benefits.selectors.inputs import inputs_of
from casework.participants.models import Stay
from tenants.errors import RuleBroken

NOTHING = Decimal("0.00")


def changed_since(settlement: Settlement, *, now: Mapping[UUID, BenefitInputs] | None = None) -> set[UUID]:
    """Stays whose line would be made from something else today: other days, marks, terms or premium, or that came or
    went. `now`: what it would be made from, where that is known already. Two queries beside those of `inputs_of`.

    Raises:
        RuleBroken: a parameter has no value any more.
    """
    people = inputs_of(settlement.month) if now is None else now
    premiums = dict(Premium.objects.filter(month=settlement.month).order_by("id").values_list("stay_id", "amount"))
    lines = settlement.lines.order_by("stay_id").values_list("stay_id", "inputs", "premium")
    made = {stay_id: (inputs, premium) for stay_id, inputs, premium in lines}
    would_be = {stay_id: (inputs.as_json(), premiums.get(stay_id, NOTHING)) for stay_id, inputs in people.items()}
    return {stay_id for stay_id in made.keys() | would_be.keys() if made.get(stay_id) != would_be.get(stay_id)}


def count_changed(settlement: Settlement) -> int:
    """How many lines would be made from something else by now: all of them, where a parameter has no value any more."""
    try:
        return len(changed_since(settlement))
    except RuleBroken:
        return int(settlement.lines.count())


def open_before(month: date) -> date | None:
    """The first month before this one that waits for its approval although people of this one were here in it: what
    they used up there is not certain yet. Months of which nothing was kept do not count. As a rule two queries.
    """
    first_mark = Subquery(Mark.objects.order_by("day").values("day")[:1])
    people = Stay.objects.touching(since=month, until=last_day_of(month))
    here, kept = people.order_by("starts_on").values_list("starts_on", first_mark).first() or (None, None)
    if here is None or kept is None:
        return None
    closings = dict(MonthClosing.objects.filter(month__lt=month).order_by("month").values_list("month", "approved_at"))
    found = month_of(max(here, kept))
    while found < month:
        if closings.get(found) is None and (found in closings or _is_kept(found)):
            return found
        found = month_after(found)
    return None


def _is_kept(month: date) -> bool:
    return Mark.objects.between(since=month, until=last_day_of(month)).exists()
