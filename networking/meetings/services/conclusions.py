"""What the meeting came to, as its convener writes it down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from core.screening.services import check_shared
from networking.meetings.models import Conclusion, Meeting
from networking.meetings.rules import ConclusionKind, as_lines
from networking.meetings.services.closing import written_up

CONCLUSION_ACTIONS = {
    "minutes.conclusions": gettext_lazy("{by} wrote the summary and conclusions of the meeting {target}"),
}


@transaction.atomic
def write_conclusions(
    *,
    by: Account,
    meeting_id: UUID,
    version: int,
    summary: str,
    next_planned: str,
    conclusions: Mapping[ConclusionKind, Sequence[str]],
    now: datetime,
    anyway: str = "",
) -> Meeting:
    """Write the summary, the conclusions and recommendations in their order, and when the next meeting is meant to be.

    Raises:
        Meeting.DoesNotExist, ChangedMeanwhile: as for `written_up`.
        RuleBroken: it cannot be written up now, or a text must not leave the house.
    """
    meeting = written_up(meeting_id, version=version, now=now)
    texts = {kind.value: as_lines(lines) for kind, lines in conclusions.items()}
    check_shared({"summary": summary, "next_planned": next_planned, **texts}, by=by, target=meeting, anyway=anyway)
    meeting.summary, meeting.next_planned = summary, next_planned
    meeting.save(update_fields=["summary", "next_planned"])
    meeting.conclusions.all().delete()  # type: ignore[attr-defined]
    Conclusion.objects.bulk_create(
        Conclusion(meeting=meeting, kind=kind.value, text=line) for kind, lines in conclusions.items() for line in lines
    )
    record(by=by, action="minutes.conclusions", target=meeting)
    return meeting
