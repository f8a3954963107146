"""R9, the long run by hand: 10,000 orders in which two people edit the same sheet, and 1,000 true races."""

import random
from datetime import date

import pytest

from core.accounts.models import Account
from tenants.walls.context import house_context
from tests.casework.attendance.conftest import centre, person
from tests.casework.attendance.desks import at_the_same_moment, interleave
from tests.tenants.walls.conftest import _lodgings, committing

__all__ = ["_lodgings", "centre", "committing"]
pytestmark = pytest.mark.campaign
DAYS = [date(2026, 10, day) for day in (6, 7)]
ORDERS, RACES = 10_000, 1_000


@pytest.mark.parametrize("part", range(100))
def test_ten_thousand_orders_of_events(centre, part):
    cells = [(stay.pk, day) for stay in (centre.anna, centre.bogdan) for day in DAYS]
    interleave([centre.worker, centre.manager], cells, times=ORDERS // 100, seed=part)


def test_a_thousand_races(committing):
    house = committing[0]
    with house_context(house):
        stays = [person(f"Wyścig{number}") for number in range(2)]
        people = [
            Account.objects.create(email=f"w{number}@x.example", name="W", roles=["manager"]) for number in (1, 2)
        ]
        cells = [(stay.pk, day) for stay in stays for day in DAYS]
    at_the_same_moment(house, people, cells, times=RACES, seed=random.randrange(10**6))
