"""A day for other programs: everything is saved or nothing, and nobody's mark is overwritten unseen."""

from typing import Any

import pytest

from casework.attendance.models import Mark
from casework.attendance.rules import MarkChange
from casework.attendance.services import save_marks
from core.accounts.rules import Scope
from core.audit.models import AuditEntry
from tests.casework.attendance.conftest import TODAY
from tests.core.api.machines import machine_of

PATH = "attendance/2026-10-14"
DAY = TODAY.replace(day=14)


@pytest.fixture
def program(centre) -> Any:
    return machine_of(centre.manager, centre.house, Scope.READ_ATTENDANCE, Scope.WRITE_ATTENDANCE)


def mark(stay: Any, code: str | None, version: int = 0, **values: Any) -> dict[str, Any]:
    return {"stay": str(stay.pk), "code": code, "version": version, **values}


def put(program: Any, *marks: Any, path: str = PATH) -> Any:
    return program.call("PUT", path, {"marks": list(marks)})


def test_a_day_is_read_with_everybody_and_the_reading_is_on_record(program, centre):
    put(program, mark(centre.anna, "O"))
    told = program.call("GET", PATH).json()
    assert (told["day"], told["is_working"], told["stage"]) == ("2026-10-14", True, "open")
    assert [(each["name"], each["groups"], each["code"], each["hours"], each["version"]) for each in told["items"]] == [
        ("Abramczyk Anna", ["Ogród"], "O", "6.50", 1),
        ("Borys Bogdan", ["Ogród"], None, "0.00", 0),
        ("Cichoń Celina", ["Pralnia"], None, "0.00", 0),
    ]
    entry = AuditEntry.objects.filter(action="attendance.viewed").latest("at")
    assert (entry.details["count"], entry.details["key"]) == (3, "Program kadrowy")


def test_marks_are_saved_with_their_hours_and_versions(program, centre):
    answer = put(program, mark(centre.anna, "O", hours="5.25"), mark(centre.bogdan, "ZL"))
    assert answer.status_code == 200
    saved = {each["stay"]: (each["code"], each["hours"], each["version"]) for each in answer.json()["saved"]}
    assert saved == {str(centre.anna.pk): ("O", "5.25", 1), str(centre.bogdan.pk): ("ZL", "0.00", 1)}
    assert put(program, mark(centre.anna, None, 1)).status_code == 200
    assert not Mark.objects.filter(stay=centre.anna).exists()


def test_a_conflict_shows_both_and_saves_nothing(program, centre):
    save_marks(by=centre.worker, changes=[MarkChange(centre.anna.pk, DAY, "U")], today=TODAY)
    answer = put(program, mark(centre.anna, "O"), mark(centre.bogdan, "O"))
    assert answer.status_code == 409
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["mine"]["code"], conflict["theirs"]["code"], conflict["theirs"]["version"]) == ("O", "U", 1)
    assert list(Mark.objects.values_list("code", flat=True)) == ["U"]
    assert put(program, mark(centre.anna, "O", 1), mark(centre.bogdan, "O")).status_code == 200


def test_a_refused_mark_is_named_and_nothing_is_saved(program, centre):
    answer = put(program, mark(centre.anna, "O"), mark(centre.bogdan, "N", hours="4"))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["marks.1"]
    assert not Mark.objects.exists()
    assert not AuditEntry.objects.filter(action="attendance.marked").exists()


@pytest.mark.parametrize(
    ("marks", "fields"),
    [
        ([], {"marks"}),
        ([{"code": "O"}], {"marks.0.stay", "marks.0.version"}),
        ([{"stay": "x", "code": "Q", "version": -1, "hours": "NaN"}],
         {"marks.0.stay", "marks.0.code", "marks.0.version", "marks.0.hours"}),
    ],
)  # fmt: skip
def test_each_mistake_stands_at_its_mark(program, marks, fields):
    answer = put(program, *marks)
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == fields


def test_somebody_named_twice_is_refused(program, centre):
    answer = put(program, mark(centre.anna, "O"), mark(centre.anna, "N"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "marks.1.stay")


@pytest.mark.parametrize("day", ["2026-02-30", "x", "1999-01-01", "2026-10-14T00:00", "20261014x"])
def test_a_day_that_is_none_is_not_found(program, day):
    assert program.call("GET", f"attendance/{day}").status_code == 404


def test_people_of_another_house_are_refused_like_nobody(centre, account, klobuck):
    stranger = machine_of(account(klobuck, "manager"), klobuck, Scope.READ_ATTENDANCE, Scope.WRITE_ATTENDANCE)
    assert stranger.call("GET", PATH).json()["items"] == []
    answer = put(stranger, mark(centre.anna, "O"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "marks.0")
    assert not Mark.objects.exists()
