"""Stays with their periods, limits and what they warn of."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on
from casework.participants.models import Participant, Stay, StayPeriod
from casework.participants.rules import (
    ClosingReason,
    Limits,
    PeriodKind,
    StayState,
    last_day,
    period_of,
    state_on,
)
from casework.participants.selectors.labels import CLOSING_LABELS, PERIOD_LABELS, badges
from casework.participants.selectors.people import participants_visible_to
from core.accounts.models import Account
from core.ui.rules import Tone

TRIAL_WARNING_DAYS = 7
"""Before its end somebody has to evaluate the trial and decide (art. 12-15)."""


def limits_on(day: date) -> Limits:
    """The limits of participation that hold on a day.

    Raises:
        RuleBroken: one of them has no value on this day.
    """
    values = values_on(day)
    return Limits(
        trial_months=values.days(Parameter.TRIAL_MONTHS),
        main_months=values.days(Parameter.MAIN_MONTHS),
        total_months=values.days(Parameter.TOTAL_MONTHS),
        convention=values.choice(Parameter.TRIAL_END),
    )


def stays_touching(*, since: date, until: date) -> QuerySet[Stay]:
    """Stays of which a day lies between these two, both included, by name; with person and periods."""
    touching: QuerySet[Stay] = Stay.objects.touching(since=since, until=until)
    return (
        touching.select_related("participant")
        .defer("participant__categories", "participant__phone")
        .prefetch_related("periods")
        .order_by("participant__sort_name", "starts_on", "id")
    )


def period_on(stay: Stay, day: date) -> PeriodKind | None:
    """The part of the stay that a day lies in. Free of queries where periods were fetched along."""
    return period_of(stay, stay.periods.all(), day=day)


def stay_for(account: Account, stay_id: UUID) -> Stay:
    """One stay of somebody whom this account may see.

    Raises:
        Http404: there is none, here, for this account.
    """
    seen = Stay.objects.filter(participant__in=participants_visible_to(account).order_by())
    found: Stay | None = seen.select_related("participant").prefetch_related("periods").filter(pk=stay_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Part:
    """A period as a stretch of the line: `left` and `width` in thousandths of the whole."""

    period: StayPeriod
    left: int
    width: int
    is_current: bool

    @property
    def label(self) -> Any:
        return PERIOD_LABELS[PeriodKind(self.period.kind)]


@dataclass(frozen=True)
class Timeline:
    """A stay on a day: its state, its parts, and how long it lasts."""

    stay: Stay
    today: date

    @cached_property
    def periods(self) -> list[StayPeriod]:
        return list(self.stay.periods.all())

    @cached_property
    def state(self) -> StayState:
        return state_on(self.stay, self.periods, day=self.today)

    @property
    def closing_reason(self) -> Any:
        """Why it ended, in words; empty while it lasts."""
        return CLOSING_LABELS[ClosingReason(self.stay.closing_reason)] if self.stay.closing_reason else ""

    @property
    def badges(self) -> list[tuple[Any, Tone]]:
        return badges(self.state, has_plan=True)

    @property
    def is_open(self) -> bool:
        return self.stay.ends_on is None

    @cached_property
    def granted_until(self) -> date:
        """The last day that was granted; the first one where nothing was."""
        return max((each.ends_on for each in self.periods), default=self.stay.starts_on)

    @property
    def until(self) -> date:
        """The last day as it is known now."""
        return self.stay.ends_on or self.granted_until

    @property
    def trial_ends(self) -> date | None:
        return next((each.ends_on for each in self.periods if each.kind == PeriodKind.TRIAL), None)

    @property
    def days_left(self) -> int:
        return (self.until - self.today).days

    @property
    def trial_days_left(self) -> int | None:
        """Days until the trial ends, when that is near and the stay goes on."""
        if self.state != StayState.TRIAL or self.trial_ends is None or not self.is_open:
            return None
        left = (self.trial_ends - self.today).days
        return left if left <= TRIAL_WARNING_DAYS else None

    @property
    def lacks_plan(self) -> bool:
        return self.state != StayState.ENDED and self.stay.plan_signed_on is None

    @property
    def lacks_application(self) -> bool:
        return self.state != StayState.ENDED and self.stay.benefit_applied_on is None

    @cached_property
    def limit(self) -> date:
        """The last day of the longest participation there may be (art. 15), by the rules that hold at its end."""
        limits = limits_on(max(self.today, self.stay.starts_on))
        return last_day(self.stay.starts_on, limits.total_months, convention=limits.convention)

    @cached_property
    def parts(self) -> list[Part]:
        return [
            Part(each, self._at(each.starts_on), max(self._at(each.ends_on) - self._at(each.starts_on), 4), current)
            for each in self.periods
            for current in (each.starts_on <= self.today <= each.ends_on and self.state != StayState.ENDED,)
        ]

    @property
    def today_at(self) -> int | None:
        """Where today lies on the line, in thousandths; None beyond it."""
        at = self._at(self.today)
        return at if 0 <= at <= 1000 else None

    @property
    def stretch(self) -> int:
        """Days between the first and the last day shown."""
        return max((max(self.granted_until, self.until) - self.stay.starts_on).days, 1)

    def _at(self, day: date) -> int:
        return round(1000 * (day - self.stay.starts_on).days / self.stretch)


def timelines_of(participant: Participant, *, today: date) -> list[Timeline]:
    """Every stay of a person, the latest first."""
    stays = participant.stays.prefetch_related("periods").order_by("-starts_on", "-id")
    return [Timeline(stay, today) for stay in stays]
