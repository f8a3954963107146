"""What the history says of people: who was looked at, and what was done to them. Never what stood in a field."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework.participants.models import Participant
from core.accounts.models import Account
from core.audit.services import record

PARTICIPANT_ACTIONS = {
    "participants.listed": _("{by} looked at the list of participants ({count} people)"),
    "participants.searched": _("{by} searched for participants ({count} people shown)"),
    "participants.viewed": _("{by} opened the card of {target}"),
    "participants.opened": _("{by} opened the data of {target} for editing, with PESEL and telephone"),
    "participants.revealed": _("{by} revealed a hidden number of {target} ({fields})"),
    "participants.added": _("{by} added {target}"),
    "participants.edited": _("{by} changed the data of {target} ({fields})"),
    "participants.stay_begun": _("{by} began a stay of {target}"),
    "participants.stay_amended": _("{by} changed the stay of {target} ({fields})"),
    "participants.stay_extended": _("{by} extended the stay of {target}"),
    "participants.stay_ended": _("{by} ended the stay of {target}"),
    "participants.stay_reopened": _("{by} took back the end of the stay of {target}"),
}
"""Names of fields in `details` are those of the model, so that the history does not depend on a language."""


@transaction.atomic
def note_reading(
    *,
    by: Account,
    action: str,
    people: Sequence[UUID],
    details: dict[str, Any] | None = None,
    target: Participant | None = None,
) -> None:
    """Put on record whose data an account is about to see; call it before the page is made.

    People stand in the details, as keys; `target` is the one whose card it is.
    """
    shown = {"people": [str(each) for each in people], "count": len(people)}
    record(by=by, action=action, target=target, details={**(details or {}), **shown})
