"""Guests without a house: a link that works once, an address that stays with the OWES, needs without names."""

import re
from datetime import timedelta

import pytest

from core.audit.models import AuditEntry
from core.mail.models import Mail
from networking.meetings.models import Guest, Meeting, NeedCount
from networking.meetings.rules import Need
from networking.meetings.services import (
    address_of,
    answer_as_guest,
    call_off,
    invite_guest,
    remove_guest,
    send_new_link,
)
from tenants.errors import RuleBroken
from tests.networking.meetings.conftest import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "wojt@poraj.example"


@pytest.fixture
def guest(jowes, adviser, as_house):
    def make(meeting, *, name="Katarzyna Wójt", email=ADDRESS):
        with as_house(jowes):
            return invite_guest(
                by=adviser, meeting_id=meeting.pk, name=name, email=email, organisation="Gmina Poraj", now=NOW
            )

    return make


@pytest.fixture
def secret(jowes, as_house):
    """The secret in the letter that a guest got last."""

    def find():
        with as_house(jowes):
            return re.search(r"/spotkania/gosc/([^/]+)/", Mail.objects.order_by("-created_at", "-id")[0].body)[1]

    return find


@pytest.fixture
def visit(client_for, jowes):
    return lambda secret, **data: (
        client_for(house=jowes).post(f"/spotkania/gosc/{secret}/", data)
        if data
        else client_for(house=jowes).get(f"/spotkania/gosc/{secret}/")
    )


def test_the_address_stands_in_the_outgoing_mail_and_nowhere_in_public(sent, guest, jowes, as_house):
    made = guest(sent())
    with as_house(jowes):
        row = Guest.objects.get()
        assert ADDRESS not in repr(vars(row))
        assert Mail.objects.get().to == ADDRESS
        assert address_of(row) == ADDRESS
        assert ADDRESS not in repr(list(AuditEntry.objects.values()))
    assert made.pk


def test_the_row_holds_only_a_hash_of_the_secret(sent, guest, secret, jowes, as_house):
    guest(sent())
    with as_house(jowes):
        assert secret() not in repr(list(Guest.objects.values()))


def test_looking_changes_nothing_and_the_page_is_stored_nowhere(sent, guest, secret, visit, jowes, as_house):
    guest(sent())
    page = visit(secret())
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Motywacja i wypalenie" in page.content.decode()
    with as_house(jowes):
        assert Guest.objects.get().link_used_at is None


def test_a_stranger_without_a_session_answers_once(sent, guest, secret, visit, jowes, as_house):
    guest(sent())
    link = secret()
    first = visit(link, coming="coming", needs=["parking"])
    assert first.status_code == 200
    again = visit(link, coming="not-coming")
    assert "tone-success" in again.content.decode()
    with as_house(jowes):
        row = Guest.objects.get()
        assert (row.answer, row.link_used_at is not None) == ("coming", True)
        assert [(each.house_id, each.need, each.people) for each in NeedCount.objects.all()] == [(None, "parking", 1)]
        entry = AuditEntry.objects.get(action="meetings.guest_answered")
        assert "Katarzyna" not in repr(entry.details)


def test_nothing_chosen_is_said_at_the_field_and_the_link_still_works(sent, guest, secret, visit):
    guest(sent())
    wrong = visit(secret(), needs=["parking"])
    assert wrong.status_code == 200
    assert "is-invalid" in wrong.content.decode()
    assert "checked" in wrong.content.decode(), "what was ticked is still ticked"


def test_a_wrong_secret_is_not_found_here_and_a_right_one_in_no_other_house(
    sent, guest, secret, visit, client_for, poraj
):
    guest(sent())
    assert visit("nonsense").status_code == 404
    assert client_for(house=poraj).get(f"/spotkania/gosc/{secret()}/").status_code == 404


def test_after_the_deadline_the_link_says_whom_to_ask(sent, guest, secret, jowes, as_house):
    guest(sent())
    with as_house(jowes), pytest.raises(RuleBroken) as refused:
        answer_as_guest(secret=secret(), coming=True, now=NOW + timedelta(days=15))
    assert "Łukasz Bednarczyk" in refused.value.message


def test_after_the_meeting_was_called_off_the_page_says_so(sent, guest, secret, visit, adviser, jowes, as_house):
    meeting = sent()
    guest(meeting)
    link = secret()
    with as_house(jowes):
        call_off(by=adviser, meeting_id=meeting.pk, reason="Zamknięta droga")
        assert Mail.objects.filter(to=ADDRESS).count() == 2, "guests are told too"
    page = visit(link)
    assert page.status_code == 410
    assert "Zamknięta droga" in page.content.decode()


def test_a_new_link_ends_the_old_one_and_needs_are_not_counted_twice(
    sent, guest, secret, visit, adviser, jowes, as_house
):
    row = guest(sent())
    old = secret()
    visit(old, coming="coming", needs=["parking"])
    with as_house(jowes):
        send_new_link(by=adviser, guest_id=row.pk, now=NOW)
        assert Guest.objects.get().answer == "coming", "the answer stays until it is changed"
    assert visit(old).status_code == 404
    visit(secret(), coming="coming", needs=["parking"])
    with as_house(jowes):
        assert NeedCount.objects.get().people == 1


def test_needs_of_all_guests_are_one_sum(sent, guest, secret, jowes, as_house):
    meeting = sent()
    for number in range(2):
        guest(meeting, name=f"Gość {number}", email=f"g{number}@example.org")
        with as_house(jowes):
            answer_as_guest(secret=secret(), coming=True, needs=[Need.PARKING], now=NOW)
    with as_house(jowes):
        assert [(each.house_id, each.people) for each in NeedCount.objects.all()] == [(None, 2)]


def test_a_guest_takes_a_seat_and_finds_none_when_all_are_taken(sent, guest, secret, jowes, as_house):
    meeting = sent(seats=1)
    for name in ("Pierwsza", "Druga"):
        guest(meeting, name=name)
    with as_house(jowes):
        answer_as_guest(secret=secret(), coming=True, now=NOW)
        first = Guest.objects.exclude(answer="coming").get()
        send_new_link(by=None, guest_id=first.pk, now=NOW)
        with pytest.raises(RuleBroken):
            answer_as_guest(secret=secret(), coming=True, now=NOW)
        answer_as_guest(secret=secret(), coming=False, now=NOW)


def test_an_address_that_is_none_is_refused_and_nobody_is_listed(sent, guest, jowes, as_house):
    with pytest.raises(RuleBroken) as refused:
        guest(sent(), email="a@b.example, c@d.example")
    assert refused.value.field == "email"
    with as_house(jowes):
        assert not Guest.objects.exists()


def test_a_centre_cannot_invite_or_remove_guests(sent, guest, manager, poraj, as_house):
    meeting = sent()
    row = guest(meeting)
    with as_house(poraj):
        with pytest.raises(Meeting.DoesNotExist):
            invite_guest(by=manager, meeting_id=meeting.pk, name="x", email=ADDRESS, now=NOW)
        with pytest.raises(Guest.DoesNotExist):
            remove_guest(by=manager, guest_id=row.pk)


def test_a_guest_who_comes_stays_on_the_list(sent, guest, secret, adviser, jowes, as_house):
    row = guest(sent())
    with as_house(jowes):
        answer_as_guest(secret=secret(), coming=True, now=NOW)
        with pytest.raises(RuleBroken):
            remove_guest(by=adviser, guest_id=row.pk)
        answering = Guest.objects.get()
    assert answering.answer == "coming"
