"""Every example of the documentation is sent to the real application, and comes back as it is printed."""

from typing import Any

import pytest

from core.accounts.rules import Scope
from core.api.selectors.description import described
from core.reports.api import REPORT
from core.reports.services.making import make_report
from tests.core.api import region, world
from tests.core.api.machines import Machine, machine_of

CHANGING = {"id", "updated_at", "next_since", "instance", "message", "requested_at"}
"""Values that are others every time, by name; that they are there, and of their kind, is compared all the same."""


ONLY_THERE = {"list_tables", "get_table"}
"""Operations that only an OWES has."""


def examples(kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name["operationId"], name["x-scope"], example)
        for methods in described(kind)["paths"].values()
        for name in methods.values()
        for example in name.get("x-examples", ())
    ]


def same_shape(printed: Any, told: Any, name: str = "") -> None:
    if isinstance(printed, dict) and isinstance(told, dict):
        assert set(printed) == set(told), name
        for key, value in printed.items():
            same_shape(value, told[key], key)
    elif isinstance(printed, list) and isinstance(told, list):
        assert len(printed) == len(told), name
        for one, other in zip(printed, told, strict=True):
            same_shape(one, other, name)
    elif name in CHANGING:
        assert type(printed) is type(told), name
    else:
        assert printed == told, name


@pytest.mark.parametrize(
    ("operation", "scope", "example"), [pytest.param(*each, id=each[0]) for each in examples("centre")]
)
def test_an_example_works_as_it_is_printed(operation, scope, example, machine, maker, poraj, jowes, as_house):
    region.meet(jowes, poraj)
    with as_house(poraj):
        world.fill(maker)
        world.settle(maker)
        world.ask_for_a_report(maker)
        if operation == "get_report_file":
            make_report.run(report_id=REPORT)
    works_as_printed(example, machine(*{Scope(scope), Scope.READ_ATTENDANCE, Scope.READ_PARTICIPANTS}))


def works_as_printed(example: dict[str, Any], program: Machine) -> None:
    headers = {name.replace("-", "_"): value for name, value in example["headers"].items()}
    answer = program.call(example["method"], example["path"], example["body"], **headers)
    assert answer.status_code == example["status"], answer.content
    if example["answer"] is not None:
        same_shape(example["answer"], answer.json())


@pytest.mark.parametrize(
    ("scope", "example"),
    [pytest.param(scope, each, id=name) for name, scope, each in examples("owes") if name in ONLY_THERE],
)
def test_an_example_of_the_owes_works_as_it_is_printed(scope, example, account, jowes):
    region.publish(jowes)
    works_as_printed(example, machine_of(account(jowes, "network-administrator"), jowes, Scope(scope)))


def test_every_operation_has_an_example():
    for kind in ("centre", "owes"):
        shown = {operation for operation, _scope, _example in examples(kind)}
        offered = {each["operationId"] for way in described(kind)["paths"].values() for each in way.values()}
        assert offered == shown
