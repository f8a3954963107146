"""Reminders to the silent: by themselves once, by the button once a day; cards of the Today page."""

from datetime import timedelta

import pytest
from django.urls import set_urlconf

from core.audit.models import AuditEntry
from core.notifications.models import Notification
from core.notifications.services import deliver_post
from networking.meetings.models import Invitation
from networking.meetings.rules import Person
from networking.meetings.selectors import meeting_cards
from networking.meetings.services import answer_invitation, remind_silent, remind_when_due
from tenants.errors import RuleBroken
from tenants.post.selectors import received_post
from tests.networking.meetings.conftest import DAY, DEADLINE, NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(sent, poraj, manager, as_house):
    """Poraj comes, Kłobuck is silent."""
    made = sent()
    with as_house(poraj):
        answer_invitation(
            by=manager, meeting_id=made.pk, version=1, coming=True, people=[Person("Anna Kowalska")], now=NOW
        )
    return made


def reminders(as_house, house):
    with as_house(house):
        return received_post().filter(kind="meeting.reminder").count()


@pytest.mark.parametrize(("days", "told"), [(10, 0), (11, 1), (14, 1), (15, 0)])
def test_the_silent_are_reminded_from_three_days_before_the_deadline(
    meeting, jowes, poraj, klobuck, as_house, days, told
):
    with as_house(jowes):
        remind_when_due(now=NOW + timedelta(days=days))
    assert (reminders(as_house, klobuck), reminders(as_house, poraj)) == (told, 0)


def test_by_itself_it_reminds_once(meeting, jowes, klobuck, as_house):
    with as_house(jowes):
        for days in (11, 11, 12, 13):
            remind_when_due(now=NOW + timedelta(days=days))
        assert AuditEntry.objects.filter(action="meetings.reminded").count() == 1
    assert reminders(as_house, klobuck) == 1


def test_the_job_of_a_centre_reminds_nobody(meeting, poraj, klobuck, as_house):
    with as_house(poraj):
        remind_when_due(now=NOW + timedelta(days=12))
    assert reminders(as_house, klobuck) == 0


def test_by_the_button_once_a_day(meeting, adviser, jowes, klobuck, as_house):
    with as_house(jowes):
        assert remind_silent(by=adviser, meeting_id=meeting.pk, now=NOW) == 1
        with pytest.raises(RuleBroken):
            remind_silent(by=adviser, meeting_id=meeting.pk, now=NOW)
        assert remind_silent(by=adviser, meeting_id=meeting.pk, now=NOW + timedelta(days=1)) == 1
        Invitation.objects.filter(house=klobuck).delete()
        with pytest.raises(RuleBroken):
            remind_silent(by=adviser, meeting_id=meeting.pk, now=NOW + timedelta(days=2))
    assert reminders(as_house, klobuck) == 2


def test_an_invitation_rings_the_bell_of_those_who_may_answer_and_leads_to_the_meeting(
    sent, poraj, manager, account, as_house
):
    instructor = account(poraj, "vocational-instructor")
    meeting = sent()
    with as_house(poraj):
        deliver_post(post_id=str(received_post().get().pk))
        notice = Notification.objects.get(account=manager)
        assert notice.url == f"/spotkania/{meeting.pk}/"
        assert "Motywacja i wypalenie" in notice.title
        assert not Notification.objects.filter(account=instructor).exists()


def cards(as_house, account, day):
    with as_house(account._home):
        set_urlconf(f"config.urls.{'owes' if account._home == 'jowes' else 'centre'}")
        found = [(card.tone, card.url.rsplit("/", 2)[1]) for card in meeting_cards(account, today=day)]
        set_urlconf(None)
        return found


def test_today_asks_for_an_answer_and_presses_near_the_deadline(meeting, neighbour, manager, as_house):
    assert cards(as_house, neighbour, TODAY) == [("info", "odpowiedz")]
    assert cards(as_house, neighbour, DEADLINE) == [("warning", "odpowiedz")]
    assert cards(as_house, neighbour, DEADLINE + timedelta(days=1)) == []
    assert cards(as_house, manager, TODAY) == []


def test_today_tells_the_day_before_and_on_the_day_whoever_goes(meeting, manager, neighbour, adviser, as_house):
    for day in (DAY - timedelta(days=1), DAY):
        assert len(cards(as_house, manager, day)) == 1
        assert cards(as_house, neighbour, day) == []
        assert len(cards(as_house, adviser, day)) == 1


def test_today_tells_the_convener_of_drafts_and_of_missing_answers(meeting, draft, adviser, account, jowes, as_house):
    draft()
    assert len(cards(as_house, adviser, TODAY)) == 2
    analyst = account(jowes, "analyst")
    assert cards(as_house, analyst, TODAY) == []
