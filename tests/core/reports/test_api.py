"""Papers for other programs: asked for, waited for, taken; never more than the key may read."""

from typing import Any
from uuid import uuid4

import pytest

from core.accounts.rules import Scope
from core.audit.models import AuditEntry
from core.reports.models import Report
from core.reports.services.making import make_report
from tests.core.api.machines import machine_of
from tests.factories.casework import a_stay

ASKED = {"kind": "attendance-summary", "format": "csv", "parameters": {"month": "2026-10", "group": "all"}}
BOTH = (Scope.WRITE_REPORTS, Scope.READ_REPORTS)


@pytest.fixture
def maker(account, poraj) -> Any:
    return account(poraj, "manager")


@pytest.fixture
def program(maker, poraj, as_house) -> Any:
    with as_house(poraj):
        a_stay()
    return machine_of(maker, poraj, *BOTH, Scope.READ_ATTENDANCE)


def test_a_report_is_asked_for_made_and_taken(program, poraj, as_house):
    asked = program.call("POST", "reports", ASKED, Idempotency_Key="october")
    again = program.call("POST", "reports", ASKED, Idempotency_Key="october")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert asked.content == again.content
    where = asked["Location"]
    early = program.call("GET", f"{where}/file")
    assert (early.status_code, early["Content-Type"]) == (409, "application/problem+json")
    with as_house(poraj):
        report = Report.objects.get()
        make_report.run(report_id=str(report.pk))
    told = program.call("GET", where).json()
    assert (told["state"], told["id"]) == ("ready", str(report.pk))
    taken = program.call("GET", f"{where}/file")
    assert (taken.status_code, taken["Cache-Control"]) == (200, "no-store")
    assert len(b"".join(taken.streaming_content)) == told["size"]
    with as_house(poraj):
        assert AuditEntry.objects.filter(action="reports.downloaded", details__key="Program kadrowy").exists()


def test_a_key_gets_reports_of_what_it_may_read_and_no_others(program, maker, poraj):
    told = program.call("POST", "reports", {"kind": "pay-list", "format": "pdf", "parameters": {"month": "2026-10"}})
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "kind")
    assert "attendance-summary" in told.json()["errors"][0]["message"]
    assert "pay-list" not in told.json()["errors"][0]["message"]


def test_a_file_is_for_keys_that_may_read_it_now(program, maker, poraj, as_house):
    where = program.call("POST", "reports", ASKED)["Location"]
    with as_house(poraj):
        make_report.run(report_id=str(Report.objects.get().pk))
    narrower = machine_of(maker, poraj, *BOTH)
    assert narrower.call("GET", f"{where}/file").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"format": "exe"}, "format"),
        ({"kind": "no-such-thing"}, "kind"),
        ({"parameters": {"month": "2026-99", "group": "all"}}, "parameters.month"),
        ({"parameters": {"month": "2026-10", "group": "all", "by": "x"}}, "parameters.by"),
        ({"parameters": {"month": "2026-10"}}, "parameters.group"),
        ({"parameters": "x"}, "parameters"),
        ({"requested_by": "x"}, "requested_by"),
    ],
)
def test_each_mistake_stands_at_its_field(program, wrong, field, poraj, as_house):
    told = program.call("POST", "reports", ASKED | wrong)
    assert told.status_code == 422
    assert field in {each["field"] for each in told.json()["errors"]}
    with as_house(poraj):
        assert not Report.objects.exists()


def test_reports_of_strangers_are_not_there(program, account, poraj, klobuck):
    where = program.call("POST", "reports", ASKED)["Location"]
    others = [
        machine_of(account(klobuck, "manager"), klobuck, *BOTH, Scope.READ_ATTENDANCE),
        machine_of(account(poraj, "manager"), poraj, *BOTH, Scope.READ_ATTENDANCE),
    ]
    for stranger in others:
        for path in (where, f"{where}/file", f"reports/{uuid4()}"):
            assert stranger.call("GET", path).status_code == 404, path
