"""What a month adds up to, how far it is, and what it still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum

from casework.attendance.models import Mark, MonthClosing, Reopening
from casework.attendance.rules import (
    Alarm,
    Code,
    Limits,
    MonthStage,
    Tally,
    alarms_of,
    last_day_of,
)
from casework.attendance.selectors.calendar import working_days
from casework.attendance.selectors.people import answers_for
from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on
from casework.participants.models import Stay
from core.access import Permission
from core.access.rules import ROLES, roles_of_kind
from core.access.selectors import role_names
from core.accounts.models import Account
from tenants.errors import RuleBroken


def tallies(month: date, *, stay_ids: Iterable[UUID] | None = None) -> dict[UUID, Tally]:
    """Stay → its month in numbers, with what was used up before; of everybody who has a mark in the month.

    `month` is its first day. One query.
    """
    of_month = Q(day__gte=month)
    used_before = Q(day__lt=month, code__in=(Code.SICK, Code.DAY_OFF))
    marks = Mark.objects.filter(of_month | used_before, day__lte=last_day_of(month))
    marks = marks.filter(_here(month) if stay_ids is None else Q(stay__in=list(stay_ids)))
    rows = marks.values_list("stay_id", "code").annotate(
        now=Count("id", filter=of_month), hours=Sum("hours", filter=of_month), before=Count("id", filter=~of_month)
    )
    gathered: dict[UUID, list[Any]] = {}
    for stay_id, *numbers in rows.order_by("stay_id", "code"):
        gathered.setdefault(stay_id, []).append(numbers)
    return {stay_id: _tally(numbers) for stay_id, numbers in gathered.items()}


def _here(month: date) -> Q:
    still_here = Q(stay__ends_on__isnull=True) | Q(stay__ends_on__gte=month)
    return still_here & Q(stay__starts_on__lte=last_day_of(month))


def _tally(numbers: list[Any]) -> Tally:
    before = {code: earlier for code, _now, _hours, earlier in numbers}
    return Tally(
        counts={Code(code): now for code, now, _hours, _earlier in numbers if now},
        hours=sum((hours for _code, _now, hours, _earlier in numbers if hours), start=Tally().hours),
        sick_before=before.get(Code.SICK, 0),
        days_off_before=before.get(Code.DAY_OFF, 0),
    )


def limits_of(month: date) -> Limits | None:
    """The centre's limits at the end of a month; None where a value is missing: then nobody guesses."""
    try:
        values = values_on(last_day_of(month))
        return Limits(
            unexcused=values.days(Parameter.UNEXCUSED_LIMIT),
            sick=values.days(Parameter.SICK_LIMIT),
            days_off=values.days(Parameter.DAYS_OFF_LIMIT),
        )
    except RuleBroken:
        return None


def needs_two_people(month: date) -> bool:
    """Whether this centre wants a month to be approved by somebody who did not submit it."""
    return values_on(last_day_of(month)).flag(Parameter.APPROVAL_BY_TWO)


# How far it is


@dataclass(frozen=True)
class MonthState:
    """A month's stage, with who did what and when (`closing` None: nobody did anything yet)."""

    month: date
    closing: MonthClosing | None = None
    reopenings: tuple[Reopening, ...] = field(default=())

    @property
    def stage(self) -> MonthStage:
        if self.closing is None or self.closing.submitted_at is None:
            return MonthStage.OPEN
        if self.closing.approved_at is None:
            return MonthStage.SUBMITTED
        return MonthStage.APPROVED if self.closing.paid_at is None else MonthStage.PAID

    @property
    def is_immutable(self) -> bool:
        return self.stage in {MonthStage.APPROVED, MonthStage.PAID}

    @property
    def version(self) -> int:
        return self.closing.version if self.closing else 1

    @property
    def one_person_did_both(self) -> bool:
        done = self.closing
        return done is not None and done.approved_by_id is not None and done.approved_by_id == done.submitted_by_id


def month_state(month: date) -> MonthState:
    """How far a month is. `month` is its first day."""
    closing = MonthClosing.objects.select_related("submitted_by", "approved_by", "paid_by").filter(month=month).first()
    return MonthState(month, closing)


def approved_until() -> date | None:
    """The last day of the latest approved month: a stay that begins until then would change what was approved."""
    latest = MonthClosing.objects.filter(approved_at__isnull=False).aggregate(month=Max("month"))["month"]
    return last_day_of(latest) if latest else None


def month_state_with_history(month: date) -> MonthState:
    """The same with the approvals that were withdrawn, the latest first."""
    reopenings = Prefetch("reopenings", queryset=Reopening.objects.select_related("by"))
    closings = MonthClosing.objects.select_related("submitted_by", "approved_by", "paid_by")
    closing = closings.prefetch_related(reopenings).filter(month=month).first()
    return MonthState(month, closing, tuple(closing.reopenings.all()) if closing else ())


NEXT_STEP: dict[MonthStage, Permission] = {
    MonthStage.OPEN: Permission.MONTH_SUBMIT,
    MonthStage.SUBMITTED: Permission.MONTH_APPROVE,
    MonthStage.APPROVED: Permission.PAYMENTS_MARK,
}


def awaited(stage: MonthStage) -> str:
    """Roles whose turn it is, in words; nobody's when the month is paid."""
    step = NEXT_STEP.get(stage)
    return role_names([role for role in roles_of_kind("centre") if step in ROLES[role].permissions]) if step else ""


# What it lacks


@dataclass(frozen=True)
class Gap:
    """Working days of a person about which nobody has said anything."""

    stay: Stay
    days: tuple[date, ...]


@dataclass(frozen=True)
class Missing:
    """What stands between a month and its closing; alarms are only shown."""

    gaps: tuple[Gap, ...] = ()
    without_plan: tuple[Stay, ...] = ()
    alarms: tuple[tuple[Stay, tuple[Alarm, ...]], ...] = ()

    @property
    def blocks(self) -> bool:
        return bool(self.gaps or self.without_plan)

    @property
    def days_missed(self) -> int:
        """Days on which somebody is without a mark."""
        return len({day for gap in self.gaps for day in gap.days})

    @property
    def gap_days(self) -> int:
        return sum(len(gap.days) for gap in self.gaps)


def missing(month: date, *, until: date | None = None) -> Missing:
    """Days without a mark (up to `until`, by default the whole month), people without a signed plan, and alarms."""
    last = min(last_day_of(month), until or last_day_of(month))
    stays = list(_stays_of(month))
    return Missing(
        gaps=tuple(Gap(*gap) for gap in gaps_among(stays, month=month, until=last)),
        without_plan=tuple(stay for stay in stays if not has_plan(stay, by=last_day_of(month))),
        alarms=tuple(alarms_among(stays, month)),
    )


def _stays_of(month: date) -> QuerySet[Stay]:
    stays: QuerySet[Stay] = Stay.objects.touching(since=month, until=last_day_of(month)).select_related("participant")
    return stays.order_by("participant__sort_name", "id")


def has_plan(stay: Stay, *, by: date) -> bool:
    """Whether the individual programme (IPZS) was signed by a day."""
    return stay.plan_signed_on is not None and stay.plan_signed_on <= by


def gaps_among(
    stays: Iterable[Stay], *, month: date, until: date, account: Account | None = None
) -> Iterable[tuple[Stay, tuple[date, ...]]]:
    """Working days of these people without a mark, up to a day.

    `account`: one bound to groups of its own answers only for days spent there (memberships come prefetched).
    """
    expected = [day for day in working_days(month) if day <= until]
    marked = set(Mark.objects.between(since=month, until=until).values_list("stay_id", "day").order_by("day", "id"))
    for stay in stays:
        own = [day for day in expected if is_here(stay, day) and answers_for(account, stay, day)]
        days = tuple(day for day in own if (stay.pk, day) not in marked)
        if days:
            yield stay, days


def is_here(stay: Stay, day: date) -> bool:
    return stay.starts_on <= day and (stay.ends_on is None or day <= stay.ends_on)


def alarms_among(stays: Iterable[Stay], month: date) -> Iterable[tuple[Stay, tuple[Alarm, ...]]]:
    """Those who have an alarm this month, with their alarms."""
    limits = limits_of(month)
    if limits is None:
        return
    found = tallies(month)
    for stay in stays:
        alarms = alarms_of(found.get(stay.pk, Tally()), limits)
        if alarms:
            yield stay, alarms
