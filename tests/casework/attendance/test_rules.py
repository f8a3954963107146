"""Days, marks and months by themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.attendance.rules import (
    AlarmKind,
    Code,
    DayKind,
    Ground,
    Limits,
    MarkChange,
    Problem,
    Tally,
    alarms_of,
    day_kind,
    days_of,
    holiday_name,
    hours_of,
    is_working_day,
    last_day_of,
    may_be_submitted_from,
    month_after,
    month_before,
    month_of,
    problem_of,
    tally_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
LIMITS = Limits(unexcused=3, sick=21, days_off=12)
HERE = Ground(is_mine=True, is_in_stay=True, is_approved=False, is_working=True, is_future=False)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 10, 5), DayKind.WORKING),
        (date(2026, 10, 3), DayKind.WEEKEND),
        (date(2026, 10, 4), DayKind.WEEKEND),
        (date(2026, 11, 1), DayKind.HOLIDAY),
        (date(2026, 11, 11), DayKind.HOLIDAY),
        (date(2026, 4, 6), DayKind.HOLIDAY),
        (date(2026, 6, 4), DayKind.HOLIDAY),
        (date(2011, 1, 6), DayKind.HOLIDAY),
        (date(2010, 1, 6), DayKind.WORKING),
        (date(2024, 12, 24), DayKind.WORKING),
        (date(2025, 12, 24), DayKind.HOLIDAY),
        (date(2026, 12, 24), DayKind.HOLIDAY),
        (date(2026, 10, 25), DayKind.WEEKEND),
        (date(2028, 2, 29), DayKind.WORKING),
    ],
)
def test_the_polish_calendar_is_known(day, kind):
    assert day_kind(day, ()) is kind
    assert day_kind(day, {day}) is DayKind.CLOSED


def test_holidays_have_names_in_both_languages():
    assert holiday_name(date(2026, 11, 11)) == "Narodowe Święto Niepodległości"
    assert holiday_name(date(2026, 11, 11), language="en") == "National Independence Day"
    assert holiday_name(date(2026, 11, 12)) is None


@given(DAYS)
def test_every_day_lies_in_one_month_once_and_in_order(day):
    month = month_of(day)
    days = days_of(month)
    assert days.count(day) == 1
    assert days == tuple(month + timedelta(days=number) for number in range((last_day_of(month) - month).days + 1))
    assert days[-1] == last_day_of(month)
    assert {each.month for each in days} == {day.month}


@given(DAYS)
def test_months_follow_one_another_without_gap(day):
    month = month_of(day)
    assert month_after(month) == last_day_of(month) + timedelta(days=1)
    assert month_before(month_after(month)) == month
    assert month_after(month).day == 1


@given(DAYS, st.sets(DAYS, max_size=5))
def test_a_day_of_classes_is_no_weekend_no_holiday_and_not_closed(day, closed):
    assert is_working_day(day, closed) == (day.weekday() < 5 and holiday_name(day) is None and day not in closed)


@given(DAYS, st.booleans())
def test_a_month_may_be_submitted_from_its_last_day_of_classes_on(day, all_closed):
    month = month_of(day)
    closed = set(days_of(month)) if all_closed else set()
    first = may_be_submitted_from(month, closed)
    assert month <= first <= last_day_of(month)
    assert not any(is_working_day(each, closed) for each in days_of(month) if each > first)
    assert is_working_day(first, closed) or all_closed


def change(code="O", hours=None):
    return MarkChange(stay_id=None, day=date(2026, 10, 5), code=code, hours=hours)


@pytest.mark.parametrize(
    ("what", "ground", "problem"),
    [
        (change(), {}, None),
        (change(None), {"is_working": False, "is_future": True}, None),
        (change(), {"is_mine": False, "is_in_stay": False}, Problem.NOT_YOURS),
        (change(), {"is_in_stay": False, "is_approved": True}, Problem.OUTSIDE),
        (change(None), {"is_approved": True}, Problem.APPROVED),
        (change("X"), {}, Problem.UNKNOWN_CODE),
        (change(""), {}, Problem.UNKNOWN_CODE),
        (change("o"), {}, Problem.UNKNOWN_CODE),
        (change(), {"is_working": False}, Problem.NOT_WORKING),
        (change("ZL"), {"is_working": False}, Problem.NOT_WORKING),
        (change("BZ"), {"is_working": False}, None),
        (change(), {"is_future": True}, Problem.FUTURE),
        (change("N"), {"is_future": True}, Problem.FUTURE),
        (change("DW"), {"is_future": True}, None),
        (change(hours=Decimal(24)), {}, None),
        (change(hours=Decimal("24.01")), {}, Problem.HOURS),
        (change(hours=Decimal("-0.01")), {}, Problem.HOURS),
        (change(hours=Decimal("Infinity")), {}, Problem.HOURS),
        (change("N", Decimal(0)), {}, None),
        (change("N", Decimal(1)), {}, Problem.HOURS_WITHOUT_PRESENCE),
    ],
)
def test_a_mark_is_refused_for_its_weightiest_reason(what, ground, problem):
    assert problem_of(what, Ground(**{**vars(HERE), **ground})) is problem


def test_hours_are_those_of_the_group_unless_somebody_says_otherwise():
    ground = Ground(**{**vars(HERE), "group_hours": Decimal("6.5")})
    assert hours_of(change(), ground) == Decimal("6.5")
    assert hours_of(change(hours=Decimal(4)), ground) == 4
    assert hours_of(change("ZL"), ground) == 0


@given(st.lists(st.tuples(st.sampled_from(Code), st.decimals(0, 24, places=2))))
def test_a_tally_counts_every_mark_once(marks):
    tally = tally_of(marks)
    assert sum(tally.of(code) for code in Code) == len(marks)
    assert tally.hours == sum((hours for _code, hours in marks), Decimal(0))


@pytest.mark.parametrize(
    ("tally", "kinds"),
    [
        (Tally(), []),
        (Tally(counts={Code.UNEXCUSED: 2}), []),
        (Tally(counts={Code.UNEXCUSED: 3}), [AlarmKind.LAST_UNEXCUSED]),
        (Tally(counts={Code.UNEXCUSED: 4}), [AlarmKind.BENEFIT_LOST]),
        (Tally(counts={Code.SICK: 1}, sick_before=19), []),
        (Tally(counts={Code.SICK: 1}, sick_before=20), [AlarmKind.SICK_LIMIT]),
        (Tally(counts={}, sick_before=40), []),
        (Tally(counts={Code.DAY_OFF: 12}), [AlarmKind.DAY_OFF_LIMIT]),
        (Tally(counts={Code.UNEXCUSED: 5, Code.SICK: 22}), [AlarmKind.BENEFIT_LOST, AlarmKind.SICK_LIMIT]),
    ],
)
def test_alarms_say_what_has_been_used_up(tally, kinds):
    assert [alarm.kind for alarm in alarms_of(tally, LIMITS)] == kinds


def test_where_no_unexcused_day_is_allowed_the_first_one_costs_the_benefit_and_none_costs_nothing():
    strict = Limits(unexcused=0, sick=21, days_off=12)
    assert alarms_of(Tally(), strict) == ()
    assert [alarm.kind for alarm in alarms_of(Tally(counts={Code.UNEXCUSED: 1}), strict)] == [AlarmKind.BENEFIT_LOST]
