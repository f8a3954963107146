"""Months and their settlements: where each stands, what it comes to, and what to do next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from casework.attendance.models import Mark, MonthClosing
from casework.attendance.rules import last_day_of, month_of
from casework.attendance.selectors import MonthState, month_state
from casework.benefits.models import Premium, Settlement
from casework.benefits.rules import (
    MonthStep,
    next_step,
    premium_limit,
    terms_of,
)
from casework.benefits.selectors.lines import NAMES, LineRow, Totals, all_lines, lines_of
from casework.benefits.selectors.standing import count_changed
from casework.benefits.selectors.words import (
    STEP_LABELS,
    STEP_TONES,
    Words,
    money,
    month_code,
)
from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on
from casework.participants.models import Stay
from core.reports.forms import month_in_words
from tenants.errors import RuleBroken

NOTHING = Decimal("0.00")


class _Standing(Protocol):
    @property
    def month(self) -> date: ...

    @property
    def step(self) -> MonthStep: ...


class InWords:
    """How a month and the step where it stands read."""

    @property
    def code(self: _Standing) -> str:
        return month_code(self.month)

    @property
    def label(self: _Standing) -> str:
        return month_in_words(self.month)

    @property
    def step_label(self: _Standing) -> Words:
        return STEP_LABELS[self.step]

    @property
    def tone(self: _Standing) -> str:
        return STEP_TONES[self.step]


@dataclass(frozen=True, kw_only=True)
class MonthRow(InWords):
    """A month on the list."""

    month: date
    step: MonthStep
    people: int | None
    total: Decimal | None

    @property
    def shown_total(self) -> str:
        return "" if self.total is None else money(self.total)


@dataclass(frozen=True)
class MonthPage(InWords):
    """A month with the settlement of its attendance as it stands now, and those that were overtaken."""

    state: MonthState
    settlement: Settlement | None
    outdated: tuple[Settlement, ...]

    @property
    def month(self) -> date:
        return self.state.month

    @property
    def step(self) -> MonthStep:
        return _step(self.state.closing, self.settlement)

    @cached_property
    def lines(self) -> list[LineRow]:
        """By name."""
        return lines_of(self.settlement) if self.settlement else []

    @property
    def totals(self) -> "Totals":
        return Totals.of(self.lines)

    @cached_property
    def changed(self) -> int:
        """How many lines would be made from something else by now, as long as that matters."""
        if self.settlement is None or self.step not in {MonthStep.APPROVE, MonthStep.PAY}:
            return 0
        return count_changed(self.settlement)


def months(today: date) -> list[MonthRow]:
    """Months in which attendance was kept or closed, the latest first; the present one comes along with them."""
    closings = {each.month: each for each in MonthClosing.objects.all()}
    kept = {*Mark.objects.dates("day", "month"), *closings}
    if not any(month <= today for month in kept):
        return []
    settlements = {(each.month, each.closing_version): each for each in _with_sums(Settlement.objects.all())}
    listed = sorted((month for month in kept | {month_of(today)} if month <= today), reverse=True)
    return [_row(month, closings.get(month), settlements) for month in listed]


def settlement_of(month: date) -> MonthPage:
    """A month's page; `settlement` is None while it is not settled. `month` is its first day."""
    state = month_state(month)
    made = list(Settlement.objects.filter(month=month).select_related("created_by", "approved_by"))
    current = next((each for each in made if state.closing and each.closing_version == state.version), None)
    return MonthPage(state, current, tuple(each for each in made if each is not current))


def pay_list(month: date) -> MonthPage | None:
    """The month's approved list; None while there is none."""
    page = settlement_of(month)
    return page if page.step in {MonthStep.PAY, MonthStep.PAID} and page.settlement else None


def line_of(page: MonthPage, stay_id: UUID) -> LineRow | None:
    """One person's line of the present settlement."""
    if page.settlement is None:
        return None
    line = all_lines().filter(settlement=page.settlement, stay_id=stay_id).first()
    return LineRow(line, page.month) if line else None


def premium_of(month: date, stay_id: UUID) -> Premium | None:
    """What was proposed for a person and month."""
    return Premium.objects.select_related("proposed_by").filter(month=month, stay_id=stay_id).first()


def premiums_of(month: date) -> dict[UUID, str]:
    """Stay → the reasons of its premium."""
    return dict(Premium.objects.filter(month=month).order_by("id").values_list("stay_id", "reasons"))


def premium_limit_on(month: date) -> dict[str, str]:
    """The highest premium of the month for the screen; empty where a value for it is not known."""
    try:
        values = values_on(last_day_of(month))
        return {"limit": money(premium_limit(terms_of(values), values.rate(Parameter.PREMIUM_LIMIT)))}
    except RuleBroken:
        return {"limit": ""}


def stay_in(month: date, stay_id: UUID) -> Stay | None:
    """A stay that touches the month, with its person's name; nothing sealed is opened."""
    touching = Stay.objects.touching(since=month, until=last_day_of(month)).select_related("participant")
    found: Stay | None = touching.only(*NAMES, "starts_on", "ends_on").filter(pk=stay_id).first()
    return found


def _with_sums(settlements: QuerySet[Settlement]) -> QuerySet[Settlement]:
    return settlements.annotate(people=Count("lines"), total=Sum("lines__payable")).order_by("month", "closing_version")


def _row(month: date, closing: MonthClosing | None, settlements: dict[tuple[date, int], Settlement]) -> MonthRow:
    settlement = settlements.get((month, closing.version)) if closing else None
    return MonthRow(
        month=month,
        step=_step(closing, settlement),
        people=getattr(settlement, "people", None),
        total=getattr(settlement, "total", None),
    )


def _step(closing: MonthClosing | None, settlement: Settlement | None) -> MonthStep:
    return next_step(
        is_immutable=closing is not None and closing.approved_at is not None,
        is_paid=closing is not None and closing.paid_at is not None,
        is_settled=settlement is not None,
        is_approved=settlement is not None and settlement.approved_at is not None,
    )
