"""Two people on the same sheet lose nothing (R9); ten thousand orders of events are in the campaign."""

from datetime import date

import pytest

from casework.attendance.models import Mark, MarkVersion
from core.accounts.models import Account
from tenants.walls.context import house_context
from tests.casework.attendance.conftest import person
from tests.casework.attendance.desks import Desk, at_the_same_moment, interleave, judge
from tests.tenants.walls.conftest import _lodgings, committing

__all__ = ["_lodgings", "committing"]
DAYS = (date(2026, 10, 6), date(2026, 10, 7))


def test_forty_orders_of_events(centre):
    cells = [(stay.pk, day) for stay in (centre.anna, centre.bogdan) for day in DAYS]
    interleave([centre.worker, centre.manager], cells, times=40, seed=3)


def test_the_judge_notices_a_lost_update(centre):
    """An older version saved over a newer one that nobody had seen would not pass."""
    cell = (centre.anna.pk, DAYS[0])
    for version, code in ((1, "O"), (2, "N"), (3, "U")):
        MarkVersion.objects.create(stay=centre.anna, day=DAYS[0], version=version, code=code, by=centre.worker)
    Mark.objects.create(stay=centre.anna, day=DAYS[0], version=3, code="U")
    judge([Desk(centre.worker, confirmed=[(cell, 3, 2)])], [cell])
    with pytest.raises(AssertionError, match="saved over"):
        judge([Desk(centre.worker, confirmed=[(cell, 3, 1)])], [cell])


def test_two_connections_at_the_same_moment(committing):
    house = committing[0]
    with house_context(house):
        stays = [person(f"Jednoczesna{number}") for number in range(2)]
        accounts = [
            Account.objects.create(email=f"r{number}@lgota.example", name=f"R{number}", roles=["social-worker"])
            for number in range(2)
        ]
        cells = [(stay.pk, day) for stay in stays for day in DAYS]
    at_the_same_moment(house, accounts, cells, times=25, seed=7)
