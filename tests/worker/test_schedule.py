"""The calendar by the clock on the wall, also in the nights when it is changed (R14)."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.celery import app
from worker.schedule import CALENDAR, WARSAW, Daily

AT_THREE_TEN = Daily("some.work", at=time(3, 10))
IN_THE_HOUR_THAT_IS_MISSING = Daily("some.work", at=time(2, 30))


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=WARSAW, fold=fold)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (local(2026, 11, 21, 3, 9), "2026-11-20"),
        (local(2026, 11, 21, 3, 10), "2026-11-21"),
        (local(2026, 11, 21, 23, 59), "2026-11-21"),
        (local(2027, 1, 1, 0, 0), "2026-12-31"),
        (datetime(2026, 7, 1, 1, 10, tzinfo=UTC), "2026-07-01"),
        (datetime(2026, 7, 1, 1, 9, tzinfo=UTC), "2026-06-30"),
    ],
)
def test_a_slot_belongs_to_the_local_day(now: datetime, slot: str) -> None:
    assert AT_THREE_TEN.slot(now).isoformat() == slot


@pytest.mark.parametrize("entry", [AT_THREE_TEN, IN_THE_HOUR_THAT_IS_MISSING])
@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)])
def test_a_changed_clock_neither_skips_nor_repeats_a_day(entry: Daily, night: datetime) -> None:
    minutes = (night + timedelta(minutes=number) for number in range(24 * 60))
    slots = [entry.slot(minute) for minute in minutes]
    assert sorted(set(slots)) == [night.date(), night.date() + timedelta(days=1)]


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_the_key_names_the_kind_and_the_day_and_a_day_has_one(now: datetime) -> None:
    for entry in CALENDAR:
        assert entry.key(now) == f"calendar/{entry.kind}/{entry.slot(now)}"
        assert timedelta(0) <= entry.slot(now + timedelta(hours=24)) - entry.slot(now) <= timedelta(days=2)


def test_nothing_is_planned_in_the_hour_that_is_missing_or_double() -> None:
    assert all(not time(2) <= entry.at < time(3) for entry in CALENDAR)


def test_everything_in_the_calendar_is_work_that_workers_know() -> None:
    app.loader.import_default_modules()
    assert {entry.kind for entry in CALENDAR} <= set(app.tasks)
