"""A meeting is over: who may write it up, and when it is closed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from networking.meetings.models import Meeting
from networking.meetings.rules import MeetingState, MinutesProblem
from networking.meetings.selectors.minutes import SENTENCES, why_not_closed, why_not_now
from networking.meetings.services.calling import convened
from tenants.errors import ChangedMeanwhile, RuleBroken

CLOSING_ACTIONS = {
    "minutes.closed": gettext_lazy("{by} closed the meeting {target}"),
}


def check_writing_up(meeting: Meeting, *, now: datetime) -> None:
    """Refuse what cannot be written up now.

    Raises:
        RuleBroken: the meeting was never sent, was called off, or is on another day yet.
    """
    _refuse(why_not_now(meeting, now=now))


def written_up(meeting_id: UUID, *, version: int, now: datetime) -> Meeting:
    """The meeting for its convener to write up: locked until the transaction ends, and counted as changed.

    Raises:
        Meeting.DoesNotExist: there is none that this house convened.
        RuleBroken: it cannot be written up now.
        ChangedMeanwhile: somebody else has saved it since this version.
    """
    meeting = convened(meeting_id)
    check_writing_up(meeting, now=now)
    if meeting.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed the minutes in the meantime. Compare both versions."))
    meeting.version += 1
    meeting.save(update_fields=["version"])
    return meeting


@transaction.atomic
def close_meeting(*, by: Account, meeting_id: UUID, now: datetime) -> Meeting:
    """The meeting has taken place. Its minutes can still be completed afterwards.

    Raises:
        Meeting.DoesNotExist: there is none that this house convened.
        RuleBroken: it has not begun, was called off, or is closed already.
    """
    meeting = convened(meeting_id)
    _refuse(why_not_closed(meeting, now=now))
    meeting.state = MeetingState.HELD.value
    meeting.version += 1
    meeting.save(update_fields=["state", "version"])
    record(by=by, action="minutes.closed", target=meeting)
    return meeting


def _refuse(problem: MinutesProblem | None) -> None:
    if problem is not None:
        raise RuleBroken(str(SENTENCES[problem]))
