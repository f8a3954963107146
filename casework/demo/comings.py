"""Who comes to a centre, for how long, and why they leave.

A centre has places. A place is taken by one person after another, with some days between, so a centre is never fuller
than it may be. Some places are kept for people whose period is about to end: they are what deadlines are shown with.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle

from casework.demo.region import CentrePlan, Deadline
from casework.demo.story import DAY, PeriodStory, PersonStory, StayStory, Window, add_months
from casework.participants.rules import ClosingReason, PeriodKind

COMPLETED_SHARE, EXTENDED_SHARE, FAILED_TRIAL_SHARE, RETURN_SHARE = 0.36, 0.08, 0.07, 0.06
TRIAL_MONTHS, ALL_MONTHS, MONTHS_AT_MOST = 1, 12, 24
ANY_DAY = (
    ClosingReason.EMPLOYMENT,
    ClosingReason.RESIGNED,
    ClosingReason.LEFT,
    ClosingReason.BUSINESS,
    ClosingReason.EMPLOYMENT,
    ClosingReason.MOVED,
    ClosingReason.PENSION,
    ClosingReason.BREACH,
    ClosingReason.COOPERATIVE,
    ClosingReason.NO_MEDICAL_STATEMENT,
    ClosingReason.DEATH,
    ClosingReason.OTHER,
)
"""Reasons for which a stay may end on any day, the commonest twice."""
MAY_RETURN = {ClosingReason.RESIGNED, ClosingReason.LEFT, ClosingReason.EMPLOYMENT, ClosingReason.MOVED}


@dataclass(frozen=True)
class _Stretch:
    """A stay before anybody has been found for it; it ends on `until`, perhaps in the future."""

    starts_on: date
    until: date
    reason: ClosingReason
    periods: tuple[PeriodStory, ...]
    has_plan: bool = True


class _Centre:
    """What the places of one centre share: chance, time, and the reasons that have had no turn yet."""

    def __init__(self, plan: CentrePlan, window: Window, *, seed: str, working_days: frozenset[date]) -> None:
        self.plan, self.window, self.working_days = plan, window, working_days
        self.rng = random.Random(f"{seed}/{plan.slug}/comings")
        self.reasons = cycle(self.rng.sample(ANY_DAY, len(ANY_DAY)))

    def working_day(self, day: date) -> date:
        """This day, or the next on which the centre works; days outside of the story are as good as any."""
        while self.window.first <= day <= self.window.today and day not in self.working_days:
            day += DAY
        return day


def comings(
    plan: CentrePlan,
    window: Window,
    people: Iterator[PersonStory],
    *,
    seed: str,
    working_days: frozenset[date],
) -> list[StayStory]:
    """Every stay that touches the window, in the order of its first day."""
    centre = _Centre(plan, window, seed=seed, working_days=working_days)
    found: list[StayStory] = []
    for place in range(plan.places):
        found += _inhabited(list(_stretches(centre, place)), people, centre)
    found.sort(key=lambda stay: (stay.starts_on, stay.person.key))
    for number, stay in enumerate(found):
        stay.key = number
    return found


def _stretches(centre: _Centre, place: int) -> Iterator[_Stretch]:
    last = _kept_place(centre.plan, place, centre.window.today)
    free_until = last.starts_on - 10 * DAY if last else centre.window.today
    begins = _first_day(centre, place)
    while begins < free_until - 3 * DAY:
        stretch = _stretch(centre, begins, reaches_limit=place == len(centre.plan.deadlines) + 1)
        stretch = _cut(stretch, free_until, next(centre.reasons)) if last else stretch
        yield stretch
        begins = centre.working_day(stretch.until + timedelta(days=centre.rng.randint(2, 24)))
    if last:
        yield last


def _first_day(centre: _Centre, place: int) -> date:
    """One place's first person was there long ago, every other one's came before the story begins."""
    first, rng = centre.window.first, centre.rng
    if place == len(centre.plan.deadlines) + 1:
        return add_months(first, 4 - MONTHS_AT_MOST) + timedelta(days=rng.randrange(8))
    if place % 2:
        return first - timedelta(days=rng.randint(3, 290))
    return centre.working_day(first + timedelta(days=rng.randrange(20)))


def _stretch(centre: _Centre, begins: date, *, reaches_limit: bool) -> _Stretch:
    rng, fate = centre.rng, centre.rng.random()
    if reaches_limit and begins < centre.window.first:
        return _to_the_end(begins, MONTHS_AT_MOST, ClosingReason.LIMIT_REACHED)
    if fate < COMPLETED_SHARE:
        return _to_the_end(begins, ALL_MONTHS, ClosingReason.COMPLETED)
    if fate < COMPLETED_SHARE + EXTENDED_SHARE:
        return _to_the_end(begins, ALL_MONTHS + rng.choice((3, 6)), ClosingReason.COMPLETED)
    periods = granted_periods(begins, months=ALL_MONTHS)
    if fate < COMPLETED_SHARE + EXTENDED_SHARE + FAILED_TRIAL_SHARE:
        return _Stretch(begins, periods[0].ends_on, ClosingReason.NOT_QUALIFIED, periods)
    until = centre.working_day(begins + timedelta(days=rng.randint(45, 320)))
    return _Stretch(begins, until, next(centre.reasons), periods)


def _to_the_end(begins: date, months: int, reason: ClosingReason) -> _Stretch:
    periods = granted_periods(begins, months=months)
    return _Stretch(begins, periods[-1].ends_on, reason, periods)


def _cut(stretch: _Stretch, until: date, reason: ClosingReason) -> _Stretch:
    return stretch if stretch.until <= until else replace(stretch, until=until, reason=reason)


def _kept_place(plan: CentrePlan, place: int, today: date) -> _Stretch | None:
    """Who must be there today: one person for each deadline, then a newcomer who has signed nothing yet."""
    if place < len(plan.deadlines):
        return _ending_soon(plan.deadlines[place], today)
    return _newcomer(today) if place == len(plan.deadlines) else None


def _newcomer(today: date) -> _Stretch:
    begins = max(today - timedelta(days=9), today.replace(day=1))
    stretch = _to_the_end(begins, ALL_MONTHS, ClosingReason.COMPLETED)
    return replace(stretch, has_plan=False)


def _ending_soon(deadline: Deadline, today: date) -> _Stretch:
    """A stay of which one period ends on exactly that day."""
    ends_on = today + timedelta(days=deadline.days)
    months = {PeriodKind.TRIAL: TRIAL_MONTHS, PeriodKind.MAIN: ALL_MONTHS, PeriodKind.EXTENSION: MONTHS_AT_MOST}
    begins = add_months(ends_on, -months[deadline.kind])
    granted = granted_periods(begins, months=max(months[deadline.kind], ALL_MONTHS))
    periods = _moved_end(granted, deadline.kind, ends_on)
    return _Stretch(begins, periods[-1].ends_on, ClosingReason.COMPLETED, periods)


def _moved_end(periods: tuple[PeriodStory, ...], kind: PeriodKind, ends_on: date) -> tuple[PeriodStory, ...]:
    """Months differ in length: the day that was asked for is put where a month more or less would miss it by a day."""
    number = next(n for n, each in enumerate(periods) if each.kind is kind)
    before, this, after = periods[:number], periods[number], periods[number + 1 :]
    following = [PeriodStory(each.kind, ends_on + DAY, each.ends_on) for each in after[:1]]
    return (*before, PeriodStory(kind, this.starts_on, ends_on), *following, *after[1:])


def granted_periods(begins: date, *, months: int) -> tuple[PeriodStory, ...]:
    """Trial, main and, beyond twelve months, extension: each begins on the day after the one before it.

    A month that begins on the 1st lasts to the 1st: so the parameter of the trial's end stands unless a centre sets it.
    """
    ends = [TRIAL_MONTHS, min(months, ALL_MONTHS), months]
    lasts = [add_months(begins, each) for each in ends]
    periods = [
        PeriodStory(PeriodKind.TRIAL, begins, lasts[0]),
        PeriodStory(PeriodKind.MAIN, lasts[0] + DAY, lasts[1]),
        PeriodStory(PeriodKind.EXTENSION, lasts[1] + DAY, lasts[2]),
    ]
    return tuple(periods if months > ALL_MONTHS else periods[:2])


def _inhabited(stretches: list[_Stretch], people: Iterator[PersonStory], centre: _Centre) -> list[StayStory]:
    """The stretches of a place with somebody in each of them; now and then the same person comes back."""
    stays: list[StayStory] = []
    for stretch in stretches:
        before = stays[-1] if stays else None
        comes_back = before and before.reason in MAY_RETURN and centre.rng.random() < RETURN_SHARE
        person = before.person if before and comes_back else next(people)
        stays.append(_stay(stretch, person, centre))
    return [stay for stay in stays if stay.ends_on is None or stay.ends_on >= centre.window.first]


def _stay(stretch: _Stretch, person: PersonStory, centre: _Centre) -> StayStory:
    has_ended = stretch.until < centre.window.today
    signed_on = stretch.starts_on if stretch.has_plan else None
    return StayStory(
        key=0,
        person=person,
        starts_on=stretch.starts_on,
        ends_on=stretch.until if has_ended else None,
        reason=stretch.reason if has_ended else None,
        periods=stretch.periods,
        plan_signed_on=signed_on,
        benefit_applied_on=signed_on,
    )
