"""A meeting in three weeks, called by the OWES, with Poraj and Kłobuck on its list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.accounts.models import Account
from networking.meetings.models import Meeting
from networking.meetings.rules import MeetingPlan, Part, PartKind
from networking.meetings.services import call_meeting, send_invitations
from tenants.organisations.models import Network
from tests.networking.directory.conftest import _neighbours, neighbours  # noqa: F401  (another network beside this one)

TODAY: date = timezone.localdate()
DAY = TODAY + timedelta(days=21)
DEADLINE = TODAY + timedelta(days=14)
NOW: datetime = timezone.now()
PLAN = MeetingPlan(
    title="Motywacja i wypalenie",
    day=DAY,
    starts_at=time(10),
    ends_at=time(14),
    answers_until=DEADLINE,
    place="Poraj, ul. Górnicza 1",
    parts=(
        Part(starts_at=time(10), ends_at=time(12), kind=PartKind.PRESENTATION, topic="Profile centrów"),
        Part(starts_at=time(12), ends_at=time(14), kind=PartKind.COACHING, topic="Wypalenie", leader="Iwona Caputa"),
    ),
)


@pytest.fixture
def adviser(jowes: Any, account: Any) -> Account:
    made: Account = account(jowes, "adviser", name="Łukasz Bednarczyk")
    return made


@pytest.fixture
def manager(poraj: Any, account: Any) -> Account:
    made: Account = account(poraj, "manager", name="Anna Kowalska")
    return made


@pytest.fixture
def neighbour(klobuck: Any, account: Any) -> Account:
    """Somebody of the other centre, whose name may be read by the network."""
    made: Account = account(klobuck, "manager", name="Ewa Sąsiedzka")
    return made


@pytest.fixture
def network(jowes: Any, as_house: Any) -> Network:
    with as_house(jowes):
        return Network.objects.get(slug="subregion-polnocny")


@pytest.fixture
def draft(
    jowes: Any, poraj: Any, klobuck: Any, adviser: Account, network: Network, as_house: Any
) -> Callable[..., Meeting]:
    """`draft(seats=3)`: written down, seen by nobody else."""

    def make(*, invited: Any = None, **changes: Any) -> Meeting:
        houses = [poraj.pk, klobuck.pk] if invited is None else invited
        with as_house(jowes):
            plan = replace(PLAN, **changes)
            return call_meeting(by=adviser, network_id=network.pk, plan=plan, invited=houses, today=TODAY)

    return make


@pytest.fixture
def sent(jowes: Any, adviser: Account, draft: Any, as_house: Any) -> Callable[..., Meeting]:
    """`sent(seats=3)`: the invitations are out."""

    def make(**changes: Any) -> Meeting:
        meeting = draft(**changes)
        with as_house(jowes):
            return send_invitations(by=adviser, meeting_id=meeting.pk, now=NOW)

    return make
