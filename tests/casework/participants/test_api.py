"""People for other programs: who is told what, versions, changes in their order, those who were deleted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from casework.participants.models import Participant
from casework.participants.services import edit_participant
from core.accounts.rules import Scope
from core.api.selectors import cursor_of, position_of
from tests.core.api.machines import Machine, machine_of
from tests.factories.casework import a_participant, a_person

READ, WRITE, HEALTH = Scope.READ_PARTICIPANTS, Scope.WRITE_PARTICIPANTS, Scope.READ_HEALTH


@pytest.fixture
def maker(account, poraj) -> Any:
    return account(poraj, "manager")


@pytest.fixture
def machine(maker, poraj) -> Callable[..., Machine]:
    return lambda *scopes: machine_of(maker, poraj, *scopes)


@pytest.fixture
def people(poraj, as_house) -> list[Participant]:
    with as_house(poraj):
        return [a_participant(last_name=name) for name in ("Żak", "Adamska", "Łoś", "Zawada", "Bąk")]


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.json()["items"]]


def test_pages_by_cursor_hold_everybody_once_in_the_order_of_changes(machine, people):
    program, cursor, seen = machine(READ), None, []
    for _page in range(3):
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = program.call("GET", f"participants?{urlencode(asked)}")
        seen += ids(page)
        cursor = page.json()["next"]
    assert seen == [str(each.pk) for each in people]
    assert cursor is None


def test_a_cursor_fits_its_house_alone_and_cannot_be_made_up(machine, people, klobuck, poraj, as_house):
    with as_house(klobuck):
        foreign = cursor_of(people[0].created_by.created_at, people[0].pk)
    for cursor in (foreign, "x", "a:b:c"):
        answer = machine(READ).call("GET", f"participants?{urlencode({'cursor': cursor})}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")
    with as_house(poraj):
        assert position_of("") is None


def test_what_changed_since_comes_with_those_who_were_deleted(machine, maker, people, poraj, as_house):
    program = machine(READ)
    since = program.call("GET", "participants").json()["items"][2]["updated_at"]
    with as_house(poraj):
        gone = a_participant(last_name="Wykreślona")
        key = str(gone.pk)
        delete(gone)
    told = program.call("GET", f"participants?{urlencode({'updated_since': since})}").json()
    assert [each["id"] for each in told["items"]] == [str(each.pk) for each in people[2:]]
    assert [each["id"] for each in told["deleted"]] == [key]
    assert set(told["deleted"][0]) == {"id", "external_id", "deleted_at"}
    page = program.call("GET", f"participants?{urlencode({'updated_since': since, 'limit': 3})}").json()
    rest = program.call("GET", f"participants?{urlencode({'updated_since': since, 'cursor': page['next']})}").json()
    assert (page["deleted"], [each["id"] for each in rest["deleted"]]) == ([], [key])


def delete(person: Participant) -> None:
    Participant.objects.filter(pk=person.pk).delete()


def test_without_the_scope_of_health_nobody_learns_a_group(machine, people):
    path = f"participants/{people[0].pk}"
    plain, healthy = machine(READ).call("GET", path).json(), machine(READ, HEALTH).call("GET", path).json()
    assert {"categories", "labour_status"} & set(plain) == set()
    assert healthy["categories"] == ["dlugotrwale_bezrobotny"] or healthy["categories"]
    listed = machine(READ, HEALTH).call("GET", "participants").json()["items"][0]
    assert {"categories", "labour_status", "pesel", "phone"} & set(listed) == set()


def test_without_that_scope_nobody_enters_a_group_either(machine, people):
    path, group = f"participants/{people[0].pk}", {"categories": ["bezdomny"]}
    told = machine(WRITE).call("PATCH", path, {"labour_status": "", "categories": []}, If_Match='"1"').json()
    assert {each["field"] for each in told["errors"]} == {"categories", "labour_status"}
    assert group


def test_a_list_shows_the_end_of_the_pesel_number_and_a_card_all_of_it(machine, people):
    program, number = machine(READ), people[0].pesel
    listed, card = program.call("GET", "participants"), program.call("GET", f"participants/{people[0].pk}")
    assert number not in listed.content.decode()
    assert listed.json()["items"][0]["pesel_masked"].endswith(number[-4:])
    assert card.json()["pesel"] == number
    assert card["ETag"] == '"1"'


def test_a_change_keeps_what_was_not_sent(machine, people, poraj, as_house):
    program, person = machine(READ, WRITE), people[0]
    answer = program.call("PATCH", f"participants/{person.pk}", {"phone": "600 700 800"}, If_Match='"1"')
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    with as_house(poraj):
        now = Participant.objects.get(pk=person.pk)
        assert (now.phone, now.last_name, now.pesel, now.categories) == (
            "600700800", "Żak", person.pesel, person.categories
        )  # fmt: skip


def test_a_change_needs_the_latest_version(machine, maker, people, poraj, as_house):
    program, path = machine(WRITE), f"participants/{people[0].pk}"
    assert program.call("PATCH", path, {"place": "Poraj"}).status_code == 428
    assert program.call("PATCH", path, {"place": "Poraj"}, If_Match='"1"').status_code == 200
    for stale in ('"1"', "*", 'W/"2"', "2"):
        answer = program.call("PATCH", path, {"place": "Myszków"}, If_Match=stale)
        assert (answer.status_code, answer["ETag"]) == (412, '"2"')
    with as_house(poraj):
        assert Participant.objects.get(pk=people[0].pk).place == "Poraj"


def test_whoever_is_overtaken_between_look_and_save_is_told(machine, maker, people, monkeypatch, poraj):
    """Somebody saves the card after the version was compared, and before the row is locked."""
    from casework.participants import services

    def overtaken(**asked):
        others = asked | {"person": a_person(last_name="Inna", pesel=people[0].pesel)}
        edit_participant(**others)
        return edit_participant(**asked)

    monkeypatch.setattr(services, "edit_participant", overtaken)
    answer = machine(WRITE).call("PATCH", f"participants/{people[0].pk}", {"place": "Poraj"}, If_Match='"1"')
    assert (answer.status_code, answer["ETag"]) == (412, '"2"')


def test_the_name_of_another_program_is_found_and_belongs_to_one_person(machine, people):
    program = machine(READ, WRITE)
    first, second = (f"participants/{each.pk}" for each in people[:2])
    assert program.call("PATCH", first, {"external_id": "HR-1"}, If_Match='"1"').status_code == 200
    taken = program.call("PATCH", second, {"external_id": "HR-1"}, If_Match='"1"')
    assert taken.status_code == 409
    assert taken.json()["errors"][0]["field"] == "external_id"
    assert ids(program.call("GET", "participants?external_id=HR-1")) == [str(people[0].pk)]
    new = {"last_name": "Nowak", "first_name": "Jan", "other_identifier": "P1", "external_id": "HR-1"}
    assert program.call("POST", "participants", new).status_code == 409
    assert program.call("PATCH", first, {"external_id": ""}, If_Match='"2"').status_code == 200
    assert program.call("POST", "participants", new).status_code == 201


def test_what_is_only_unlikely_has_to_be_confirmed(machine, people):
    twin = {
        "last_name": people[0].last_name, "first_name": people[0].first_name, "other_identifier": "P1",
        "birth_date": f"{people[0].birth_date}",
    }  # fmt: skip
    told = machine(WRITE).call("POST", "participants", twin)
    assert (told.status_code, [each["field"] for each in told.json()["errors"]]) == (422, ["last_name", "confirmed"])
    assert machine(WRITE).call("POST", "participants", twin | {"confirmed": True}).status_code == 201


def test_people_are_found_by_name_pesel_and_telephone_in_a_body(machine, people):
    program = machine(READ)
    for text in ("los", "Łoś", people[2].pesel):
        assert ids(program.call("POST", "participants/search", {"q": text})) == [str(people[2].pk)]
    cut = program.call("POST", "participants/search", {"q": "a", "limit": 1}).json()
    assert (len(cut["items"]), cut["are_all"]) == (1, False)


def test_somebody_of_another_house_and_nobody_look_the_same(machine, account, people, klobuck, as_house):
    stranger = machine_of(account(klobuck, "manager"), klobuck, READ, WRITE)
    there, nowhere = (
        stranger.call("GET", f"participants/{key}") for key in (people[0].pk, "0190b6a0-0000-7000-8000-00000000ffff")
    )
    assert there.status_code == nowhere.status_code == 404
    assert {**there.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    change = stranger.call("PATCH", f"participants/{people[0].pk}", {"place": "x"}, If_Match='"1"')
    assert change.status_code == 404


def test_a_page_costs_the_same_however_many_are_on_it(machine, people):
    program = machine(READ)
    counts = []
    for limit in (1, 3, 5, 5):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            program.call("GET", f"participants?limit={limit}&updated_since=2020-01-01T00:00:00Z")
        counts.append(len([each for each in asked if each["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE"}]))
    assert counts[1] == counts[2] == counts[3]
    assert counts[1] <= 6
