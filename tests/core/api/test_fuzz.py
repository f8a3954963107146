"""Odd requests at every operation (F4): none breaks, and every answer is one that the description promises."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from core.accounts.rules import Scope
from core.reports.api import REPORT
from core.reports.services.making import make_report
from tests.core.api import region, world
from tests.core.api.machines import machine_of

EXAMPLES = 25
"""Of each mode, for each operation."""
ALL = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
]


@pytest.fixture(autouse=True)
def _one_connection(db: None) -> Iterator[None]:
    """As Django's own test client does: the end of a request must not close the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def description(poraj: Any) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers={"Host": "poraj.localhost"})


@pytest.fixture
def headers(machine, maker, poraj, jowes, as_house, settings) -> dict[str, str]:
    """Those of a program that may do everything, as often as it likes, where there is something of each kind."""
    settings.OGNIWO_API_REQUESTS_A_MINUTE = settings.OGNIWO_API_CHANGES_A_MINUTE = 10**6
    region.meet(jowes, poraj)
    with as_house(poraj):
        world.fill(maker)
        world.settle(maker)
        world.ask_for_a_report(maker)
        make_report.run(report_id=REPORT)
    program = machine(*(scope for scope in Scope if scope is not Scope.READ_STATISTICS))
    return {"Host": "poraj.localhost", "Authorization": f"Bearer {program.key}"}


@pytest.fixture
def tables(jowes: Any) -> Any:
    """What only an OWES has."""
    region.publish(jowes)
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers={"Host": "jowes.localhost"})
    return found.include(path_regex="^/api/v1/tables")


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_of_an_owes_breaks_anything(mode, tables, account, jowes, settings):
    settings.OGNIWO_API_REQUESTS_A_MINUTE = 10**6
    program = machine_of(account(jowes, "network-administrator"), jowes, Scope.READ_STATISTICS)
    headers = {"Host": "jowes.localhost", "Authorization": f"Bearer {program.key}"}
    reached = [_ask(found.ok(), mode=mode, headers=headers) for found in tables.get_all_operations()]
    assert len(reached) == 2
    assert all(reached) or mode is not GenerationMode.POSITIVE


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_breaks_anything(mode, description, headers):
    operations = [found.ok() for found in description.get_all_operations()]
    reached = [each.label for each in operations if _ask(each, mode=mode, headers=headers)]
    if mode is GenerationMode.POSITIVE:
        assert len(reached) >= 0.95 * len(operations), reached


def _ask(operation: Any, *, mode: Any, headers: dict[str, str]) -> bool:
    """Send what is printed and then odd requests; whether one of them was answered with what it asked for."""
    answered = {case.call_and_validate(headers=headers, checks=ALL).status_code for case in _printed(operation)}

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        answered.add(case.call_and_validate(headers=headers, checks=ALL).status_code)

    ask()
    return any(status < 300 for status in answered)


def _printed(operation: Any) -> Iterator[Any]:
    """The examples of the documentation as cases; each is sent in a state that others have changed before."""
    template = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.path))
    for example in operation.definition.raw["x-examples"]:
        address = urlsplit(example["path"])
        body = {} if example["body"] is None else {"body": example["body"], "media_type": "application/json"}
        yield operation.Case(
            path_parameters=template.fullmatch(address.path).groupdict(),
            query=dict(parse_qsl(address.query)),
            headers=example["headers"],
            **body,
        )
