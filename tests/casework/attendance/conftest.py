"""A small centre in October 2026: two groups, their instructors, three people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from casework.participants.models import Participant, Stay
from casework.staff.models import StaffMember
from casework.workshops.models import Group, Membership, Workshop
from tenants.walls.context import house_context

TODAY = date(2026, 10, 30)


def person(last_name: str, first_name: str = "Jan", *, starts_on: date = date(2026, 9, 1), **stay: Any) -> Stay:
    """Somebody with a stay and a signed plan."""
    participant = Participant.objects.create(last_name=last_name, first_name=first_name)
    stay.setdefault("plan_signed_on", starts_on)
    return Stay.objects.create(participant=participant, starts_on=starts_on, **stay)


def group(name: str, *, leader: Any = None, hours: str = "6") -> Group:
    """A group with an instructor who has this account."""
    workshop, _new = Workshop.objects.get_or_create(name="Ogrodnicza", defaults={"seats": 30})
    instructor = StaffMember.objects.create(name=f"Prowadząca {name}", function="vocational-instructor", account=leader)
    return Group.objects.create(
        workshop=workshop, name=name, instructor=instructor, seats=15, hours_a_day=Decimal(hours)
    )


def joined(group: Group, *stays: Stay, **days: Any) -> None:
    for stay in stays:
        Membership.objects.create(group=group, stay=stay, starts_on=days.get("starts_on", stay.starts_on))


@pytest.fixture
def centre(poraj, account) -> Iterator[SimpleNamespace]:
    """Poraj with Anna and Bogdan in the garden (led by Halina), Celina in the laundry (led by Zbigniew)."""
    people = {
        "manager": account(poraj, "manager", name="Katarzyna Kierownik"),
        "worker": account(poraj, "social-worker", name="Sabina Socjalna"),
        "halina": account(poraj, "vocational-instructor", name="Halina Wójcik"),
        "zbigniew": account(poraj, "vocational-instructor", name="Zbigniew Łęcki"),
        "accountant": account(poraj, "accountant", name="Kazimierz Księgowy"),
    }
    with house_context(poraj):
        anna, bogdan, celina = person("Abramczyk", "Anna"), person("Borys", "Bogdan"), person("Cichoń", "Celina")
        garden = group("Ogród", leader=people["halina"], hours="6.5")
        laundry = group("Pralnia", leader=people["zbigniew"])
        joined(garden, anna, bogdan)
        joined(laundry, celina)
        yield SimpleNamespace(
            house=poraj, anna=anna, bogdan=bogdan, celina=celina, garden=garden, laundry=laundry, **people
        )
