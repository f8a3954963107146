"""A centre with approved months."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from casework.attendance.models import Mark, MonthClosing
from casework.participants.models import Stay
from tests.factories.casework import a_stay, a_worker

OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def mark(stay: Stay, code: str, *days: int, month: date = OCTOBER) -> None:
    """Put a code on days of a month."""
    hours = Decimal(6) if code == "O" else Decimal(0)
    Mark.objects.bulk_create(
        Mark(stay=stay, day=month.replace(day=day), code=code, hours=hours, marked_by=a_worker()) for day in days
    )


def approve(month: date = OCTOBER, *, version: int = 1) -> MonthClosing:
    """The month's attendance is approved."""
    by = a_worker()
    step = {"version": version, "submitted_by": by, "submitted_at": NOW, "approved_by": by, "approved_at": NOW}
    if not MonthClosing.objects.filter(month=month).update(**step):
        MonthClosing.objects.create(month=month, **step)
    return MonthClosing.objects.get(month=month)


@pytest.fixture
def in_poraj(poraj: Any, as_house: Callable[..., Any]) -> Any:
    """Inside Poraj for the whole test."""
    with as_house(poraj):
        yield poraj


@pytest.fixture
def people(in_poraj: Any) -> dict[str, Stay]:
    """Three people in October 2026 with known absences; the month is approved."""
    made = {
        "whole": a_stay(last_name="Abacka", first_name="Anna"),
        "absent": a_stay(last_name="Babacki", first_name="Bogdan"),
        "lost": a_stay(last_name="Cabacka", first_name="Celina"),
    }
    mark(made["absent"], "N", 5, 6)
    mark(made["absent"], "ZL", 12, 13, 14, 15)
    mark(made["lost"], "N", 5, 6, 7, 8)
    approve()
    return made
