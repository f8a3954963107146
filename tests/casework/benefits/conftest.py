"""A centre with approved months."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.participants.models import Stay
from tests.factories.casework import a_stay, approve, mark

__all__ = ["NOVEMBER", "NOW", "OCTOBER", "approve", "mark"]
OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


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
