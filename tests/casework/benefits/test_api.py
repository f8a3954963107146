"""Settled months for the program that keeps the accounts; it sees amounts, and nothing of absences."""

from typing import Any

import pytest

from casework.benefits.services import settle_month
from core.accounts.rules import Scope
from core.audit.models import AuditEntry
from tests.casework.benefits.conftest import NOW, OCTOBER
from tests.core.api.machines import machine_of
from tests.factories.casework import a_worker


@pytest.fixture
def program(people: Any, in_poraj: Any, account: Any) -> Any:
    return machine_of(account(in_poraj, "manager"), in_poraj, Scope.READ_SETTLEMENTS)


@pytest.fixture
def settled(people: Any) -> None:
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)


def test_a_month_that_is_not_settled_is_not_there(program):
    assert program.call("GET", "settlements").json() == {"items": [], "next": None}
    for month in ("2026-10", "2026-13", "x", "1999-01"):
        assert program.call("GET", f"settlements/{month}").status_code == 404


def test_a_settled_month_has_a_line_for_each_person(program, settled, people):
    (listed,) = program.call("GET", "settlements").json()["items"]
    told = program.call("GET", "settlements/2026-10").json()
    assert (listed["month"], listed["people"], listed["state"]) == ("2026-10", 3, "approve")
    assert listed["total"] == told["payable"]
    assert [line["name"] for line in told["lines"]] == ["Abacka Anna", "Babacki Bogdan", "Cabacka Celina"]
    assert {"code", "absences", "inputs"} & set(told["lines"][0]) == set()
    entry = AuditEntry.objects.filter(action="benefits.viewed").latest("at")
    assert (entry.details["count"], entry.details["key"]) == (3, "Program kadrowy")


def test_months_come_page_by_page(program, settled):
    assert program.call("GET", "settlements?cursor=2026-10").json()["items"] == []
    assert program.call("GET", "settlements?cursor=x").status_code == 422
    assert program.call("GET", "settlements?limit=201").status_code == 422


def test_another_house_sees_none_of_it(settled, account, klobuck):
    stranger = machine_of(account(klobuck, "manager"), klobuck, Scope.READ_SETTLEMENTS)
    assert stranger.call("GET", "settlements").json()["items"] == []
    assert stranger.call("GET", "settlements/2026-10").status_code == 404
