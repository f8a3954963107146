"""Calling a meeting, sending it, changing it after answers came, calling it off."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from core.audit.models import AuditEntry
from networking.meetings.models import Invitation, Meeting
from networking.meetings.rules import MeetingState, Part, PartKind, Person
from networking.meetings.services import (
    answer_invitation,
    call_meeting,
    call_off,
    discard_draft,
    edit_meeting,
    send_invitations,
)
from tenants.errors import ChangedMeanwhile, RowsBroken, RuleBroken
from tenants.post.selectors import received_post
from tests.networking.meetings.conftest import DAY, DEADLINE, NOW, PLAN, TODAY

pytestmark = pytest.mark.django_db


def post_of(as_house, house):
    with as_house(house):
        return [(each.kind, each.object_id) for each in received_post()]


def test_a_draft_is_seen_by_nobody_but_its_convener(draft, jowes, poraj, as_house):
    meeting = draft()
    with as_house(jowes):
        assert Meeting.objects.get().pk == meeting.pk
    with as_house(poraj):
        assert not Meeting.objects.exists()
        assert not Invitation.objects.exists()
    assert post_of(as_house, poraj) == []


def test_sending_tells_every_centre_on_the_list_once(draft, adviser, jowes, poraj, klobuck, as_house):
    meeting = draft()
    with as_house(jowes):
        for _again in range(2):
            send_invitations(by=adviser, meeting_id=meeting.pk, now=NOW)
        assert AuditEntry.objects.filter(action="meetings.sent").count() == 1
    for house in (poraj, klobuck):
        assert post_of(as_house, house) == [("meeting.invitation", meeting.pk)]


def test_a_centre_that_is_not_invited_gets_no_post_but_may_read_of_the_meeting(sent, poraj, klobuck, as_house):
    sent(invited=[poraj.pk])
    assert post_of(as_house, klobuck) == []
    with as_house(klobuck):
        assert Meeting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": time(9)}, "ends_at"),
        ({"place": ""}, "place"),
        ({"day": TODAY - timedelta(days=1)}, "day"),
        ({"answers_until": DAY + timedelta(days=1)}, "answers_until"),
        ({"answers_until": TODAY - timedelta(days=1)}, "answers_until"),
        ({"introduction": "Zapytajcie o 44051401359"}, "introduction"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused_at_its_field(draft, jowes, as_house, changes, field):
    with pytest.raises(RuleBroken) as refused:
        draft(**changes)
    assert refused.value.field == field
    with as_house(jowes):
        assert not Meeting.objects.exists()


def test_overlapping_parts_are_refused_at_their_row_and_nothing_is_written(draft, jowes, as_house):
    late = Part(starts_at=time(11), ends_at=time(13), kind=PartKind.DISCUSSION, topic="Dyskusja")
    with pytest.raises(RowsBroken) as refused:
        draft(parts=(PLAN.parts[0], late))
    assert list(refused.value.rows) == [1]
    with as_house(jowes):
        assert not Meeting.objects.exists()


def test_only_centres_that_belong_to_the_network_on_that_day_are_invited(draft, jowes):
    with pytest.raises(RuleBroken) as refused:
        draft(invited=[jowes.pk])
    assert refused.value.field == "invited"
    with pytest.raises(RuleBroken):
        draft(invited=[])


def test_a_centre_calls_no_meeting(poraj, manager, network, as_house):
    with as_house(poraj), pytest.raises(RuleBroken):
        call_meeting(by=manager, network_id=network.pk, plan=PLAN, invited=[poraj.pk], today=TODAY)


def test_a_meeting_whose_deadline_has_passed_is_not_sent(draft, adviser, jowes, as_house):
    meeting = draft()
    with as_house(jowes), pytest.raises(RuleBroken):
        send_invitations(by=adviser, meeting_id=meeting.pk, now=NOW + timedelta(days=15))


@pytest.fixture
def change(jowes, adviser, as_house):
    def make(meeting, *, version=None, invited=None, **changes):
        with as_house(jowes):
            row = Meeting.objects.get(pk=meeting.pk)
            houses = invited or [each.house_id for each in row.invitations.all()]
            return edit_meeting(
                by=adviser,
                meeting_id=row.pk,
                version=version or row.version,
                plan=replace(PLAN, **changes),
                invited=houses,
                today=TODAY,
            )

    return make


@pytest.fixture
def answered(poraj, manager, as_house):
    def make(meeting, *names):
        with as_house(poraj):
            version = Invitation.objects.get(meeting=meeting, house=poraj).version
            people = [Person(name) for name in names or ("Anna Kowalska",)]
            return answer_invitation(
                by=manager, meeting_id=meeting.pk, version=version, coming=True, people=people, now=NOW
            )

    return make


def test_moving_a_meeting_after_answers_came_keeps_them_and_asks_to_confirm(
    sent, answered, change, poraj, klobuck, jowes, as_house
):
    meeting = sent()
    answered(meeting)
    moved = change(meeting, starts_at=time(9))
    assert moved.sequence == 1
    for house in (poraj, klobuck):
        assert ("meeting.changed", meeting.pk) in post_of(as_house, house)
    with as_house(poraj):
        own = Invitation.objects.get(house=poraj)
        assert (own.answer, own.asks_to_confirm, own.people.count()) == ("coming", True, 1)
    again = answered(meeting)
    assert not again.asks_to_confirm


def test_another_theme_is_no_news_for_the_invited(sent, change, poraj, as_house):
    meeting = sent()
    assert change(meeting, theme="Coś innego").sequence == 0
    assert [kind for kind, _about in post_of(as_house, poraj)] == ["meeting.invitation"]


def test_a_meeting_moved_after_the_deadline_needs_a_new_deadline(sent, change, jowes, adviser, as_house):
    meeting = sent()
    with as_house(jowes):
        row = Meeting.objects.get(pk=meeting.pk)
        plan = replace(PLAN, place="Myszków")
        with pytest.raises(RuleBroken) as refused:
            edit_meeting(
                by=adviser,
                meeting_id=row.pk,
                version=row.version,
                plan=plan,
                invited=[each.house_id for each in row.invitations.all()],
                today=DEADLINE + timedelta(days=1),
            )
    assert refused.value.field == "answers_until"


def test_two_who_change_a_meeting_at_once_do_not_overwrite_each_other(sent, change):
    meeting = sent()
    change(meeting, version=1, theme="Pierwszy")
    with pytest.raises(ChangedMeanwhile):
        change(meeting, version=1, theme="Drugi")


def test_an_invitation_that_was_sent_cannot_be_taken_back_but_newcomers_are_invited(
    sent, change, poraj, klobuck, as_house
):
    meeting = sent(invited=[poraj.pk])
    change(meeting, invited=[poraj.pk, klobuck.pk])
    assert post_of(as_house, klobuck) == [("meeting.invitation", meeting.pk)]
    with pytest.raises(RuleBroken) as refused:
        change(meeting, invited=[klobuck.pk])
    assert refused.value.field == "invited"


def test_there_are_never_fewer_seats_than_people_coming(sent, change, answered):
    meeting = sent()
    answered(meeting, "Anna Kowalska", "Jan Lis")
    with pytest.raises(RuleBroken) as refused:
        change(meeting, seats=1)
    assert refused.value.field == "seats"


def test_calling_off_needs_a_reason_and_is_told_to_everybody(sent, change, adviser, jowes, poraj, as_house):
    meeting = sent()
    with as_house(jowes):
        with pytest.raises(RuleBroken) as refused:
            call_off(by=adviser, meeting_id=meeting.pk, reason="  ")
        assert refused.value.field == "reason"
        assert call_off(by=adviser, meeting_id=meeting.pk, reason="Choroba prowadzącej").state == MeetingState.CANCELLED
    assert ("meeting.called_off", meeting.pk) in post_of(as_house, poraj)
    with pytest.raises(RuleBroken):
        change(meeting, starts_at=time(9))


def test_a_draft_is_thrown_away_and_a_sent_meeting_is_not(draft, sent, adviser, jowes, as_house):
    written, out = draft(), sent()
    with as_house(jowes):
        discard_draft(by=adviser, meeting_id=written.pk)
        with pytest.raises(Meeting.DoesNotExist):
            discard_draft(by=adviser, meeting_id=out.pk)
        assert [each.pk for each in Meeting.objects.all()] == [out.pk]
