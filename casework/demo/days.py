"""What becomes of every working day: who was there, who was ill, who simply did not come."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum

from casework.attendance.rules import Code
from casework.demo.region import CentrePlan
from casework.demo.story import MarkStory, MembershipStory, StayStory, Window
from casework.participants.rules import ClosingReason

SICK_DAYS_PAID, DAYS_OFF_GRANTED = 21, 12
STORMY_ENDS = {ClosingReason.LEFT, ClosingReason.BREACH}
"""Who leaves so has not come for some days before."""
CHANGES_TEAM_SHARE, TEAM_HAS_NO_CLASSES_SHARE = 0.08, 0.006
GAPS_SHARE = 0.12
"""Of a badly kept month."""


class Temper(Enum):
    """How somebody attends: chances of a day without a word, of falling ill, of a day off, of an excused day."""

    STEADY = (0.003, 0.006, 0.016, 0.004)
    SHAKY = (0.018, 0.014, 0.022, 0.010)
    TROUBLED = (0.055, 0.020, 0.022, 0.014)


def join_teams(stays: list[StayStory], plan: CentrePlan, *, seed: str, window: Window) -> None:
    """Everybody joins the emptiest team; a few move to another one on some later day."""
    rng = random.Random(f"{seed}/{plan.slug}/teams")
    for stay in stays:
        here = [other.memberships[-1].team for other in stays if other.memberships and other.covers(stay.starts_on)]
        team = min(range(len(plan.teams)), key=lambda number: (here.count(number) / plan.teams[number].seats, number))
        stay.memberships = [MembershipStory(team, stay.starts_on, stay.ends_on)]
        if len(plan.teams) > 1 and rng.random() < CHANGES_TEAM_SHARE:
            _move(stay, to=(team + 1) % len(plan.teams), on=_some_day(stay, window, rng))


def _some_day(stay: StayStory, window: Window, rng: random.Random) -> date:
    first, last = max(stay.starts_on, window.first), min(stay.ends_on or window.today, window.today)
    return date.fromordinal(rng.randint(first.toordinal(), last.toordinal()))


def _move(stay: StayStory, *, to: int, on: date) -> None:
    (only,) = stay.memberships
    if on > only.starts_on:
        before = replace(only, ends_on=date.fromordinal(on.toordinal() - 1))
        stay.memberships = [before, MembershipStory(to, on, only.ends_on)]


def days_without_classes(plan: CentrePlan, working_days: list[date], *, seed: str) -> set[tuple[int, date]]:
    """Days on which a team has no classes, because its instructor is away: numbers of teams and days."""
    rng = random.Random(f"{seed}/{plan.slug}/no-classes")
    every = [(team, day) for team in range(len(plan.teams)) for day in working_days]
    return {each for each in every if rng.random() < TEAM_HAS_NO_CLASSES_SHARE}


class Attendance:
    """One person's days. Chance is the person's own, so nobody's days depend on who else is there."""

    def __init__(self, stay: StayStory, plan: CentrePlan, *, seed: str) -> None:
        self._stay, self._plan = stay, plan
        self._rng = random.Random(f"{seed}/{plan.slug}/days/{stay.key}")
        self._temper = self._rng.choices(list(Temper), weights=(72, 21, 7))[0]
        self._ill_for = self._sick_days = self._days_off = 0

    def mark(self, days: list[date], *, without_classes: set[tuple[int, date]]) -> None:
        """Fill the days of the stay among these, in their order."""
        lived = [day for day in days if self._stay.covers(day)]
        for day in lived:
            has_classes = (self._stay.team_on(day), day) not in without_classes
            self._stay.marks[day] = self._day(day) if has_classes else MarkStory(Code.NO_CLASSES)
        if self._stay.reason in STORMY_ENDS:
            self._stay.marks.update({day: MarkStory(Code.UNEXCUSED) for day in lived[-4:]})

    def _day(self, day: date) -> MarkStory:
        code = self._code()
        if code is Code.PRESENT:
            return MarkStory(code, self._hours(day))
        certificate_came_later = code in {Code.SICK, Code.EXCUSED} and self._rng.random() < 0.15
        return MarkStory(code, first_said=Code.UNEXCUSED if certificate_came_later else None)

    def _hours(self, day: date) -> Decimal:
        whole = Decimal(self._plan.teams[self._stay.team_on(day)].hours)
        return whole - Decimal("1.50") if self._rng.random() < 0.03 else whole

    def _code(self) -> Code:
        chance, (unexcused, ill, day_off, excused) = self._rng.random(), self._temper.value
        if self._ill_for == 0 and chance < ill:
            self._ill_for = self._rng.choice((1, 2, 3, 3, 5, 5, 10))
        if self._ill_for:
            return self._another_sick_day()
        if chance > 1 - unexcused:
            return Code.UNEXCUSED
        if chance > 1 - unexcused - excused:
            return Code.EXCUSED
        if chance > 1 - unexcused - excused - day_off and self._days_off < DAYS_OFF_GRANTED:
            self._days_off += 1
            return Code.DAY_OFF
        return Code.PRESENT

    def _another_sick_day(self) -> Code:
        self._ill_for -= 1
        self._sick_days += 1
        return Code.SICK if self._sick_days <= SICK_DAYS_PAID else Code.SICK_BEYOND


def raise_alarms(stays: list[StayStory], *, days: list[date]) -> None:
    """Of the people who are here, give some a third and a fourth unexcused day, too much illness, too many days off.

    `days`: the past working days of this month and of the month before, latest first. A month that has only begun is
    too short for four days.
    """
    steady = [stay for stay in stays if stay.ends_on is None and len(stay.marks) > 40]
    one_month = [day for day in days if day.month == days[min(5, len(days) - 1)].month]
    for stay, number in zip(steady[-2:], (3, 4), strict=False):
        _overwrite(stay, one_month[1 : 1 + number], Code.UNEXCUSED)
    for stay in steady[-3:-2]:
        _overwrite(stay, days[1:24], Code.SICK)
    for stay in steady[-4:-3]:
        there = [day for day in days[1:] if _is(stay, day, Code.PRESENT)]
        needed = DAYS_OFF_GRANTED + 1 - sum(mark.code is Code.DAY_OFF for mark in stay.marks.values())
        _overwrite(stay, there[:: 2 if len(there) > 2 * needed else 1][:needed], Code.DAY_OFF)


def _overwrite(stay: StayStory, days: list[date], code: Code) -> None:
    stay.marks.update({day: MarkStory(code) for day in days if not _is(stay, day, Code.NO_CLASSES)})


def _is(stay: StayStory, day: date, code: Code) -> bool:
    return day in stay.marks and stay.marks[day].code is code


def lose_marks(stays: list[StayStory], *, days: list[date], rng: random.Random) -> None:
    """A month badly kept: some days of some people are missing, and one day of everybody."""
    lost_for_all = rng.choice(days)
    for stay in stays:
        for day in days:
            if day == lost_for_all or rng.random() < GAPS_SHARE:
                stay.marks.pop(day, None)


def lag_behind(stays: list[StayStory], *, last: date, team: int) -> None:
    """Nobody has filled this team's sheet of the last working day."""
    for stay in stays:
        if stay.covers(last) and stay.team_on(last) == team:
            stay.marks.pop(last, None)
