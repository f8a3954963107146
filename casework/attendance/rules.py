"""What a mark means, which days have classes, and what a month adds up to. Pure."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from uuid import UUID

import holidays

HOURS_WITHOUT_GROUP = Decimal(6)
"""Hours of a present person who is in no group: a fifth of the least week, 30 hours (art. 14)."""
MOST_HOURS = Decimal(24)
MOST_LETTERS = 5
"""Signs by which a centre may write a code: a column of the month stays narrow."""
SATURDAY = 5


class Code(StrEnum):
    """Meanings of a day (art. 15 of the Act on social employment and practice). A centre may rename the letters."""

    PRESENT = "O"
    UNEXCUSED = "N"
    SICK = "ZL"
    SICK_BEYOND = "ZL+"
    DAY_OFF = "DW"
    EXCUSED = "U"
    NO_CLASSES = "BZ"


KNOWN_AHEAD = frozenset({Code.SICK, Code.SICK_BEYOND, Code.DAY_OFF, Code.EXCUSED, Code.NO_CLASSES})
"""What may be written down before the day comes: a sick note, a day off agreed on. Presence may not, nor its lack."""


# Days and months


class DayKind(StrEnum):
    """Whether classes can take place on a day, and if not, why."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED = "closed"


@cache
def _holidays(year: int, language: str) -> Mapping[date, str]:
    return holidays.country_holidays("PL", years=year, language=language)


def holiday_name(day: date, *, language: str = "pl") -> str | None:
    """How a public holiday is called (Act of 18 January 1951 on days free of work; 24 December since 2025)."""
    return _holidays(day.year, "pl" if language == "pl" else "en_US").get(day)


def day_kind(day: date, closed: Collection[date]) -> DayKind:
    """The reason that weighs most: a closed day, a holiday, a weekend; a working day when there is none."""
    if day in closed:
        return DayKind.CLOSED
    if holiday_name(day) is not None:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING


def is_working_day(day: date, closed: Collection[date]) -> bool:
    """Whether classes take place: neither a weekend, nor a public holiday, nor a day on which the centre is closed."""
    return day_kind(day, closed) is DayKind.WORKING


def month_of(day: date) -> date:
    """The first day of a day's month: how a month is named everywhere."""
    return day.replace(day=1)


def last_day_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_after(month: date) -> date:
    return last_day_of(month) + timedelta(days=1)


def month_before(month: date) -> date:
    return month_of(month_of(month) - timedelta(days=1))


def days_of(month: date) -> tuple[date, ...]:
    """Every day of a month, in order."""
    return tuple(month.replace(day=number) for number in range(1, last_day_of(month).day + 1))


def may_be_submitted_from(month: date, closed: Collection[date]) -> date:
    """The day from which a month is whole: its last working day, or its last day when it has none."""
    working = [day for day in days_of(month) if is_working_day(day, closed)]
    return working[-1] if working else last_day_of(month)


# One mark


@dataclass(frozen=True)
class MarkChange:
    """What somebody wants a day to be. `code` None clears it; an unknown one is refused where it is saved.

    `hours` None: the hours of the group on that day when present, nothing otherwise. `base_version`: the version that
    was on the screen; 0 when the day was empty there.
    """

    stay_id: UUID
    day: date
    code: str | None
    hours: Decimal | None = None
    base_version: int = 0


class Problem(StrEnum):
    """Why a mark is not taken."""

    NOT_YOURS = "not-yours"
    OUTSIDE = "outside"
    APPROVED = "approved"
    UNKNOWN_CODE = "unknown-code"
    NOT_WORKING = "not-working"
    FUTURE = "future"
    HOURS = "hours"
    HOURS_WITHOUT_PRESENCE = "hours-without-presence"
    MEANWHILE = "meanwhile"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What is known of one person's day before a mark is put there."""

    is_mine: bool
    is_in_stay: bool
    is_approved: bool
    is_working: bool
    is_future: bool
    group_hours: Decimal = HOURS_WITHOUT_GROUP


def problem_of(change: MarkChange, ground: Ground) -> Problem | None:
    """The first reason against a change, the weightiest first; None when it may be saved."""
    return _problem_of_place(ground) or (None if change.code is None else _problem_of_content(change, ground))


def _problem_of_place(ground: Ground) -> Problem | None:
    if not ground.is_mine:
        return Problem.NOT_YOURS
    if not ground.is_in_stay:
        return Problem.OUTSIDE
    return Problem.APPROVED if ground.is_approved else None


def _problem_of_content(change: MarkChange, ground: Ground) -> Problem | None:
    if change.code not in set(Code):
        return Problem.UNKNOWN_CODE
    if not ground.is_working and change.code != Code.NO_CLASSES:
        return Problem.NOT_WORKING
    if ground.is_future and change.code not in KNOWN_AHEAD:
        return Problem.FUTURE
    return _problem_of_hours(change)


def _problem_of_hours(change: MarkChange) -> Problem | None:
    if change.hours is None:
        return None
    if not change.hours.is_finite() or not 0 <= change.hours <= MOST_HOURS:
        return Problem.HOURS
    return Problem.HOURS_WITHOUT_PRESENCE if change.hours and change.code != Code.PRESENT else None


def hours_of(change: MarkChange, ground: Ground) -> Decimal:
    """The hours that a change brings, in hundredths."""
    if change.code != Code.PRESENT:
        return Decimal(0)
    asked = ground.group_hours if change.hours is None else change.hours
    return asked.quantize(Decimal("0.01"))


# A month of one person


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A person's month in numbers. `sick_before` and `days_off_before`: used up earlier in the same stay."""

    counts: Mapping[Code, int] = field(default_factory=dict)
    hours: Decimal = Decimal(0)
    sick_before: int = 0
    days_off_before: int = 0

    def of(self, code: Code) -> int:
        """Days of a code."""
        return self.counts.get(code, 0)

    @property
    def sick_used(self) -> int:
        return self.sick_before + self.of(Code.SICK)

    @property
    def days_off_used(self) -> int:
        return self.days_off_before + self.of(Code.DAY_OFF)


def tally_of(marks: Iterable[tuple[str, Decimal]], *, sick_before: int = 0, days_off_before: int = 0) -> Tally:
    """Add up codes and hours."""
    counts: dict[Code, int] = {}
    total = Decimal(0)
    for code, hours in marks:
        counts[Code(code)] = counts.get(Code(code), 0) + 1
        total += hours
    return Tally(counts=counts, hours=total, sick_before=sick_before, days_off_before=days_off_before)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The centre's limits on a day (art. 15(7), 15(7a) and 15(4)): unexcused days a month, others over the stay."""

    unexcused: int
    sick: int
    days_off: int


class AlarmKind(StrEnum):
    """What somebody should know before the month is closed."""

    LAST_UNEXCUSED = "last-unexcused"
    BENEFIT_LOST = "benefit-lost"
    SICK_LIMIT = "sick-limit"
    DAY_OFF_LIMIT = "day-off-limit"


@dataclass(frozen=True)
class Alarm:
    """An alarm with its numbers: days used, days allowed."""

    kind: AlarmKind
    used: int
    allowed: int


def alarms_of(tally: Tally, limits: Limits) -> tuple[Alarm, ...]:
    """Alarms of a month: by default the third and the fourth unexcused day, and limits that were reached in it."""
    return tuple(_alarms(tally, limits))


def _alarms(tally: Tally, limits: Limits) -> Iterable[Alarm]:
    missed = tally.of(Code.UNEXCUSED)
    if missed > limits.unexcused:
        yield Alarm(AlarmKind.BENEFIT_LOST, missed, limits.unexcused)
    elif missed and missed == limits.unexcused:
        yield Alarm(AlarmKind.LAST_UNEXCUSED, missed, limits.unexcused)
    if tally.of(Code.SICK) and tally.sick_used >= limits.sick:
        yield Alarm(AlarmKind.SICK_LIMIT, tally.sick_used, limits.sick)
    if tally.of(Code.DAY_OFF) and tally.days_off_used >= limits.days_off:
        yield Alarm(AlarmKind.DAY_OFF_LIMIT, tally.days_off_used, limits.days_off)


# How far a month is


class MonthStage(StrEnum):
    """A month's way: each step by somebody, at a moment."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PAID = "paid"
