"""A centre's answer to an invitation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from networking.meetings.models import Attendee, Invitation, Meeting, NeedCount
from networking.meetings.rules import (
    Answer,
    Need,
    Person,
    named_twice,
    needs_above_heads,
    seats_left,
)
from networking.meetings.selectors import ANSWER_LABELS, heads_coming, is_open, meetings_visible
from networking.meetings.services.telling import ANSWER, post
from tenants.errors import ChangedMeanwhile, RowsBroken, RuleBroken
from tenants.walls.context import current_house

ANSWERING_ACTIONS = {
    "meetings.answered": gettext_lazy("{by} answered the invitation to {target}: {answer} ({count})"),
}


@transaction.atomic
def answer_invitation(
    *,
    by: Account,
    meeting_id: UUID,
    version: int,
    coming: bool,
    people: Sequence[Person] = (),
    needs: Mapping[Need, int] | None = None,
    now: datetime,
) -> Invitation:
    """Say for the centre who comes and what is needed, or that nobody comes. Until the deadline it can be changed.

    Args:
        version: the version of the invitation that the answer was written from.
        needs: how many people need what; names stand nowhere beside it.

    Raises:
        Meeting.DoesNotExist, Invitation.DoesNotExist: the centre sees no such meeting, or is not invited to it.
        ChangedMeanwhile: a colleague answered meanwhile.
        RuleBroken: too late, called off, nobody named, more people than seats, more needs than people.
    """
    hold_seats(meeting_id)
    meeting = meetings_visible().get(pk=meeting_id)
    invitation = Invitation.objects.select_for_update().get(meeting=meeting, house=current_house())
    if invitation.version != version:
        raise ChangedMeanwhile(_("Somebody else of your centre answered in the meantime. Compare, then send again."))
    check_open(meeting, now=now)
    named, counted = (list(people), dict(needs or {})) if coming else ([], {})
    if coming:
        _check_people(named, counted, left=_left_for(meeting, invitation))
    _write(invitation, by=by, answer=Answer.COMING if coming else Answer.NOT_COMING, now=now)
    _write_people(invitation, named)
    _write_needs(meeting, counted)
    post(meeting, [meeting.convener], kind=ANSWER, by=signature_of(by))
    details = {"answer": str(ANSWER_LABELS[Answer(invitation.answer)]), "count": len(named)}
    record(by=by, action="meetings.answered", target=meeting, details=details)
    return invitation


def hold_seats(meeting_id: UUID) -> None:
    """Until the end of the transaction nobody else answers for this meeting, so that no seat is given twice.

    A lock of its own, because a centre may not touch the meeting's row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seats/{meeting_id}"])


def check_open(meeting: Meeting, *, now: datetime) -> None:
    """Refuse an answer that comes too late, with whom to phone.

    Raises:
        RuleBroken: the deadline has passed, the meeting has begun, was called off or held.
    """
    if meeting.cancelled_because:
        raise RuleBroken(_("This meeting was called off: %(reason)s") % {"reason": meeting.cancelled_because})
    if is_open(meeting, now=now):
        return
    said = _("Answers were taken until %(day)s. Phone %(name)s (%(organisation)s), who may still find a place for you.")
    day = date_format(localtime(meeting.answers_until), "j.m.Y")
    raise RuleBroken(said % {"day": day, "name": meeting.called_by_name, "organisation": meeting.convener.name})


def check_seats(*, left: int | None, heads: int) -> None:
    """Refuse more people than there are seats.

    Raises:
        RuleBroken: says how many seats are left.
    """
    if left is None or heads <= left:
        return
    if not left:
        raise RuleBroken(_("All seats are taken. Phone whoever calls the meeting."), "people")
    said = ngettext("Only %(count)d seat is left.", "Only %(count)d seats are left.", left)
    raise RuleBroken(said % {"count": left}, "people")


def _left_for(meeting: Meeting, invitation: Invitation) -> int | None:
    return seats_left(meeting.seats, taken=heads_coming(meeting, but_of=invitation))


def _check_people(people: list[Person], needs: Mapping[Need, int], *, left: int | None) -> None:
    if not people:
        raise RuleBroken(_("Write down who is coming, at least one person."), "people")
    twice = named_twice(people)
    if twice is not None:
        raise RowsBroken(_("Somebody is written down twice."), {twice: _("This person stands in the list already.")})
    check_seats(left=left, heads=len(people))
    for need in needs_above_heads(needs, heads=len(people)):
        raise RuleBroken(_("More people than are coming."), f"need_{need}")


_ANSWER_FIELDS = (
    "answer",
    "answered_at",
    "answered_sequence",
    "answered_by_account",
    "answered_by_name",
    "answered_by_function",
    "version",
)
"""What a house may write of its invitation: PostgreSQL refuses the rest."""


def _write(invitation: Invitation, *, by: Account, answer: Answer, now: datetime) -> None:
    signature = signature_of(by)
    invitation.answer, invitation.answered_at = answer.value, now
    invitation.answered_sequence = invitation.meeting.sequence
    invitation.answered_by_account = signature.account
    invitation.answered_by_name, invitation.answered_by_function = signature.name, signature.function
    invitation.version += 1
    invitation.save(update_fields=_ANSWER_FIELDS)


def _write_people(invitation: Invitation, people: Sequence[Person]) -> None:
    invitation.people.all().delete()
    Attendee.objects.bulk_create(
        Attendee(invitation=invitation, name=person.name, function=person.function) for person in people
    )


def _write_needs(meeting: Meeting, needs: Mapping[Need, int]) -> None:
    house = current_house()
    NeedCount.objects.filter(meeting=meeting, house=house).delete()
    NeedCount.objects.bulk_create(
        NeedCount(meeting=meeting, house=house, need=need.value, people=people)
        for need, people in needs.items()
        if people
    )
