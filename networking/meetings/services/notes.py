"""Notes: each invited centre and the convener write their own, for the whole network to read."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.screening.services import check_shared
from networking.meetings.models import Meeting, MeetingNote
from networking.meetings.selectors.minutes import own_note, takes_part
from networking.meetings.services.closing import check_writing_up
from tenants.errors import ChangedMeanwhile, RuleBroken
from tenants.walls.context import current_house

NOTE_ACTIONS = {
    "minutes.notes": gettext_lazy("{by} wrote notes of the meeting {target}"),
}


@transaction.atomic
def write_notes(
    *, by: Account, meeting_id: UUID, version: int, text: str, now: datetime, anyway: str = ""
) -> MeetingNote:
    """Write down this house's notes. `version` is that of the notes that were opened, 0 when there were none.

    Raises:
        Meeting.DoesNotExist: there is no such meeting in the house's network.
        RuleBroken: the house was not invited, it is too early, or the text must not leave the house.
        ChangedMeanwhile: a colleague has saved other notes since.
    """
    meeting = Meeting.objects.get(pk=meeting_id)
    if not takes_part(meeting):
        raise RuleBroken(_("Your organisation was not invited to this meeting, so it writes no notes of it."))
    check_writing_up(meeting, now=now)
    check_shared({"text": text}, by=by, target=meeting, anyway=anyway)
    signature = signature_of(by)
    signed = {
        "text": text,
        "written_by_account": signature.account,
        "written_by_name": signature.name,
        "written_by_function": signature.function,
        "written_at": now,
    }
    if not (_first(meeting, signed) if version == 0 else _again(meeting, signed, version=version)):
        raise ChangedMeanwhile(_("A colleague has saved other notes in the meantime. Compare both versions."))
    record(by=by, action="minutes.notes", target=meeting)
    return own_note(meeting)  # type: ignore[return-value]  # it was saved just now


def _first(meeting: Meeting, signed: dict[str, object]) -> bool:
    _note, is_new = MeetingNote.objects.get_or_create(meeting=meeting, house=current_house(), defaults=signed)
    return is_new


def _again(meeting: Meeting, signed: dict[str, object], *, version: int) -> bool:
    own = MeetingNote.objects.filter(meeting=meeting, house=current_house(), version=version)
    return own.update(**signed, version=F("version") + 1) == 1
