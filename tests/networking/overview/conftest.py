"""Published tables of the Northern Subregion: what is shown, what is hidden, what is missing."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings

from tenants.figures.models import Publication, PublishedCell
from tenants.figures.rules import Audience, CellState, PeriodKind
from tenants.organisations.models import Network, Organisation
from tenants.organisations.services import set_up_network
from tenants.provisioning.services import found_house
from tenants.walls.context import house_context, service_role
from tests.tenants.lodgings import as_ground, raze

OCTOBER, QUARTER, YEAR = date(2026, 10, 1), date(2026, 7, 1), date(2025, 1, 1)
NETWORK = "subregion-polnocny"
Cells = Callable[..., None]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


@pytest.fixture
def network(jowes: Organisation) -> Network:
    with house_context(jowes):
        return Network.objects.get(slug=NETWORK)


@pytest.fixture
def publish(network: Network) -> Cells:
    """`publish("people", 134)`: a cell; a text in place of a number is its state."""
    with service_role("publisher"):
        publication = Publication.objects.create(network=network, number=1, smallest_count=5, rounding=0)

    def add(
        indicator: str, value: int | str, *, on: date = OCTOBER, period: str = PeriodKind.MONTH, **more: Any
    ) -> None:
        state = value if isinstance(value, str) else CellState.SHOWN.value
        number = None if isinstance(value, str) else Decimal(value)
        with service_role("publisher"):
            PublishedCell.objects.create(
                network=network,
                publication=publication,
                indicator=indicator,
                period=period,
                period_starts_on=on,
                state=state,
                value=number,
                **{"audience": Audience.OWES.value, **more},
            )

    return add


@pytest.fixture
def tables(publish: Cells, poraj: Organisation, klobuck: Organisation) -> None:
    """October of the network and its quarter; a year before; two centres, one of them with hidden numbers."""
    for indicator, value in (
        ("people", 134),
        ("seats", 150),
        ("joined", "hidden"),
        ("left", 0),
        ("premiums", "missing"),
    ):
        publish(indicator, value)
    publish("attendance", 84)
    publish("benefits", 281_333)
    publish("people", 120, on=date(2025, 10, 1))
    publish("attendance", "small-base", on=date(2025, 10, 1))
    for sex, value in (("K", 70), ("M", 64), ("unknown", "hidden")):
        publish("people", value, dimension="sex", class_name=sex)
    quarterly = {"on": QUARTER, "period": PeriodKind.QUARTER}
    for indicator, value in (("hours", 12_345), ("joined", 17), ("left", 9), ("served", 141), ("attendance", 86)):
        publish(indicator, value, **quarterly)
    for name, value in (("work", 6), ("completed", "hidden"), ("early", "hidden")):
        publish("left", value, dimension="reason-wide", class_name=name, **quarterly)
    for house, people, left in ((poraj, 28, 6), (klobuck, 19, "hidden")):
        publish("people", people, house=house)
        publish("left", left, house=house)
        publish("served", people + 2, house=house, **quarterly)
        publish("joined", "hidden", house=house, **quarterly)


@pytest.fixture(scope="module")
def _other_owes(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organisation]:
    with django_db_blocker.unblock():
        with as_ground(), patch.object(settings, "FOUNDING_STEPS", settings.FOUNDING_STEPS[:1]):
            found_house(kind="owes", name="Inny OWES", host="inny.localhost", manager_email="k@inny.example")
            other = set_up_network(slug="inna-siec", name="Inna Sieć", coordinator="inny")
        yield Organisation.objects.get(schema_name="inny")
        with as_ground():
            other.delete()
            raze(Organisation.objects.get(schema_name="inny"))


@pytest.fixture
def other_owes(_other_owes: Organisation, db: None) -> Organisation:
    """An OWES that coordinates another network."""
    return _other_owes
