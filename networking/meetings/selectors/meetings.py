"""Meetings that this house may see. Row level security holds back drafts of others and everything of other networks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.access import Permission
from core.accounts.models import Account
from networking.meetings.models import AgendaPart, Guest, Invitation, Meeting
from networking.meetings.rules import (
    Answer,
    Headcount,
    MeetingState,
    NextStep,
    Reader,
    answers_are_open,
    next_step,
    seats_left,
)
from networking.meetings.selectors.answers import guests_of, headcount, invitations_of, needs_shown
from tenants.walls.context import current_house


def meetings_visible() -> QuerySet[Meeting]:
    """Meetings of the house's networks, the latest first; drafts are the convener's alone."""
    return Meeting.objects.select_related("convener", "host", "network").order_by("-starts_at", "-id")


def meeting_visible(meeting_id: UUID) -> Meeting | None:
    """One of these meetings; nothing when it is a stranger's, or there is none."""
    return meetings_visible().filter(pk=meeting_id).first()


def upcoming_meetings(*, now: datetime) -> QuerySet[Meeting]:
    """Meetings that have yet to end and were not called off, the next first."""
    over = (MeetingState.HELD, MeetingState.CANCELLED)
    return meetings_visible().filter(ends_at__gte=now).exclude(state__in=over).order_by("starts_at", "id")


def past_meetings(*, now: datetime) -> QuerySet[Meeting]:
    """Meetings that are over, held or called off, the latest first."""
    return meetings_visible().exclude(pk__in=upcoming_meetings(now=now).order_by().values("pk"))


def is_open(meeting: Meeting, *, now: datetime) -> bool:
    """Whether the invited may answer, or change their answer."""
    return answers_are_open(state=meeting.state, until=meeting.answers_until, starts_at=meeting.starts_at, now=now)


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    """Everything that the page of a meeting shows to one account at one moment.

    `own` is the invitation of the reader's house, `coming` how many people have said that they come, `left` how many
    seats are free (None: no limit).
    """

    meeting: Meeting
    parts: list[AgendaPart]
    invitations: list[Invitation]
    guests: list[Guest]
    needs: list[tuple[object, int]]
    own: Invitation | None
    step: NextStep
    runs: bool
    may_answer: bool
    is_open: bool
    has_begun: bool

    @property
    def answers(self) -> Headcount:
        return headcount(self.invitations)

    @property
    def coming(self) -> int:
        people = sum(len(each.people.all()) for each in self.invitations if each.answer == Answer.COMING)
        return people + sum(each.answer == Answer.COMING for each in self.guests)

    @property
    def left(self) -> int | None:
        return seats_left(self.meeting.seats, taken=self.coming)

    @property
    def is_held(self) -> bool:
        return self.meeting.state == MeetingState.HELD

    @property
    def came(self) -> int:
        """How many people were there, as the minutes have it."""
        people = sum(bool(person.was_present) for each in self.invitations for person in each.people.all())
        return people + sum(bool(each.was_present) for each in self.guests)

    @property
    def is_over(self) -> bool:
        """Whether nothing of the call can be changed any more."""
        return self.meeting.state in (MeetingState.HELD, MeetingState.CANCELLED)

    @property
    def is_outdated(self) -> bool:
        return self.own is not None and self.own.asks_to_confirm


def page_of(meeting: Meeting, *, account: Account, now: datetime) -> MeetingPage:
    """The page of a meeting for this account."""
    invitations = list(invitations_of(meeting))
    for each in invitations:
        each.meeting = meeting
    own = next((each for each in invitations if each.house_id == current_house().pk), None)
    runs = meeting.convener_id == current_house().pk and account.may(Permission.MEETINGS_RUN)
    may_answer = own is not None and account.may(Permission.MEETINGS_ANSWER)
    opened = is_open(meeting, now=now)
    return MeetingPage(
        meeting=meeting,
        parts=list(meeting.parts.all()),
        invitations=invitations,
        guests=list(guests_of(meeting)),
        needs=needs_shown(meeting),
        own=own,
        step=next_step(
            _reader(runs=runs, may_answer=may_answer),
            state=MeetingState(meeting.state),
            begun=now >= meeting.starts_at,
            open_for_answers=opened,
            answer=Answer(own.answer) if own else Answer.WAITING,
            is_outdated=own is not None and own.asks_to_confirm,
            silent=headcount(invitations).silent,
        ),
        runs=runs,
        may_answer=may_answer and opened,
        is_open=opened,
        has_begun=now >= meeting.starts_at,
    )


def _reader(*, runs: bool, may_answer: bool) -> Reader:
    if runs:
        return Reader.CONVENER
    return Reader.INVITED if may_answer else Reader.OTHER
