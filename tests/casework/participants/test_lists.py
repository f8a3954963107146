"""The list: who is in it, how people are found, and how one turns its pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf

from casework.participants.rules import Search, State
from casework.participants.selectors import ListPage, cards_of_stays, first_step, list_page, participants_visible_to
from casework.participants.selectors import lists as the_list
from casework.staff.models import StaffMember
from casework.workshops.models import Group, Membership, Workshop
from core.accounts.models import Account
from tests.factories.casework import a_participant, a_stay, a_worker

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _inside(poraj: Any, as_house: Any) -> Iterator[None]:
    """In the house and among its addresses, as a request is."""
    set_urlconf("config.urls.centre")
    with as_house(poraj):
        yield
    set_urlconf(None)


def page(by: Account | None = None, **asked: Any) -> ListPage:
    asked.setdefault("state", State.ALL)
    return list_page(by or a_worker(), Search(**asked), today=TODAY)


def names(**asked: Any) -> list[str]:
    return [row.name for row in page(**asked).rows]


def a_group(instructor: Account | None = None, name: str = "Ogród I") -> Group:
    leader = None
    if instructor:
        leader = StaffMember.objects.create(name=instructor.name, function="vocational-instructor", account=instructor)
    workshop = Workshop.objects.create(name=f"Pracownia {name}", seats=10)
    return Group.objects.create(workshop=workshop, name=name, seats=10, instructor=leader)


@pytest.fixture
def people() -> None:
    for last, first in [
        ("Żółć", "Łucja"),
        ("Kowalski", "Jan"),
        ("Zając", "Ewa"),
        ("Kowalska", "Anna"),
        ("Ćwik", "Jan"),
    ]:
        a_participant(last_name=last, first_name=first)


@pytest.mark.usefixtures("people")
def test_names_stand_in_the_polish_order() -> None:
    assert names() == ["Ćwik Jan", "Kowalska Anna", "Kowalski Jan", "Zając Ewa", "Żółć Łucja"]
    assert names(sort="-nazwisko") == names()[::-1]
    assert names(sort="-dodano")[0] == "Ćwik Jan"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kowal", ["Kowalska Anna", "Kowalski Jan"]),
        ("zolc", ["Żółć Łucja"]),
        ("ŻÓŁĆ", ["Żółć Łucja"]),
        ("lucja", ["Żółć Łucja"]),
        ("Jan Kowalski", ["Kowalski Jan"]),
        ("jan", ["Ćwik Jan", "Kowalski Jan"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("\\", []),
    ],
)
def test_names_are_found_by_a_fragment_with_or_without_polish_letters(text: str, found: list[str]) -> None:
    assert names(text=text) == found
    assert not page(text=text).are_similar


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typo", "first"),
    [
        ("kowlaski", "Kowalski Jan"),
        ("Jna kowlaski", "Kowalski Jan"),
        ("Kovalski", "Kowalski Jan"),
        ("Kowaalski", "Kowalski Jan"),
        ("Kowaski", "Kowalski Jan"),
        ("Żlóć", "Żółć Łucja"),
        ("Zajnoc", "Zając Ewa"),
        ("Zajonc", "Zając Ewa"),
    ],
)
def test_a_mistyped_name_finds_those_that_are_alike(typo: str, first: str) -> None:
    found = page(text=typo)
    assert found.are_similar
    assert found.rows[0].name == first


def test_who_has_left_is_found_although_the_list_shows_those_who_are_here() -> None:
    a_stay(last_name="Dawna", first_name="Ewa", starts_on=date(2025, 1, 10), ends_on=date(2025, 6, 30))
    found = page(text="dawna", state=State.HERE)
    assert found.are_similar
    assert [(row.name, row.state) for row in found.rows] == [("Dawna Ewa", "ended")]


@pytest.mark.usefixtures("people")
def test_something_else_finds_nobody() -> None:
    assert page(text="Wrzeszczykiewicz").rows == []


def test_numbers_are_found_exactly_or_not_at_all() -> None:
    a_participant(last_name="Nowak", pesel="02270803624", phone="600 700 800")
    a_participant(last_name="Lis")
    for text in ("02270803624", "022708 03624", "600700800", "+48 600-700-800"):
        assert [row.name.split()[0] for row in page(text=text, state=State.HERE).rows] == ["Nowak"]
    for text in ("0227080362", "600700801", "2270803624"):
        assert page(text=text).rows == []


def test_a_row_shows_the_last_digits_and_the_stay() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2), pesel="02270803624", plan_signed_on=None)
    group = a_group()
    Membership.objects.create(group=group, stay=stay, starts_on=date(2026, 3, 2))
    (row,) = page().rows
    assert (row.pesel, row.state, row.until) == ("•••••••3624", "main", date(2027, 3, 2))
    assert (row.group, row.has_plan) == ("Ogród I", False)


def test_states_tell_people_apart() -> None:
    def person(name: str, **stay: Any) -> None:
        a_stay(last_name=name, first_name="x", **stay)

    person("Probny", starts_on=date(2026, 11, 2))
    person("Wlasciwy", starts_on=date(2026, 3, 2), plan_signed_on=None)
    person("Konczacy", starts_on=date(2025, 12, 10))
    person("Poterminie", starts_on=date(2025, 1, 10))
    person("Byly", starts_on=date(2025, 1, 10), ends_on=date(2025, 6, 30))
    person("Przyszly", starts_on=date(2026, 12, 1))
    a_participant(last_name="Bez", first_name="x")
    expected = {
        State.HERE: "Konczacy Poterminie Probny Przyszly Wlasciwy",
        State.TRIAL: "Probny",
        State.MAIN: "Konczacy Wlasciwy",
        State.ENDING: "Konczacy",
        State.OVER_LIMIT: "Poterminie",
        State.NO_PLAN: "Wlasciwy",
        State.NO_STAY: "Bez",
        State.ENDED: "Byly",
        State.ALL: "Bez Byly Konczacy Poterminie Probny Przyszly Wlasciwy",
    }
    assert {state: " ".join(name.split()[0] for name in names(state=state)) for state in State} == expected


def test_a_stay_with_a_known_last_day_ends_then() -> None:
    a_stay(last_name="Umowiony", starts_on=date(2026, 3, 2), ends_on=date(2026, 11, 30))
    a_stay(last_name="Pozniej", starts_on=date(2025, 12, 10), ends_on=date(2026, 12, 31))
    assert [each.split()[0] for each in names(state=State.ENDING)] == ["Umowiony"]


def test_a_group_narrows_the_list() -> None:
    one, other = a_stay(last_name="Jeden"), a_stay(last_name="Dwa")
    group = a_group()
    Membership.objects.create(group=group, stay=one, starts_on=one.starts_on)
    Membership.objects.create(group=group, stay=other, starts_on=other.starts_on, ends_on=date(2026, 4, 1))
    assert [each.split()[0] for each in names(group=group.pk)] == ["Jeden"]


def test_pages_follow_each_other_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_list, "PAGE_SIZE", 3)
    for number in range(8):
        a_participant(last_name="Nowak" if number < 4 else "abcdefgh"[number].upper() + "isz", first_name="Jan")
    whole = [row.id for row in list_page(a_worker(), Search(state=State.ALL), today=TODAY).rows]
    seen, at = list(whole), page()
    assert at.before is None
    while at.after:
        at = page(after=at.after)
        seen += [row.id for row in at.rows]
    assert len(seen) == len(set(seen)) == 8
    while at.before:
        at = page(before=at.before)
        assert [row.id for row in at.rows] == seen[seen.index(at.rows[0].id) :][: len(at.rows)]
    assert at.rows[0].id == seen[0]


def test_the_deepest_page_asks_no_more_of_the_database_than_the_first() -> None:
    for _ in range(30):
        a_stay()
    worker = a_worker()
    with CaptureQueriesContext(connection) as first:
        at = page(worker)
    with CaptureQueriesContext(connection) as second:
        page(worker, after=at.after)
    assert len(first) <= 4
    assert len(second) <= 5
    assert "OFFSET" not in str(second.captured_queries)


def test_people_are_counted_up_to_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_list, "COUNTED_AT_MOST", 2)
    monkeypatch.setattr(the_list, "PAGE_SIZE", 2)
    for _ in range(5):
        a_participant()
    assert page().count == 3
    assert not page().is_counted


def test_what_is_sealed_is_not_opened_for_a_list() -> None:
    a_participant(phone="600700800")
    with CaptureQueriesContext(connection) as asked:
        page()
    assert not [each for each in asked.captured_queries if '"phone"' in each["sql"] or '"categories"' in each["sql"]]


def test_an_instructor_sees_the_people_of_the_own_groups_alone(poraj: Any, account: Any) -> None:
    instructor, colleague = account(poraj, "vocational-instructor"), account(poraj, "vocational-instructor")
    mine, former, theirs = a_stay(last_name="Moja"), a_stay(last_name="Dawna"), a_stay(last_name="Cudza")
    own, other = a_group(instructor), a_group(colleague, "Kuchnia")
    Membership.objects.create(group=own, stay=mine, starts_on=mine.starts_on)
    Membership.objects.create(group=own, stay=former, starts_on=former.starts_on, ends_on=date(2026, 3, 31))
    Membership.objects.create(group=other, stay=theirs, starts_on=theirs.starts_on)
    assert [row.name.split()[0] for row in page(by=instructor).rows] == ["Moja"]
    assert page(by=instructor, text="Cudza").rows == []
    assert page(by=instructor, text=theirs.participant.pesel).rows == []


def test_who_may_not_see_people_sees_none(poraj: Any, account: Any) -> None:
    a_participant()
    assert not participants_visible_to(account(poraj, "accountant")).exists()


def test_today_tells_of_stays_that_end_and_names_nobody(poraj: Any, account: Any) -> None:
    worker = account(poraj, "social-worker")
    assert cards_of_stays(worker, today=TODAY) == []
    a_stay(last_name="Nowak", starts_on=date(2025, 12, 10))
    (ending,) = cards_of_stays(worker, today=TODAY)
    assert ending.tone == "info"
    assert "stan=konczy-sie" in ending.url
    assert "Nowak" not in str(ending)
    a_stay(starts_on=date(2025, 11, 21))
    a_stay(starts_on=date(2026, 10, 23), plan_signed_on=None)
    cards = cards_of_stays(worker, today=TODAY)
    assert cards[0].text == "dziś lub jutro: 1 osoba, za 8–30 dni: 1 osoba."
    tones = [card.tone for card in cards]
    assert tones == ["danger", "warning", "warning"]
    assert cards_of_stays(account(poraj, "job-counsellor"), today=TODAY) == []


def test_a_new_centre_begins_with_its_people(poraj: Any, account: Any) -> None:
    worker = account(poraj, "office")
    assert [step.done for step in first_step(worker)] == [False]
    a_participant()
    assert [step.done for step in first_step(worker)] == [True]
    assert first_step(account(poraj, "accountant")) == []
