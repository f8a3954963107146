"""The true counts, sums and rates of the region, by arithmetic of its own: nothing here asks the product's rules.

Money is counted in grosz and in fractions. The law's own numbers are written down a second time on purpose: a mistake
in one of the two places shows as a difference.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from casework.demo.counting import figures_truth
from casework.demo.region import Progress
from casework.demo.story import Month, StayStory, Story

FILE_NAME = "truth.json"
FULL_BENEFIT = {
    date(2022, 6, 1): 156_500,
    date(2023, 6, 1): 179_030,
    date(2024, 6, 1): 199_440,
    date(2025, 6, 1): 206_630,
    date(2026, 6, 1): 214_070,
}
"""120 % of the unemployment benefit, rounded up to 10 grosz, from these days on."""
FREE_UNEXCUSED, SICK_DAYS, DAYS_OFF = 3, 21, 12
COUNTED_AS_ABSENT = ("N", "ZL", "ZL+", "DW", "U")


@dataclass(frozen=True)
class MonthTruth:
    """A month of a centre. `benefits` and `premiums` in grosz; None as long as nobody has settled the month.

    `figures`: what a release of it holds; None as long as the attendance is not approved.
    """

    people_at_end: int
    joined: int
    left: dict[str, int]
    marks: dict[str, int]
    missing: int
    hours: Decimal
    progress: Progress
    lines: int | None
    benefits: int | None
    premiums: int | None
    figures: dict[str, Any] | None

    @property
    def attendance_rate(self) -> Fraction | None:
        """Days of presence among days on which somebody was expected and a mark stands; none without such a day."""
        expected = self.marks.get("O", 0) + sum(self.marks.get(code, 0) for code in COUNTED_AS_ABSENT)
        return Fraction(self.marks.get("O", 0), expected) if expected else None

    def as_json(self) -> dict[str, Any]:
        """For the file: sums in złoty with two places, the rate with four."""
        rate = self.attendance_rate
        paid = None if self.benefits is None or self.premiums is None else self.benefits + self.premiums
        return {
            "people_at_end": self.people_at_end,
            "joined": self.joined,
            "left": self.left,
            "marks": self.marks,
            "missing": self.missing,
            "hours": f"{self.hours:.2f}",
            "attendance_rate": None if rate is None else f"{float(rate):.4f}",
            "progress": self.progress.name.lower(),
            "lines": self.lines,
            "benefits": _in_zloty(self.benefits),
            "premiums": _in_zloty(self.premiums),
            "payable": _in_zloty(paid),
            "figures": self.figures,
        }


def truth_of(story: Story) -> dict[Month, MonthTruth]:
    """The truth of every month of a centre."""
    return {month: _month(story, month) for month in story.window.months}


def write_truth(stories: Iterable[Story], folder: Path) -> Path:
    """Write the whole region's truth as JSON; returns where it lies."""
    told = list(stories)
    centres = {
        story.plan.slug: {month.name: truth.as_json() for month, truth in truth_of(story).items()} for story in told
    }
    today = str(told[0].window.today) if told else None
    target = folder / FILE_NAME
    target.write_text(
        json.dumps({"today": today, "centres": centres}, ensure_ascii=False, indent=1, default=str), encoding="utf-8"
    )
    return target


def _month(story: Story, month: Month) -> MonthTruth:
    until = min(month.last, story.window.today)
    here = [
        stay for stay in story.stays if stay.starts_on <= month.last and month.first <= (stay.ends_on or month.last)
    ]
    marks = [mark for stay in here for day, mark in stay.marks.items() if month.first <= day <= month.last]
    expected = [day for day in story.working_days if month.first <= day <= min(month.last, story.window.last_past_day)]
    is_settled = story.progress[month] >= Progress.SETTLED
    ended = [stay for stay in here if stay.ends_on and stay.ends_on <= month.last]
    benefits = {stay.key: benefit_in_grosz(stay, month) for stay in here} if is_settled else {}
    return MonthTruth(
        people_at_end=sum(stay.covers(until) for stay in here),
        joined=sum(stay.starts_on >= month.first for stay in here),
        left=_sorted(Counter(stay.reason.value for stay in ended if stay.reason)),
        marks=_sorted(Counter(mark.code.value for mark in marks)),
        missing=sum(stay.covers(day) and day not in stay.marks for stay in here for day in expected),
        hours=sum((mark.hours for mark in marks), start=Decimal(0)),
        progress=story.progress[month],
        lines=len(here) if is_settled else None,
        benefits=sum(benefits.values()) if is_settled else None,
        premiums=sum(100 * int(stay.premiums.get(month.first, 0)) for stay in here) if is_settled else None,
        figures=figures_truth(story, month, benefits=benefits),
    )


def benefit_in_grosz(stay: StayStory, month: Month) -> int:
    """What the Act gives for a month (art. 15).

    A twentieth less for a day without a word, and nothing from the fourth on; a fortieth less for a paid sick day; a
    thirtieth less for a day beyond a limit and for an excused unpaid day.
    """
    count = Counter(mark.code.value for day, mark in stay.marks.items() if month.first <= day <= month.last)
    if count["N"] > FREE_UNEXCUSED:
        return 0
    before = Counter(mark.code.value for day, mark in stay.marks.items() if day < month.first)
    paid_sick = min(count["ZL"], max(0, SICK_DAYS - before["ZL"]))
    free_days = min(count["DW"], max(0, DAYS_OFF - before["DW"]))
    unpaid = count["ZL"] - paid_sick + count["DW"] - free_days + count["ZL+"] + count["U"]
    lost = Fraction(count["N"], 20) + Fraction(paid_sick, 40) + Fraction(unpaid, 30)
    amount = _full_benefit(month) * (_share_of(stay, month) - lost)
    return max(0, floor(amount + Fraction(1, 2)))


def _full_benefit(month: Month) -> int:
    return FULL_BENEFIT[max(since for since in FULL_BENEFIT if since <= month.first)]


def _share_of(stay: StayStory, month: Month) -> Fraction:
    """The whole for a whole month, else a thirtieth for every day of the calendar, never more than the whole."""
    first, last = max(stay.starts_on, month.first), min(stay.ends_on or month.last, month.last)
    if (first, last) == (month.first, month.last):
        return Fraction(1)
    return min(Fraction(1), Fraction((last - first).days + 1, 30))


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items()))


def _in_zloty(grosz: int | None) -> str | None:
    return None if grosz is None else f"{grosz // 100}.{grosz % 100:02d}"
