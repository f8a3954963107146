"""The true figures of a month, by arithmetic of its own: nothing here asks the product's rules.

They are written the way a release keeps them, so that what left a centre can be compared word by word.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from casework.demo.region import Progress
from casework.demo.story import DAY, Month, PersonStory, StayStory, Story, add_months

BANDS = ((25, "-24"), (30, "25-29"), (35, "30-34"), (45, "35-44"), (55, "45-54"), (200, "55+"))
"""Below which age somebody is in which band."""
AWAITED = frozenset({"O", "N", "ZL", "ZL+", "DW", "U"})


def figures_truth(story: Story, month: Month, *, benefits: dict[int, int]) -> dict[str, Any] | None:
    """What a release of the month holds; None: its attendance is not approved. `benefits`: stay → grosz."""
    if story.progress[month] < Progress.APPROVED:
        return None
    told = {
        **_stock(story, month),
        "seats": {"total": sum(team.seats for team in story.plan.teams)},
        **_days(story, month),
    }
    if story.progress[month] >= Progress.SETTLEMENT_APPROVED:
        told |= _money(story, month, benefits)
    if month.first.month % 3 == 0:
        told["served-quarter"] = _served(story, add_months(month.first, -2), month.last)
    if month.first.month == 12:
        told["served-year"] = _served(story, month.first.replace(month=1), month.last)
    return told


def _stock(story: Story, month: Month) -> dict[str, Any]:
    """Who is still there when the month is over, who came in it, and who had the last day in it."""
    tomorrow = month.last + DAY
    came = [stay for stay in story.stays if month.first <= stay.starts_on < tomorrow]
    went = [stay for stay in story.stays if stay.ends_on and month.first <= stay.ends_on < tomorrow]
    there = [stay.person for stay in story.stays if stay.starts_on < tomorrow and stay.covers(tomorrow)]
    reasons = Counter(stay.reason.value for stay in went if stay.reason)
    return {
        "people": _split(there, on=month.last),
        "joined": {"total": len(came)},
        "left": {"total": len(went), "reason": dict(reasons)},
    }


def _split(people: Iterable[PersonStory], *, on: date) -> dict[str, Any]:
    listed = list(people)
    return {
        "total": len(listed),
        "sex-age": dict(Counter(f"{each.sex.value}|{_band(each.birth_date, on)}" for each in listed)),
        "education": dict(Counter(each.education.value for each in listed)),
        "category": dict(Counter(each.categories[0].value for each in listed)),
    }


def _band(born: date, on: date) -> str:
    years = (int(f"{on:%Y%m%d}") - int(f"{born:%Y%m%d}")) // 10_000
    return next(name for below, name in BANDS if years < below)


def _served(story: Story, first: date, last: date) -> dict[str, Any]:
    seen = {stay.person.key: stay.person for stay in story.stays if _was_there(stay, first, last)}
    return _split(seen.values(), on=last)


def _was_there(stay: StayStory, first: date, last: date) -> bool:
    return any(stay.covers(first + n * DAY) for n in range((last - first).days + 1))


def _days(story: Story, month: Month) -> dict[str, Any]:
    days = [
        (stay.person.key, mark)
        for stay in story.stays
        for day, mark in stay.marks.items()
        if month.first <= day <= month.last
    ]
    awaited = [(who, mark) for who, mark in days if mark.code.value in AWAITED]
    return {
        "hours": {"total": sum((mark.hours for _who, mark in days), start=Decimal(0))},
        "attendance": {
            "present": sum(mark.code.value == "O" for _who, mark in awaited),
            "expected": len(awaited),
            "people": len({who for who, _mark in awaited}),
        },
    }


def _money(story: Story, month: Month, benefits: dict[int, int]) -> dict[str, Any]:
    stays = {stay.key: stay for stay in story.stays}
    premiums = {key: 100 * int(stays[key].premiums.get(month.first, 0)) for key in benefits}
    return {
        name: {
            "total": Decimal(sum(amounts.values())) / 100,
            "people": len({stays[key].person.key for key, grosz in amounts.items() if grosz}),
        }
        for name, amounts in (("benefits", benefits), ("premiums", premiums))
    }
