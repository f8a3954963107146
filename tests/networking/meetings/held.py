"""A meeting that has begun, as the OWES has it in its database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from networking.meetings.models import Action, AgendaPart, Attendee, Guest, Invitation, Meeting
from networking.meetings.rules import Answer, MeetingState, PartKind
from tenants.organisations.models import Network, Organisation
from tenants.walls.context import house_context

SIGNED = {"name": "Łukasz Przykładowy", "function": "doradca kluczowy"}
NOBODY = "00000000-0000-0000-0000-000000000001"


def a_meeting(owes: Organisation, *invited: Organisation, starts_at: datetime | None = None, **values: Any) -> Meeting:
    """A meeting of the OWES to which these centres were invited, an hour ago unless said otherwise."""
    begin = starts_at or datetime.now(UTC) - timedelta(hours=1)
    with house_context(owes):
        defaults: dict[str, Any] = {
            "title": "Spotkanie sieciujące",
            "place": "Poraj, ul. Jasna 1",
            "theme": "Motywacja i wypalenie zawodowe",
            "state": MeetingState.SENT,
            "sent_at": begin - timedelta(days=20),
            "answers_until": begin - timedelta(days=3),
        }
        meeting = Meeting.objects.create(
            network=Network.objects.get(slug="subregion-polnocny"),
            convener=owes,
            starts_at=begin,
            ends_at=begin + timedelta(hours=3),
            called_by_account=NOBODY,
            called_by_name=SIGNED["name"],
            called_by_function=SIGNED["function"],
            **defaults | values,
        )
        AgendaPart.objects.create(
            meeting=meeting, starts_at="10:00", ends_at="11:00", kind=PartKind.DISCUSSION, topic="Wymiana doświadczeń"
        )
        for house in invited:
            Invitation.objects.create(meeting=meeting, house=house, answer=Answer.COMING, answered_at=begin)
    return meeting


def coming(meeting: Meeting, house: Organisation, *names: str) -> list[Attendee]:
    """People whom a centre announced."""
    with house_context(meeting.convener):
        invitation = Invitation.objects.get(meeting=meeting, house=house)
        return [Attendee.objects.create(invitation=invitation, name=name, function="kierownik") for name in names]


def a_guest(meeting: Meeting, name: str, *, answer: Answer = Answer.COMING) -> Guest:
    """Somebody from outside."""
    with house_context(meeting.convener):
        return Guest.objects.create(
            meeting=meeting, name=name, secret_hash=name, answer=answer, answered_at=meeting.starts_at
        )


def an_action(owes: Organisation, house: Organisation, **values: Any) -> Action:
    """An agreement that a house took on."""
    with house_context(owes):
        return Action.objects.create(
            network=Network.objects.get(slug="subregion-polnocny"),
            house=house,
            agreed_by_account=NOBODY,
            agreed_by_name=SIGNED["name"],
            agreed_by_function=SIGNED["function"],
            **values,
        )
