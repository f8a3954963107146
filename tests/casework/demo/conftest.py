"""A house of the test with the staff that the demo's stories need."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.demo.filling import fill_house
from casework.demo.region import CENTRES, CentrePlan
from casework.demo.simulator import simulated
from casework.demo.story import Story
from tenants.organisations.models import Organisation

TODAY = date(2026, 11, 22)


def plan(slug: str) -> CentrePlan:
    return next(each for each in CENTRES if each.slug == slug)


@pytest.fixture
def staffed(poraj: Organisation, account: Callable[..., Any]) -> Organisation:
    """Poraj with an account for every function that a story needs."""
    for role in ("manager", "social-worker", "vocational-instructor", "accountant", "psychologist", "office"):
        account(poraj, role)
    return poraj


@pytest.fixture
def told(staffed: Organisation, as_house: Callable[..., Any]) -> Callable[..., Story]:
    """`told("klobuck", seed="a", months=4)`: that story, put into the house of the test."""

    def tell(slug: str, *, seed: str, months: int, today: date = TODAY) -> Story:
        story = simulated(plan(slug), today, seed=seed, months=months)
        with as_house(staffed):
            assert fill_house(story)
        return story

    return tell
