"""Seats and days of groups."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.workshops.rules import Span, day_before, most_at_once

MAY = date(2026, 5, 1)


def day(number: int) -> date:
    return MAY + timedelta(days=number)


def span(since: int, until: int | None = None) -> Span:
    return Span(day(since), None if until is None else day(until))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (span(0, 5), span(5, 9), True),
        (span(0, 5), span(6, 9), False),
        (span(0), span(100), True),
        (span(6), span(0, 5), False),
        (span(3, 3), span(3, 3), True),
    ],
)
def test_two_spans_overlap_when_they_share_a_day(one: Span, other: Span, expected: bool) -> None:
    assert one.overlaps(other) is expected
    assert other.overlaps(one) is expected


@pytest.mark.parametrize(
    ("spans", "within", "expected"),
    [
        ([], span(0), 0),
        ([span(0, 5), span(6)], span(0), 1),
        ([span(0, 5), span(5)], span(0), 2),
        ([span(0, 5), span(5)], span(6), 1),
        ([span(20), span(20), span(0, 3)], span(4), 2),
        ([span(0), span(0), span(0)], span(0, 0), 3),
    ],
)
def test_the_fullest_day_decides(spans: list[Span], within: Span, expected: int) -> None:
    assert most_at_once(spans, within=within) == expected


spans = st.builds(
    lambda since, length: span(since, None if length is None else since + length),
    st.integers(0, 40),
    st.none() | st.integers(0, 20),
)


@given(st.lists(spans, max_size=8), spans)
def test_it_agrees_with_counting_day_by_day(several: list[Span], within: Span) -> None:
    days = [day(number) for number in range(90)]
    inside = [each for each in days if within.overlaps(Span(each, each))]
    counted = max((sum(one.overlaps(Span(each, each)) for one in several) for each in inside), default=0)
    assert most_at_once(several, within=within) == counted


def test_the_day_before_a_first_of_march_in_a_leap_year_is_the_29th() -> None:
    assert day_before(date(2028, 3, 1)) == date(2028, 2, 29)
