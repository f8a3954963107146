"""Who was invited, who comes, what is needed. Of needs a centre sees its own, the OWES the sums."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from core.accounts.rules import sealed
from networking.meetings.models import Attendee, Guest, Invitation, Meeting, NeedCount
from networking.meetings.rules import Answer, Headcount, MeetingState, Need
from networking.meetings.selectors.words import NEED_LABELS
from tenants.walls.context import current_house


def heads_coming(meeting: Meeting, *, but_of: Invitation | Guest | None = None) -> int:
    """How many people have said that they come; `but_of` leaves out those of one invitation, or one guest."""
    people = Attendee.objects.filter(invitation__meeting=meeting, invitation__answer=Answer.COMING)
    guests = Guest.objects.filter(meeting=meeting, answer=Answer.COMING)
    if isinstance(but_of, Invitation):
        people = people.exclude(invitation=but_of)
    if isinstance(but_of, Guest):
        guests = guests.exclude(pk=but_of.pk)
    return people.count() + guests.count()


def invitations_of(meeting: Meeting) -> QuerySet[Invitation]:
    """Every centre's invitation with its people, by the centre's name."""
    found = Invitation.objects.filter(meeting=meeting).select_related("house").prefetch_related("people")
    return found.order_by("house__name", "id")


def own_invitation(meeting: Meeting) -> Invitation | None:
    """What this house was asked and said; nothing when it is not invited."""
    invitations = Invitation.objects.filter(meeting=meeting, house=current_house()).select_related("meeting")
    return invitations.prefetch_related("people").first()


def guests_of(meeting: Meeting) -> QuerySet[Guest]:
    """Guests without a house, by name."""
    return Guest.objects.filter(meeting=meeting).order_by("name", "id")


def guest_here(guest_id: UUID) -> Guest | None:
    """A guest of a meeting that this house calls; nothing when there is none."""
    return Guest.objects.select_related("meeting").filter(pk=guest_id, meeting__convener=current_house()).first()


def guest_of_link(secret: str) -> Guest | None:
    """The guest whose link holds this secret, in the house that sent it."""
    guests = Guest.objects.select_related("meeting__convener", "meeting__host")
    return guests.filter(secret_hash=sealed(secret, house=current_house().pk)).first()


def own_needs(meeting: Meeting) -> dict[Need, int]:
    """How many people of this house need what."""
    counts = NeedCount.objects.filter(meeting=meeting, house=current_house()).order_by("need")
    return {Need(each.need): each.people for each in counts}


def needs_shown(meeting: Meeting) -> list[tuple[object, int]]:
    """What is needed, in the words of the page: for the convener the sums of all, for a centre its own."""
    counts = NeedCount.objects.filter(meeting=meeting)
    if meeting.convener_id != current_house().pk:
        counts = counts.filter(house=current_house())
    sums = dict(counts.values_list("need").annotate(people=Sum("people")).order_by("need"))
    return [(NEED_LABELS[need], sums[need]) for need in Need if need in sums]


def headcount(invitations: Iterable[Invitation]) -> Headcount:
    """How many of these have answered."""
    listed = list(invitations)
    return Headcount(invited=len(listed), answered=sum(each.answer != Answer.WAITING for each in listed))


def with_answers(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    """The meetings with `invited`, `answered` and `silent` counted, and what this house was asked and said.

    `own_answer` is None where it is not invited; `own_outdated` says that time or place changed after the answer.
    """
    own = Invitation.objects.filter(meeting=OuterRef("pk"), house=current_house())
    return meetings.annotate(
        invited=Count("invitations", distinct=True),
        answered=Count("invitations", filter=~Q(invitations__answer=Answer.WAITING), distinct=True),
        silent=F("invited") - F("answered"),
        own_answer=Subquery(own.values("answer")[:1]),
        own_outdated=Exists(own.filter(answered_sequence__lt=OuterRef("sequence"))),
    )


def meetings_open_for_answers(*, now: datetime) -> QuerySet[Any]:
    """Meetings of the house's networks that can still be answered, with their answers, the next deadline first."""
    found = Meeting.objects.filter(state=MeetingState.SENT, answers_until__gte=now, starts_at__gt=now)
    return with_answers(found).order_by("answers_until", "id")
