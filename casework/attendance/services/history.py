"""What the history says of attendance: sentences of acts, and the note that somebody looked."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.accounts.models import Account
from core.audit.services import record

ATTENDANCE_ACTIONS = {
    "attendance.viewed": _("{by} looked at the attendance of {count} people, {since} to {until}"),
    "attendance.marked": _("{by} changed {count} days of attendance, {since} to {until}"),
    "attendance.day_closed": _("{by} noted that the centre is closed: {target}"),
    "attendance.day_opened": _("{by} took a closed day off the list: {target}"),
    "attendance.letter_renamed": _("{by} writes the code {target} as {letters} now"),
    "attendance.month_submitted": _("{by} submitted the attendance of {target} (version {version})"),
    "attendance.month_approved": _("{by} approved the attendance of {target} (version {version})"),
    "attendance.month_reopened": _("{by} withdrew the approval of {target} (version {version})"),
    "attendance.month_paid": _("{by} noted that the list of {target} was paid"),
}


def note_reading(*, by: Account, people: Collection[str], since: date, until: date) -> None:
    """Put on record whose attendance is about to be shown, before a byte of it leaves."""
    details = {"people": list(people), "count": len(people), "since": str(since), "until": str(until)}
    record(by=by, action="attendance.viewed", details=details)
