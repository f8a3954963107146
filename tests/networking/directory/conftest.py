"""A second network beside the Northern Subregion, and a centre that has left the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings

from tenants.organisations.models import Network, NetworkMembership, Organisation
from tenants.organisations.services import join_network, leave_network, set_up_network
from tenants.provisioning.services import found_house
from tests.tenants.lodgings import as_ground, raze

KINDS = {"sasiad": "owes", "lelow": "centre", "janow": "centre", "proba": "centre"}


@dataclass(frozen=True)
class Neighbours:
    """`owes` coordinates `network`, `lelow` belongs to it; `janow` left the network of Poraj; `proba` is a sandbox."""

    network: Network
    owes: Organisation
    lelow: Organisation
    janow: Organisation
    proba: Organisation


@pytest.fixture(scope="module")
def _neighbours(django_db_setup: None, django_db_blocker: Any) -> Iterator[Neighbours]:
    with django_db_blocker.unblock():
        with as_ground(), patch.object(settings, "FOUNDING_STEPS", settings.FOUNDING_STEPS[:1]):
            found = _found()
        yield found
        with as_ground():
            houses = (found.owes, found.lelow, found.janow, found.proba)
            NetworkMembership.objects.filter(house__in=houses).delete()
            found.network.delete()
            for house in houses:
                raze(house)


@pytest.fixture
def neighbours(_neighbours: Neighbours, db: None) -> Neighbours:
    """Founded once for the tests of a file; what they write is rolled back."""
    return _neighbours


def _found() -> Neighbours:
    for slug, kind in KINDS.items():
        mail, sandbox = f"k@{slug}.example", slug == "proba"
        found_house(kind=kind, name=f"Dom {slug}", host=f"{slug}.localhost", manager_email=mail, is_sandbox=sandbox)
    network = set_up_network(slug="sasiedzi", name="Sąsiedzi", coordinator="sasiad")
    join_network(network="sasiedzi", house="lelow", since=date(2024, 1, 1))
    join_network(network="subregion-polnocny", house="janow", since=date(2021, 1, 1))
    leave_network(house="janow", until=date(2024, 12, 31))
    houses = {each.schema_name: each for each in Organisation.objects.filter(schema_name__in=KINDS).order_by("name")}
    return Neighbours(network, houses["sasiad"], houses["lelow"], houses["janow"], houses["proba"])


@pytest.fixture
def second_factor_waived(settings: Any) -> None:
    """Let every role in with a session alone, as the demo does; the second factor has tests of its own."""
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True
