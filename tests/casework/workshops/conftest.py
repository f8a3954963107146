"""A workshop, its group, and people who may join it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.participants.models import Stay
from casework.staff.rules import StaffData, StaffFunction
from casework.staff.services import add_staff_member
from casework.workshops.models import Group
from casework.workshops.rules import GroupData, WorkshopData
from casework.workshops.services import add_group, add_workshop
from tests.factories.casework import a_stay

MARCH = date(2026, 3, 2)


@pytest.fixture
def manager(poraj: Any, account: Any) -> Any:
    return account(poraj, "manager", name="Anna Kowalska")


@pytest.fixture
def instructor(poraj: Any, account: Any) -> Any:
    return account(poraj, "vocational-instructor", name="konto Haliny")


@pytest.fixture
def group(poraj: Any, manager: Any, instructor: Any, as_house: Any) -> Group:
    """Three seats, led by Halina."""
    with as_house(poraj):
        leader = StaffData(name="Halina Wójcik", function=StaffFunction.INSTRUCTOR, account_id=instructor.pk)
        halina = add_staff_member(by=manager, person=leader)
        place = add_workshop(by=manager, data=WorkshopData(name="Ogólnobudowlana", seats=6))
        data = GroupData(name="Grupa A", seats=3, instructor_id=halina.pk)
        return add_group(by=manager, workshop_id=place.pk, data=data)


@pytest.fixture
def other_group(poraj: Any, manager: Any, group: Group, as_house: Any) -> Group:
    """Two seats of the same workshop, led by nobody."""
    with as_house(poraj):
        return add_group(by=manager, workshop_id=group.workshop_id, data=GroupData(name="Grupa B", seats=2))


@pytest.fixture
def stays(poraj: Any, manager: Any, as_house: Any) -> Callable[..., list[Stay]]:
    """`stays(3)`: three people who have been in the centre since 2 March."""

    def make(number: int, **values: Any) -> list[Stay]:
        with as_house(poraj):
            return [a_stay(by=manager, starts_on=MARCH, **values) for _ in range(number)]

    return make
