"""A centre with a closed October: four people, one of them gone, one in the trial of a quarter."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import set_urlconf

from casework.attendance.models import MonthClosing
from casework.figures.models import FiguresDecision
from casework.figures.services import decide, release_month
from casework.participants.models import Stay
from casework.workshops.models import Workshop
from tests.factories.casework import a_stay, a_worker, approve, mark

TODAY = date(2026, 11, 22)
OCTOBER = date(2026, 10, 1)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def in_poraj(poraj: Any, as_house: Callable[..., Any]) -> Any:
    """Inside Poraj for the whole test, as a request would find it."""
    with as_house(poraj):
        set_urlconf("config.urls.centre")
        yield poraj
        set_urlconf(None)


@pytest.fixture
def people(in_poraj: Any) -> dict[str, Stay]:
    """Four people of October 2026, with days, in a centre of twelve seats; nothing is approved yet."""
    made = {
        "anna": a_stay(last_name="Abacka", education="podstawowe", categories=("ALKOHOL", "BEZDOMNI")),
        "ola": a_stay(last_name="Olacka", education="wyzsze"),
        "new": a_stay(last_name="Nowacka", starts_on=date(2026, 10, 12), plan_signed_on=None, benefit_applied_on=None),
        "gone": a_stay(last_name="Cabacka", ends_on=date(2026, 10, 30), reason="ZATRUDNIENIE"),
    }
    mark(made["anna"], "O", 5, 6, 7)
    mark(made["anna"], "N", 8)
    mark(made["ola"], "O", 5, 6)
    mark(made["ola"], "ZL", 7)
    mark(made["gone"], "BZ", 5)
    Workshop.objects.create(name="Kuchnia", seats=12)
    Workshop.objects.create(name="Dawna pracownia", seats=30, is_active=False)
    return made


@pytest.fixture
def closed(people: dict[str, Stay]) -> dict[str, Stay]:
    """The same with an approved attendance."""
    approve()
    return people


@pytest.fixture
def released(closed: dict[str, Stay]) -> Any:
    """The same, and the figures have gone."""
    return release_month(by=a_worker(), month=OCTOBER, today=TODAY)


def chosen(*exact: str, after: int | None = None) -> FiguresDecision:
    return decide(by=a_worker(), exact=exact, automatic_after_days=after)


def open_again(month: date = OCTOBER) -> None:
    """The approval of the month is withdrawn; the next one is another version."""
    nobody = dict.fromkeys(("submitted_by", "submitted_at", "approved_by", "approved_at"))
    MonthClosing.objects.filter(month=month).update(version=2, **nobody)
