"""Reminders to centres that have not answered."""

from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from networking.meetings.models import Invitation, Meeting
from networking.meetings.rules import Answer, MeetingState
from networking.meetings.services.answering import check_open
from networking.meetings.services.calling import convened
from networking.meetings.services.telling import REMINDER, post
from tenants.errors import RuleBroken
from tenants.post.rules import Signature
from tenants.walls.context import current_house

REMINDING_ACTIONS = {
    "meetings.reminded": gettext_lazy("{by} reminded the silent of the meeting {target} ({count})"),
}
DAYS_BEFORE = 3


@transaction.atomic
def remind_silent(*, by: Account, meeting_id: UUID, now: datetime) -> int:
    """Remind the centres that have not answered; each at most once a day. Returns how many.

    Raises:
        Meeting.DoesNotExist: this house calls no such meeting.
        RuleBroken: answers are no longer taken, everybody has answered, or they were reminded today.
    """
    meeting = convened(meeting_id)
    check_open(meeting, now=now)
    silent = list(_silent(meeting))
    if not silent:
        raise RuleBroken(_("Everybody has answered."))
    today = timezone.localdate(now)
    due = [each for each in silent if each.reminded_at is None or timezone.localdate(each.reminded_at) < today]
    if not due:
        raise RuleBroken(_("They were reminded today already. Try again tomorrow, or phone."))
    _remind(meeting, due, by=by, signature=signature_of(by), now=now)
    return len(due)


@shared_task(name="networking.meetings.remind")
def remind_before_deadlines() -> None:
    """Every day: whoever is silent three days before the deadline is reminded, once. A job of every house."""
    remind_when_due(now=timezone.now())


@transaction.atomic
def remind_when_due(*, now: datetime) -> None:
    """The same at a given moment, for the meetings that this house calls."""
    meetings = Meeting.objects.filter(
        convener=current_house(),
        state=MeetingState.SENT,
        starts_at__gt=now,
        answers_until__gte=now,
        answers_until__lt=now + timedelta(days=DAYS_BEFORE + 1),
    )
    for meeting in meetings:
        due = list(_silent(meeting).filter(reminded_at__isnull=True))
        signature = Signature(meeting.called_by_account, meeting.called_by_name, meeting.called_by_function)
        if due:
            _remind(meeting, due, by=None, signature=signature, now=now)


def _silent(meeting: Meeting) -> QuerySet[Invitation]:
    return meeting.invitations.filter(answer=Answer.WAITING).select_related("house")


def _remind(
    meeting: Meeting, due: list[Invitation], *, by: Account | None, signature: Signature, now: datetime
) -> None:
    post(meeting, [each.house for each in due], kind=REMINDER, by=signature)
    Invitation.objects.filter(pk__in=[each.pk for each in due]).update(reminded_at=now)
    record(by=by, action="meetings.reminded", target=meeting, details={"count": len(due)})
