"""Meetings for programs: what the page shows, but nobody's name; strangers' meetings do not exist."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.rules import Scope
from networking.meetings.models import Invitation, Meeting
from networking.meetings.rules import Answer, MeetingState
from tests.core.api import region
from tests.core.api.machines import Machine, machine_of
from tests.core.api.test_keys_at_the_door import problem
from tests.networking.meetings.held import a_guest, a_meeting, an_action

NOW = datetime.now(UTC)


@pytest.fixture
def program(account, poraj) -> Machine:
    return machine_of(account(poraj, "manager"), poraj, Scope.READ_MEETINGS)


@pytest.fixture
def of_owes(account, jowes) -> Machine:
    return machine_of(account(jowes, "network-administrator"), jowes, Scope.READ_MEETINGS)


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["title"] for each in answer.json()["items"]]


@pytest.fixture
def three(jowes, poraj, klobuck) -> None:
    a_meeting(jowes, poraj, title="jutro", starts_at=NOW + timedelta(days=1))
    a_meeting(jowes, klobuck, title="za tydzień", starts_at=NOW + timedelta(days=7))
    a_meeting(jowes, poraj, title="dawno", starts_at=NOW - timedelta(days=90), state=MeetingState.HELD)


def test_upcoming_ones_come_in_their_order_and_past_ones_the_latest_first(program, three):
    assert titles(program.call("GET", "meetings?which=upcoming")) == ["jutro", "za tydzień"]
    assert titles(program.call("GET", "meetings?which=past")) == ["dawno"]
    assert titles(program.call("GET", "meetings")) == ["za tydzień", "jutro", "dawno"]


@pytest.mark.parametrize(("which", "expected"), [("all", "za tydzień,jutro,dawno"), ("upcoming", "jutro,za tydzień")])
def test_pages_follow_each_other_without_gap_or_repetition(program, three, which, expected):
    found, cursor = [], ""
    while cursor is not None:
        answer = program.call("GET", f"meetings?which={which}&limit=1" + (f"&cursor={cursor}" if cursor else ""))
        found += titles(answer)
        cursor = answer.json()["next"]
    assert found == expected.split(",")


def test_the_list_counts_answers_and_says_what_the_own_centre_answered(program, three):
    asked = {each["title"]: each for each in program.call("GET", "meetings").json()["items"]}
    assert (asked["jutro"]["invited"], asked["jutro"]["answered"], asked["jutro"]["own_answer"]) == (1, 1, "coming")
    assert asked["za tydzień"]["own_answer"] is None


@pytest.mark.parametrize("house", ["poraj", "klobuck", "jowes"])
def test_a_meeting_is_told_to_its_network_without_the_names_of_those_who_come(
    house, request, account, poraj, jowes, as_house
):
    region.meet(jowes, poraj)
    with as_house(jowes):
        meeting = Meeting.objects.select_related("convener").get()
    a_guest(meeting, "Gość Nieujawniony")
    home = request.getfixturevalue(house)
    role = "network-administrator" if house == "jowes" else "manager"
    answer = machine_of(account(home, role), home, Scope.READ_MEETINGS).call("GET", f"meetings/{region.MEETING}")
    assert answer.status_code == 200
    assert answer.json()["invitations"][0]["people"] == 2
    assert "Nieujawnion" not in answer.content.decode()


def test_an_answer_given_before_the_change_of_time_is_marked(program, jowes, poraj, as_house):
    meeting = a_meeting(jowes, poraj, sequence=1)
    with as_house(jowes):
        Invitation.objects.update(answered_sequence=0)
    (told,) = program.call("GET", f"meetings/{meeting.pk}").json()["invitations"]
    assert (told["answer"], told["is_outdated"]) == (Answer.COMING, True)


def test_an_agreement_that_is_late_says_so(program, jowes, poraj):
    meeting = a_meeting(jowes, poraj)
    an_action(jowes, poraj, meeting=meeting, what="Wysłać wzór", due_on=NOW.date() - timedelta(days=3))
    (told,) = program.call("GET", f"meetings/{meeting.pk}").json()["agreements"]
    assert (told["what"], told["state"], told["done_at"]) == ("Wysłać wzór", "overdue", None)


def test_a_draft_is_its_organisers_alone(program, of_owes, jowes, poraj):
    draft = a_meeting(jowes, poraj, title="szkic", state=MeetingState.DRAFT, sent_at=None)
    assert titles(of_owes.call("GET", "meetings")) == ["szkic"]
    assert titles(program.call("GET", "meetings")) == []
    problem(program.call("GET", f"meetings/{draft.pk}"), 404)


def test_a_meeting_of_another_network_does_not_exist_here(program, of_owes, three, neighbours, account):
    for stranger in (neighbours.owes, neighbours.lelow, neighbours.janow):
        role = "network-administrator" if stranger.kind == "owes" else "manager"
        other = machine_of(account(stranger, role), stranger, Scope.READ_MEETINGS)
        assert titles(other.call("GET", "meetings")) == []
        for each in of_owes.call("GET", "meetings").json()["items"]:
            problem(other.call("GET", f"meetings/{each['id']}"), 404)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("which=tomorrow", "which"),
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("cursor=abc", "cursor"),
        ("page=2", "page"),
        ("which=", "which"),
    ],
)
def test_what_is_asked_wrongly_is_said_at_its_field(program, asked, field):
    (said,) = problem(program.call("GET", f"meetings?{asked}"), 422)["errors"]
    assert said["field"] == field
    assert said["message"]


def test_a_cursor_of_another_house_opens_nothing(program, of_owes, three):
    cursor = of_owes.call("GET", "meetings?limit=1").json()["next"]
    problem(program.call("GET", f"meetings?cursor={cursor}"), 422)


def test_without_the_scope_and_for_nothing_at_all(account, poraj, program):
    wrong = machine_of(account(poraj, "manager"), poraj, Scope.READ_REPORTS)
    assert "read:meetings" in problem(wrong.call("GET", "meetings"), 403)["detail"]
    problem(program.call("GET", f"meetings/{UUID(int=7)}"), 404)
    problem(program.call("POST", "meetings", {}), 405)


def test_one_meeting_and_three_cost_the_same(program, jowes, poraj, klobuck, as_house):
    counts, one = [], a_meeting(jowes, poraj)
    program.call("GET", "meetings")
    for more in (0, 2):
        for number in range(more):
            a_meeting(jowes, poraj, klobuck, title=f"{number}")
            an_action(jowes, poraj, meeting=one, what=f"{number}", due_on=NOW.date())
            with as_house(jowes):
                Invitation.objects.get_or_create(meeting=one, house=klobuck)
        for path in ("meetings", f"meetings/{one.pk}"):
            with CaptureQueriesContext(connection) as asked:
                assert program.call("GET", path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
