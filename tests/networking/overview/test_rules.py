"""Periods, and what may be worked out of figures."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.overview.rules import (
    MISSING,
    Figure,
    Period,
    difference,
    dimensions_of,
    hidden_among,
    indicators_of,
    longer_ways,
    nearest,
    period_named,
    share_taken,
    shown,
    trend_until,
)
from tenants.figures.rules import CellState, PeriodKind

HIDDEN = Figure(CellState.HIDDEN)
months = st.dates(date(2020, 1, 1), date(2060, 1, 1)).map(lambda day: day.replace(day=1))
periods = st.builds(lambda kind, day: Period(PeriodKind.MONTH, day).within(kind), st.sampled_from(PeriodKind), months)


@given(periods)
def test_a_period_is_found_by_its_own_code(period):
    assert period_named(period.code) == period
    assert period.year_before.starts_on.year == period.starts_on.year - 1


@pytest.mark.parametrize("code", ["", "2026-13", "2026-Q5", "1999", "2026-1", "2026-10-01", "' OR 1=1", "２０２６"])
def test_anything_else_is_no_period(code):
    assert period_named(code) is None


@given(periods)
def test_a_trend_ends_with_its_last_period_and_has_no_gap(period):
    trend = trend_until(period)
    assert trend[-1] == period
    assert all(before.back(-1) == after for before, after in pairwise(trend))


def test_what_is_not_published_leads_to_the_one_before():
    october, august = (Period(PeriodKind.MONTH, date(2026, month, 1)) for month in (10, 8))
    quarter = Period(PeriodKind.QUARTER, date(2026, 7, 1))
    assert nearest(october, [august, quarter]) == august
    assert nearest(august, [october]) is None


@pytest.mark.parametrize(
    ("people", "seats", "expected"),
    [
        (shown(134), shown(150), shown(Decimal("89.3"))),
        (HIDDEN, shown(150), HIDDEN),
        (shown(134), MISSING, MISSING),
        (shown(3), shown(9), Figure(CellState.SMALL_BASE)),
        (shown(0), shown(20), shown(Decimal(0))),
    ],
)
def test_a_share_of_places_is_told_when_both_are_and_of_ten_on(people, seats, expected):
    assert share_taken(people, seats) == expected


def test_nothing_is_worked_out_of_what_is_hidden():
    assert difference(shown(5), HIDDEN) is None
    assert difference(HIDDEN, shown(5)) is None
    assert difference(shown(5), shown(7)) == -2


def test_how_much_is_hidden_does_not_count_what_is_missing():
    found = hidden_among([shown(1), HIDDEN, MISSING, Figure(CellState.SMALL_BASE)])
    assert (found.hidden, found.total, found.percent) == (2, 3, 67)
    assert hidden_among([]).percent == 0


def test_people_at_a_months_end_are_looked_for_as_people_who_took_part():
    october = Period(PeriodKind.MONTH, date(2026, 10, 1))
    published = [Period(PeriodKind.QUARTER, date(2026, 7, 1)), Period(PeriodKind.YEAR, date(2025, 1, 1))]
    assert longer_ways("people", october, published) == (("served", published[0]), ("served", published[1]))
    assert longer_ways("left", published[0], published) == (("left", published[1]),)


def test_only_tables_of_the_family_can_be_chosen():
    assert dimensions_of("left", PeriodKind.QUARTER) == ("reason", "reason-wide")
    assert dimensions_of("people", PeriodKind.MONTH, of_centre=True) == ()
    assert "benefits" not in indicators_of(PeriodKind.QUARTER, of_centre=True)
