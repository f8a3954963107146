"""Tells what happened in a centre over the past months, from a seed. The same seed and day always tell the same."""

import random
from datetime import date, timedelta
from decimal import Decimal

import holidays

from casework.attendance.rules import Code
from casework.demo.comings import comings
from casework.demo.days import Attendance, days_without_classes, join_teams, lag_behind, lose_marks, raise_alarms
from casework.demo.persons import invented_people
from casework.demo.region import CENTRES, CentrePlan, Progress
from casework.demo.story import Month, StayStory, Story, Window, days_between
from casework.participants.rules import PeriodKind

SEED = "ogniwo"
MONTHS = 14
PREMIUM_SHARE = 0.16
BRIDGE = "Dzień między świętem a weekendem"
NEW_YEARS_EVE = "Sylwester: centrum nieczynne"


def region(today: date, *, seed: str = SEED, months: int = MONTHS) -> list[Story]:
    """The story of every centre."""
    return [simulated(plan, today, seed=seed, months=months) for plan in CENTRES]


def simulated(plan: CentrePlan, today: date, *, seed: str = SEED, months: int = MONTHS) -> Story:
    """One centre's story up to yesterday; today's sheets are still empty."""
    window = Window(today, months)
    closed = _closed_days(window)
    working = frozenset(_working_days(window) - set(closed))
    number = next((n for n, each in enumerate(CENTRES) if each.slug == plan.slug), 9)
    people = invented_people(plan, seed=seed, number=number, around=window.first)
    stays = comings(plan, window, people, seed=seed, working_days=working)
    join_teams(stays, plan, seed=seed, window=window)
    story = Story(plan, window, working, closed, stays, _progress(plan, window))
    _live(story, seed=seed)
    return story


def _working_days(window: Window) -> set[date]:
    feasts = holidays.country_holidays("PL", years=range(window.first.year, window.today.year + 1))
    days = days_between(window.first, window.months[-1].last)
    return {day for day in days if day.weekday() < 5 and day not in feasts}


def _closed_days(window: Window) -> dict[date, str]:
    """Days on which centres usually stay closed: New Year's Eve and the Friday after Corpus Christi."""
    years = range(window.first.year, window.today.year + 1)
    feasts = holidays.country_holidays("PL", years=years, language="en_US")
    closed = {day + timedelta(days=1): BRIDGE for day, name in feasts.items() if name == "Corpus Christi"}
    closed |= {date(year, 12, 31): NEW_YEARS_EVE for year in years}
    return {day: why for day, why in sorted(closed.items()) if window.first <= day and day.weekday() < 5}


def _progress(plan: CentrePlan, window: Window) -> dict[Month, Progress]:
    *past, last, this = window.months
    return {**dict.fromkeys(past, Progress.PAID), last: plan.last_month, this: Progress.OPEN}


def _live(story: Story, *, seed: str) -> None:
    """Fill the days, then put in what a demo must show: alarms, gaps, a late sheet, premiums."""
    days = sorted(day for day in story.working_days if story.window.first <= day <= story.window.last_past_day)
    without_classes = days_without_classes(story.plan, days, seed=seed)
    for stay in story.stays:
        Attendance(stay, story.plan, seed=seed).mark(days, without_classes=without_classes)
    last, this = story.window.months[-2:]
    raise_alarms(story.stays, days=[day for day in reversed(days) if day >= last.first])
    if story.plan.badly_kept:
        _neglect(story, last, rng=random.Random(f"{seed}/{story.plan.slug}/gaps"))
    if story.plan.lags and days:
        lag_behind(story.stays, last=days[-1], team=0)
    for month in story.progress:
        if month != this:
            _give_premiums(story, month, rng=random.Random(f"{seed}/{story.plan.slug}/premiums/{month.name}"))


def _neglect(story: Story, month: Month, *, rng: random.Random) -> None:
    lose_marks(story.stays, days=[day for day in month.days() if day in story.working_days], rng=rng)
    for stay in story.stays:
        if month.first <= stay.starts_on <= month.last:
            stay.plan_signed_on = None


def _give_premiums(story: Story, month: Month, *, rng: random.Random) -> None:
    for stay in story.stays:
        if _deserves_premium(stay, month) and rng.random() < PREMIUM_SHARE:
            stay.premiums[month.first] = Decimal(rng.randrange(100, 650, 50))


def _deserves_premium(stay: StayStory, month: Month) -> bool:
    """In the main period all month, there on nearly every day, and never away without a word."""
    main = [each for each in stay.periods if each.kind is PeriodKind.MAIN]
    codes = [mark.code for day, mark in stay.marks.items() if month.first <= day <= month.last]
    is_main = any(each.starts_on <= month.first and month.last <= each.ends_on for each in main)
    is_here = stay.covers(month.first) and stay.covers(month.last)
    return is_main and is_here and Code.UNEXCUSED not in codes and codes.count(Code.PRESENT) >= 0.9 * len(codes) > 0
