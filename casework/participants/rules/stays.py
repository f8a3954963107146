"""How long somebody may take part, and in which parts (art. 15 of the Act on social employment)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from casework.participants.rules.people import Problem
from casework.participants.rules.words import PeriodKind

ACT_IN_FORCE = date(2003, 8, 14)
"""Since when there are centres at all: an earlier day is a slip of the pen."""
FARTHEST_AHEAD = timedelta(days=366)
_A_DAY = timedelta(days=1)


class Convention(StrEnum):
    """Which day is the last of a month counted from the 15th: the 15th of the next one, or the day before it."""

    SAME_DAY = "same-day"
    DAY_BEFORE = "day-before"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Longest trial, main period and whole stay, in months, and how a month is counted."""

    trial_months: int
    main_months: int
    total_months: int
    convention: str = Convention.SAME_DAY.value


@dataclass(frozen=True)
class NewStay:
    """A stay that is about to begin. Plan and application may come later than the first day."""

    starts_on: date
    plan_signed_on: date | None = None
    benefit_applied_on: date | None = None


@dataclass(frozen=True)
class Period:
    """A part of a stay, first and last day included."""

    kind: PeriodKind
    starts_on: date
    ends_on: date


class StayState(StrEnum):
    """Where somebody stands on a day. `OVER_LIMIT`: still there, beyond the last day that was granted."""

    PLANNED = "planned"
    TRIAL = "trial"
    MAIN = "main"
    EXTENSION = "extension"
    OVER_LIMIT = "over-limit"
    ENDED = "ended"


class DatedStay(Protocol):
    """What the rules need of a stay."""

    starts_on: date
    ends_on: date | None


class DatedPeriod(Protocol):
    """What the rules need of a period, stored or planned."""

    kind: str
    starts_on: date
    ends_on: date


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last one where there is no such day."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(first: date, months: int, *, convention: str) -> date:
    """The last of so many months from a day on.

    By `SAME_DAY`, 15 February and one month end on 15 March; by `DAY_BEFORE` on 14 March. Where the month has no such
    day, both end with the month (art. 112 of the Civil Code).
    """
    same = add_months(first, months)
    return same if convention == Convention.SAME_DAY or same.day != first.day else same - _A_DAY


def granted_periods(starts_on: date, *, limits: Limits) -> tuple[Period, ...]:
    """Trial and main period as the Act sets them, at their longest: art. 15(1) and (2)."""
    total_ends = last_day(starts_on, limits.total_months, convention=limits.convention)
    trial_ends = last_day(starts_on, limits.trial_months, convention=limits.convention)
    main_starts = trial_ends + _A_DAY
    main_ends = min(last_day(main_starts, limits.main_months, convention=Convention.DAY_BEFORE), total_ends)
    return (
        Period(PeriodKind.TRIAL, starts_on, trial_ends),
        Period(PeriodKind.MAIN, main_starts, main_ends),
    )


def period_of(stay: DatedStay, periods: Iterable[DatedPeriod], *, day: date) -> PeriodKind | None:
    """The part of the stay that a day lies in; None outside of the stay, or beyond what was granted."""
    if day < stay.starts_on or (stay.ends_on and day > stay.ends_on):
        return None
    return next((PeriodKind(each.kind) for each in periods if each.starts_on <= day <= each.ends_on), None)


def state_on(stay: DatedStay, periods: Iterable[DatedPeriod], *, day: date) -> StayState:
    """Where the stay stands on a day."""
    if day < stay.starts_on:
        return StayState.PLANNED
    if stay.ends_on and day > stay.ends_on:
        return StayState.ENDED
    kind = period_of(stay, periods, day=day)
    return StayState(kind.value) if kind else StayState.OVER_LIMIT


def stay_problems(new: NewStay, *, today: date) -> list[Problem]:
    """What is wrong with the days of a stay."""
    return list(day_problems("starts_on", new.starts_on, today=today)) + [
        problem
        for field in ("plan_signed_on", "benefit_applied_on")
        if (day := getattr(new, field))
        for problem in day_problems(field, day, today=today)
    ]


def day_problems(field: str, day: date, *, today: date) -> Iterator[Problem]:
    """A day before there were centres, or more than a year ahead, is a slip of the pen."""
    if day < ACT_IN_FORCE:
        yield Problem(field, "before-the-act")
    elif day > today + FARTHEST_AHEAD:
        yield Problem(field, "far-ahead")


def extension_problems(*, starts_on: date, granted_until: date, ends_on: date, limits: Limits) -> list[Problem]:
    """What is wrong with lasting until `ends_on`: not later than granted, or beyond the whole stay's limit."""
    limit = last_day(starts_on, limits.total_months, convention=limits.convention)
    if ends_on <= granted_until:
        return [Problem("ends_on", "extension-is-none", details=(("day", granted_until),))]
    if ends_on > limit:
        months: tuple[str, object] = ("months", limits.total_months)
        return [Problem("ends_on", "extension-too-long", details=(("day", limit), months))]
    return []
