"""Agreements: made by the OWES, done by whoever took them on, recalled in time."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.notifications.models import Notification
from core.notifications.services import deliver_post
from networking.meetings.models import Action
from networking.meetings.selectors.actions import cards_of_actions
from networking.meetings.services import recall_due_actions
from tenants.post.models import Post
from tests.networking.meetings.held import a_meeting, an_action

LIST = "/ustalenia/"
NOBODY = "00000000-0000-4000-8000-000000000000"


def page_of(action: Action, page: str = "") -> str:
    return f"{LIST}{action.pk}/{page}"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def adviser(jowes: Any, account: Any) -> Any:
    return account(jowes, "adviser", name="Doradca Kluczowy")


@pytest.fixture
def owes(adviser: Any, client_for: Any) -> Any:
    return client_for(adviser)


@pytest.fixture
def centre(poraj: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(poraj, "manager", name="Kierownik Poraja"))


@pytest.fixture
def action(jowes: Any, poraj: Any, today: date) -> Action:
    return an_action(jowes, poraj, what="Rozesłać wzór IPZS", who="kierownik", due_on=today + timedelta(days=10))


def typed(house: Any, **values: Any) -> dict[str, Any]:
    due_on = timezone.localdate() + timedelta(days=14)
    agreement = {"what": "Wizyta w Kłobucku", "house": str(house.pk), "who": "kierownik", "due_on": due_on.isoformat()}
    return {**agreement, "version": 0, "form_id": str(uuid4()), **values}


def test_the_owes_writes_an_agreement_down_and_the_centre_is_told(
    owes: Any, poraj: Any, account: Any, as_house: Any
) -> None:
    manager = account(poraj, "manager")
    assert owes.post(f"{LIST}nowe/", typed(poraj)).url == LIST
    with as_house(poraj):
        post = Post.objects.get(kind="action.agreed")
        deliver_post(post_id=str(post.pk))
        notice = Notification.objects.get(account=manager)
        assert "Wizyta w Kłobucku" in notice.title
        assert notice.url == page_of(Action.objects.get())


def test_an_agreement_of_a_meeting_leads_back_to_its_minutes(owes: Any, jowes: Any, poraj: Any, as_house: Any) -> None:
    meeting = a_meeting(jowes, poraj)
    answer = owes.post(f"{LIST}nowe/?spotkanie={meeting.pk}", typed(poraj))
    assert answer.url == f"/spotkania/{meeting.pk}/protokol/"
    assert "Wizyta w Kłobucku" in owes.get(answer.url).content.decode()


def test_the_owes_may_take_an_agreement_on_itself(owes: Any, jowes: Any, as_house: Any) -> None:
    assert owes.post(f"{LIST}nowe/", typed(jowes)).status_code == 302
    with as_house(jowes):
        assert Action.objects.get().house_id == jowes.pk
        assert not Post.objects.filter(kind="action.agreed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_on", "2020-01-01"), ("due_on", "nigdy"), ("house", NOBODY), ("what", ""), ("what", "44051401359")],
)
def test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_lost(
    field: str, value: str, owes: Any, poraj: Any, as_house: Any
) -> None:
    answer = owes.post(f"{LIST}nowe/", typed(poraj) | {field: value})
    assert answer.context["form"].errors[field]
    assert answer.context["form"]["who"].value() == "kierownik"
    with as_house(poraj):
        assert not Action.objects.exists()


def test_the_responsible_centre_says_that_it_is_done_and_how(
    action: Action, centre: Any, owes: Any, as_house: Any
) -> None:
    page = page_of(action, "wykonane/")
    assert centre.post(page, {"version": 1, "note": "Wysłano wszystkim"}).url == page_of(action)
    shown = owes.get(page_of(action)).content.decode()
    assert "Wysłano wszystkim" in shown
    assert "Kierownik Poraja" in shown
    assert centre.post(page_of(action, "otworz/")).url == page_of(action)
    with as_house(action.house):
        assert Action.objects.get().done_at is None


def test_two_people_at_one_agreement_see_both_versions(action: Action, centre: Any, owes: Any, as_house: Any) -> None:
    owes.post(page_of(action, "zmien/"), typed(action.house, version=1, what="Rozesłać nowy wzór IPZS"))
    answer = centre.post(page_of(action, "wykonane/"), {"version": 1, "note": "Już dawno"})
    assert "w międzyczasie" in answer.content.decode()
    assert answer.context["form"]["note"].value() == "Już dawno"
    stale = owes.post(page_of(action, "zmien/"), typed(action.house, version=1, what="Zupełnie co innego"))
    shown = {each.label: (each.saved, each.typed) for each in stale.context["form"].meanwhile}
    assert ("Rozesłać nowy wzór IPZS", "Zupełnie co innego") in shown.values()
    with as_house(action.house):
        assert Action.objects.get().what == "Rozesłać nowy wzór IPZS"


def test_what_is_done_is_not_changed_before_it_is_opened_again(action: Action, owes: Any) -> None:
    owes.post(page_of(action, "wykonane/"), {"version": 1, "note": ""})
    answer = owes.post(page_of(action, "zmien/"), typed(action.house, version=2))
    assert answer.context["form"].non_field_errors()


def test_open_ones_come_first_by_day_and_the_list_is_narrowed(
    owes: Any, jowes: Any, poraj: Any, klobuck: Any, today: date
) -> None:
    for house, what, days, done in (
        (poraj, "Zrobione", -30, True),
        (poraj, "Późniejsze", 20, False),
        (klobuck, "Zaległe", -1, False),
        (poraj, "Bliskie", 2, False),
    ):
        how = {"done_at": timezone.now(), "done_by_name": "Ktoś"} if done else {}
        an_action(jowes, house, what=what, due_on=today + timedelta(days=days), **how)

    def listed(query: str = "") -> list[str]:
        return [row.action.what for row in owes.get(f"{LIST}{query}").context["table"].page]

    assert listed() == ["Zaległe", "Bliskie", "Późniejsze", "Zrobione"]
    assert listed(f"?house={klobuck.pk}") == ["Zaległe"]
    assert listed("?state=overdue") == ["Zaległe"]
    assert listed("?state=open") == ["Bliskie", "Późniejsze"]
    assert listed("?state=done") == ["Zrobione"]
    assert len(listed("?state=nonsense&house=x")) == 4


def test_the_responsible_are_reminded_before_the_day_and_once_after_it(
    action: Action, poraj: Any, account: Any, as_house: Any, today: date
) -> None:
    manager = account(poraj, "manager")
    account(poraj, "accountant")
    noon = timezone.make_aware(datetime.combine(action.due_on, datetime.min.time())) + timedelta(hours=12)
    with as_house(poraj):
        told = [recall_due_actions(now=noon + timedelta(days=days)) for days in (-4, -3, -2, 0, 1, 2, 9)]
        assert told == [0, 1, 0, 0, 1, 0, 0]
        assert set(Notification.objects.order_by("pk").values_list("account_id", flat=True)) == {manager.pk}
        assert Notification.objects.filter(url=page_of(action)).count() == 2


def test_agreements_of_other_centres_are_not_recalled_here(
    action: Action, klobuck: Any, jowes: Any, as_house: Any
) -> None:
    for house in (klobuck, jowes):
        with as_house(house):
            assert recall_due_actions(now=timezone.now() + timedelta(days=9)) == 0


def test_today_shows_ones_own_agreements_and_to_the_owes_what_is_late(
    jowes: Any, poraj: Any, account: Any, adviser: Any, as_house: Any, today: date, settings: Any
) -> None:
    settings.ROOT_URLCONF = "config.urls.centre"
    an_action(jowes, poraj, what="Zaległe", due_on=today - timedelta(days=1))
    an_action(jowes, poraj, what="Dalekie", due_on=today + timedelta(days=60))
    with as_house(poraj):
        (card,) = cards_of_actions(account(poraj, "manager"), today=today)
        assert card.tone == "warning"
        assert "Zaległe" in str(card.text)
        assert cards_of_actions(account(poraj, "accountant"), today=today) == []
    with as_house(jowes):
        (card,) = cards_of_actions(adviser, today=today)
        assert "overdue" in card.url


def test_the_page_today_leads_to_them_and_to_minutes_that_wait(
    owes: Any, centre: Any, jowes: Any, poraj: Any, today: date
) -> None:
    an_action(jowes, poraj, what="Rozesłać wzór", due_on=today - timedelta(days=1))
    a_meeting(jowes, poraj, title="Spotkanie do opisania", starts_at=timezone.now() - timedelta(days=2))
    assert "Rozesłać wzór" in centre.get("/").content.decode()
    shown = owes.get("/").content.decode()
    assert "state=overdue" in shown
    assert "Uzupełnij protokół: Spotkanie do opisania" in shown


def test_a_centre_reads_what_others_agreed_to_and_changes_nothing_of_it(
    action: Action, klobuck: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    other = client_for(account(klobuck, "manager"))
    assert "Rozesłać wzór IPZS" in other.get(LIST).content.decode()
    assert other.get(page_of(action)).status_code == 200
    for page in ("wykonane/", "otworz/"):
        assert other.post(page_of(action, page), {"version": 1, "note": ""}).status_code == 404
    assert other.get(page_of(action, "zmien/")).status_code == 403
    assert other.get(f"{LIST}nowe/").status_code == 403
    with as_house(klobuck):
        assert Action.objects.get().done_at is None


def test_who_does_not_speak_for_the_centre_says_nothing_is_done(
    action: Action, poraj: Any, account: Any, client_for: Any
) -> None:
    instructor = client_for(account(poraj, "vocational-instructor"))
    assert instructor.get(page_of(action)).status_code == 200
    for page in ("wykonane/", "otworz/"):
        assert instructor.post(page_of(action, page), {"version": 1}).status_code == 403


@pytest.mark.parametrize("asked", ["nonsense", NOBODY])
def test_an_agreement_of_no_meeting_of_ours_is_not_found(asked: str, owes: Any) -> None:
    assert owes.get(f"{LIST}nowe/?spotkanie={asked}").status_code == 404


def test_an_agreement_that_does_not_exist_is_not_found(owes: Any) -> None:
    assert owes.get(f"{LIST}{uuid4()}/").status_code == 404


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    action: Action, owes: Any, jowes: Any, poraj: Any, klobuck: Any, today: date
) -> None:
    def queries() -> int:
        owes.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            owes.get(LIST)
        return len(asked)

    few = queries()
    an_action(jowes, klobuck, what="Drugie", due_on=today)
    an_action(jowes, poraj, what="Trzecie", due_on=today)
    assert queries() == few
