"""The simulator tells a believable story: the same for the same seed and day, with everything that a demo must show."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.pl import pesel

from casework.attendance.rules import AlarmKind, Code, Limits, alarms_of, tally_of
from casework.demo.region import CENTRES
from casework.demo.simulator import region, simulated
from casework.demo.story import Story
from casework.participants.rules import Category, ClosingReason, PeriodKind
from tests.casework.demo.conftest import TODAY, plan

LIMITS = Limits(unexcused=3, sick=21, days_off=12)


@pytest.fixture(scope="module")
def told() -> list[Story]:
    return region(TODAY)


def test_the_same_seed_and_day_tell_the_same() -> None:
    assert (
        simulated(plan("poraj"), TODAY, seed="a", months=3).stays
        == simulated(plan("poraj"), TODAY, seed="a", months=3).stays
    )


def test_another_seed_tells_something_else() -> None:
    names = [[each.last_name for each in simulated(plan("poraj"), TODAY, seed=s, months=3).people] for s in "ab"]
    assert names[0] != names[1]


def test_every_code_every_group_and_every_reason_for_leaving_occurs(told: list[Story]) -> None:
    stays = [stay for story in told for stay in story.stays]
    assert {mark.code for stay in stays for mark in stay.marks.values()} == set(Code)
    assert {stay.reason for stay in stays if stay.reason} == set(ClosingReason)
    assert {category for stay in stays for category in stay.person.categories} == set(Category)
    assert {period.kind for stay in stays for period in stay.periods} == set(PeriodKind)


def test_between_eight_and_forty_five_people_are_there_at_a_time(told: list[Story]) -> None:
    sizes = [sum(stay.covers(month.last) for stay in story.stays) for story in told for month in story.window.months]
    assert min(sizes) >= 8
    assert max(sizes) == 45


def alarms_in(story: Story) -> set[AlarmKind]:
    """Alarms of this month, by the product's own rules."""
    this = story.window.months[-1]
    found: set[AlarmKind] = set()
    for stay in story.stays:
        before = Counter(mark.code for day, mark in stay.marks.items() if day < this.first)
        now = [(mark.code, mark.hours) for day, mark in stay.marks.items() if day >= this.first]
        tally = tally_of(now, sick_before=before[Code.SICK], days_off_before=before[Code.DAY_OFF])
        found |= {alarm.kind for alarm in alarms_of(tally, LIMITS)}
    return found


def test_every_alarm_is_raised_this_month(told: list[Story]) -> None:
    assert set().union(*map(alarms_in, told)) == set(AlarmKind)


def test_somebody_is_near_every_deadline(told: list[Story]) -> None:
    left = {
        (period.kind, (period.ends_on - TODAY).days)
        for story in told
        for stay in story.stays
        if stay.ends_on is None
        for period in stay.periods
    }
    assert left >= {(kind, days) for kind in PeriodKind for days in (1, 7, 30)}


def test_every_centre_has_a_newcomer_without_a_plan(told: list[Story]) -> None:
    assert all(any(stay.plan_signed_on is None for stay in story.stays) for story in told)


def gaps_in(story: Story) -> set[str]:
    """Months with a past working day of somebody who was there and has no mark."""
    expected = [day for day in story.working_days if story.window.first <= day < TODAY]
    missing = {day for stay in story.stays for day in expected if day not in stay.marks and stay.covers(day)}
    return {f"{day:%Y-%m}" for day in missing}


def test_one_month_is_badly_kept_and_one_sheet_is_late(told: list[Story]) -> None:
    gaps = {story.plan.slug: gaps_in(story) for story in told}
    assert {slug: months for slug, months in gaps.items() if months} == {
        "koniecpol": {"2026-10"},
        "poraj": {"2026-11"},
    }


def test_every_pesel_is_valid_tells_birth_and_sex_and_is_nobody_elses(told: list[Story]) -> None:
    people = [person for story in told for person in story.people]
    numbers = [person.pesel for person in people if person.pesel]
    assert len(set(numbers)) == len(numbers) > 300
    for person in people:
        assert not person.pesel or pesel.get_birth_date(pesel.validate(person.pesel)) == person.birth_date
        assert not person.pesel or pesel.get_gender(person.pesel) == {"K": "F", "M": "M"}[person.sex.value]
    assert [person for person in people if not person.pesel]


def test_everybody_is_marked_as_invented(told: list[Story]) -> None:
    for person in (person for story in told for person in story.people):
        assert any(word in person.street for word in ("Przykład", "Prób", "Wzorc", "Pokaz"))
        assert not person.email or person.email.endswith(".example")


@settings(max_examples=25, deadline=None)
@given(
    slug=st.sampled_from([each.slug for each in CENTRES]),
    today=st.dates(date(2023, 1, 1), date(2028, 12, 31)),
    seed=st.text(max_size=5),
)
def test_stories_hold_together_on_any_day_and_from_any_seed(slug: str, today: date, seed: str) -> None:
    story = simulated(plan(slug), today, seed=seed, months=3)
    assert len(story.stays) >= story.plan.places - 2
    assert sum(stay.covers(today) for stay in story.stays) <= story.plan.places
    for stay in story.stays:
        assert stay.ends_on is None or stay.starts_on <= stay.ends_on < today
        assert (stay.ends_on is None) == (stay.reason is None)
        assert all(stay.covers(day) and day in story.working_days and day < today for day in stay.marks)
        assert stay.memberships[0].starts_on == stay.starts_on
        assert stay.memberships[-1].ends_on == stay.ends_on
        assert stay.periods[0].starts_on == stay.starts_on
        for before, after in zip(stay.periods, stay.periods[1:], strict=False):
            assert after.starts_on == before.ends_on + timedelta(days=1)
    for one in story.stays:
        for other in story.stays:
            if one.person is other.person and one.key < other.key:
                assert one.ends_on is not None
                assert one.ends_on < other.starts_on
