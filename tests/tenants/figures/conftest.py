"""Figures that centres release, and a network to release them to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.conf import settings

from tenants.figures.rules import Figures, figures_from
from tenants.organisations.models import Network, Organisation
from tenants.organisations.services import join_network, leave_network, set_up_network
from tenants.post.rules import Signature
from tenants.provisioning.services import found_house
from tests.tenants.lodgings import as_ground, raze

MARIA = Signature(account=UUID(int=7), name="Maria Nowak", function="kierownik")
OCTOBER = date(2026, 10, 1)
TODAY = date(2026, 11, 22)


def some_figures(*, people: int = 19, joined: int = 2, **more: Any) -> Figures:
    """A month with that many participants, all of them women of 35 to 44 with the same education and reason."""
    kept: dict[str, Any] = {
        "people": {
            "total": people, "sex-age": {"K|35-44": people}, "education": {"podstawowe": people},
            "category": {"DLUGOTRWALE_BEZR": people},
        },
        "joined": {"total": joined},
        "left": {"total": 0, "reason": {}},
        "seats": {"total": 28},
        "hours": {"total": "1234.50"},
        "attendance": {"present": 300, "expected": 340, "people": people},
        "benefits": {"total": f"{people * 2140}.70", "people": people},
        "premiums": {"total": "0", "people": 0},
    }  # fmt: skip
    return figures_from(kept | more)


@dataclass(frozen=True)
class Region:
    """A second network: an OWES, five centres, and one that has left."""

    network: Network
    owes: Organisation
    centres: tuple[Organisation, ...]
    leaver: Organisation


CENTRES = ("blachownia", "konopiska", "mstow", "olsztyn", "rudniki")


@pytest.fixture(scope="module")
def _region(django_db_setup: None, django_db_blocker: Any) -> Iterator[Region]:
    with django_db_blocker.unblock():
        with as_ground(), patch.object(settings, "FOUNDING_STEPS", settings.FOUNDING_STEPS[:1]):
            region = _found()
        yield region
        with as_ground():
            region.network.memberships.all().delete()
            region.network.delete()
            for house in (region.owes, region.leaver, *region.centres):
                raze(house)


@pytest.fixture
def region(_region: Region, db: None) -> Region:
    """Founded once for all tests of this folder; what they release is rolled back."""
    return _region


def _found() -> Region:
    for slug in ("wsparcie", "zarki", *CENTRES):
        kind = "owes" if slug == "wsparcie" else "centre"
        found_house(kind=kind, name=slug.title(), host=f"{slug}.localhost", manager_email=f"k@{slug}.example")
    network = set_up_network(slug="proba", name="Próba", coordinator="wsparcie")
    for slug in ("zarki", *CENTRES):
        join_network(network="proba", house=slug, since=date(2025, 1, 1))
    leave_network(house="zarki", until=date(2026, 6, 30))
    houses = {each.schema_name: each for each in Organisation.objects.order_by("schema_name")}
    return Region(network, houses["wsparcie"], tuple(houses[slug] for slug in CENTRES), houses["zarki"])
