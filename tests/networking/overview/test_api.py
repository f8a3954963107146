"""Published tables for programs: what is hidden has no value here either, and only the OWES of the network reads."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.rules import Scope
from tenants.figures.rules import FAMILY, Audience
from tests.core.api.machines import Machine, machine_of
from tests.core.api.test_keys_at_the_door import problem

OCTOBER = "since=2026-10-01&until=2026-10-31"


@pytest.fixture
def program(account, jowes) -> Machine:
    return machine_of(account(jowes, "network-administrator"), jowes, Scope.READ_STATISTICS)


def cells(program, path) -> list[dict]:
    answer = program.call("GET", f"tables/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def test_the_list_is_the_closed_family_with_its_definitions(program):
    told = program.call("GET", "tables").json()
    assert told["networks"] == [{"slug": "subregion-polnocny", "name": "Subregion Północny"}]
    assert [(each["indicator"], each["dimension"]) for each in told["items"]] == [
        (each.indicator, each.dimension) for each in FAMILY
    ]
    by_sex = next(each for each in told["items"] if (each["indicator"], each["dimension"]) == ("people", "sex"))
    assert (by_sex["of_network"], by_sex["of_centres"], by_sex["unit"]) == (["month"], [], "people")
    assert {"code": "K", "name": "kobiety"} in by_sex["classes"]
    assert all(each["definition"] and each["version"] for each in told["items"])


def test_every_table_of_the_list_can_be_asked_for(program, tables):
    for each in program.call("GET", "tables").json()["items"]:
        split = f"&dimension={each['dimension']}" if each["dimension"] else ""
        for of in ("network", "centres"):
            for kind in each[f"of_{of}"]:
                cells(program, f"{each['indicator']}?period={kind}&of={of}{split}")


def test_cells_say_their_state_and_only_shown_ones_a_value(program, tables):
    found = cells(program, f"people?period=month&dimension=sex&{OCTOBER}")
    assert [(each["class_name"], each["state"], each["value"]) for each in found] == [
        ("K", "shown", "70"),
        ("M", "shown", "64"),
        ("unknown", "hidden", None),
    ]
    (premiums,) = cells(program, "premiums?period=month")
    assert (premiums["state"], premiums["value"]) == ("missing", None)
    before, now = cells(program, "attendance?period=month")
    assert (before["period"], before["state"], before["value"]) == ("2025-10", "small-base", None)
    assert (now["period"], now["starts_on"], now["value"]) == ("2026-10", "2026-10-01", "84")


def test_centres_are_told_by_name_and_the_network_apart_from_them(program, tables, poraj, klobuck):
    of_centres = cells(program, "left?period=month&of=centres")
    assert {each["centre"]["name"]: (each["state"], each["value"]) for each in of_centres} == {
        poraj.name: ("shown", "6"),
        klobuck.name: ("hidden", None),
    }
    assert [each["centre"] for each in cells(program, f"people?period=month&{OCTOBER}")] == [None]


def test_days_narrow_the_table_and_pages_follow_each_other(program, tables):
    assert [each["period"] for each in cells(program, "people?period=month&until=2025-12-31")] == ["2025-10"]
    assert cells(program, "people?period=month&since=2027-01-01") == []
    found, cursor = [], ""
    while cursor is not None:
        asked = f"tables/people?period=month&limit=1{f'&cursor={cursor}' if cursor else ''}"
        told = program.call("GET", asked).json()
        found += [each["period"] for each in told["items"]]
        cursor = told["next"]
    assert found == ["2025-10", "2026-10"]


def test_what_was_replaced_and_what_is_for_members_is_not_told(program, publish):
    publish("people", 777, is_current=False)
    publish("people", 888, audience=Audience.MEMBERS.value, class_name="median")
    publish("people", 50)
    assert [each["value"] for each in cells(program, "people?period=month")] == ["50"]


def test_no_amount_is_rounded_or_written_with_an_exponent(program, publish):
    for number, value in enumerate((1200, Decimal("281333.10"), Decimal("0.5000"), 0), start=1):
        publish("benefits", value, on=date(2026, number, 1))
    told = [each["value"] for each in cells(program, "benefits?period=month")]
    assert told == ["1200", "281333.1", "0.5", "0"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("people", "period"),
        ("people?period=week", "period"),
        ("people?period=quarter", "period"),
        ("people?period=month&dimension=reason", "period"),
        ("people?period=month&dimension=shoe-size", "dimension"),
        ("people?period=month&dimension=sex&of=centres", "period"),
        ("people?period=month&of=everybody", "of"),
        ("people?period=month&since=October", "since"),
        ("people?period=month&since=2026-10-01&until=2026-09-01", "until"),
        ("people?period=month&network=inna-siec", "network"),
        ("people?period=month&limit=201", "limit"),
        ("people?period=month&cursor=x", "cursor"),
        ("people?period=month&class=K", "class"),
    ],
)
def test_what_is_in_no_closed_list_is_said_at_its_field(program, other_owes, asked, field):
    (said,) = problem(program.call("GET", f"tables/{asked}"), 422)["errors"]
    assert said["field"] == field
    assert said["message"]


def test_an_indicator_that_is_none_is_nowhere(program):
    problem(program.call("GET", "tables/pesel?period=month"), 404)
    problem(program.call("POST", "tables", {}), 405)


def test_another_owes_sees_its_own_networks_and_nothing_of_this_one(account, other_owes, tables):
    stranger = machine_of(account(other_owes, "network-administrator"), other_owes, Scope.READ_STATISTICS)
    assert [each["slug"] for each in stranger.call("GET", "tables").json()["networks"]] == ["inna-siec"]
    assert cells(stranger, "people?period=month") == []
    problem(stranger.call("GET", "tables/people?period=month&network=subregion-polnocny"), 422)


def test_in_a_centre_there_are_no_tables_and_a_key_without_the_scope_reads_none(account, poraj, jowes):
    of_centre = machine_of(account(poraj, "manager"), poraj, Scope.READ_MEETINGS)
    for path in ("tables", "tables/people?period=month"):
        problem(of_centre.call("GET", path), 404)
    wrong = machine_of(account(jowes, "network-administrator"), jowes, Scope.READ_MEETINGS)
    assert "read:statistics" in problem(wrong.call("GET", "tables"), 403)["detail"]


def test_a_table_with_one_period_costs_as_much_as_one_with_three(program, publish, poraj):
    counts = []
    program.call("GET", "tables/left?period=month&of=centres")
    for months in ((1,), (2, 3)):
        for month in months:
            publish("left", 6, on=date(2026, month, 1), house=poraj)
        with CaptureQueriesContext(connection) as asked:
            assert cells(program, "left?period=month&of=centres")
        counts.append(len(asked))
    assert counts[0] == counts[1]
