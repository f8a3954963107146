"""Who came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from networking.meetings.models import Attendee, Guest, Invitation, Meeting
from networking.meetings.services.closing import written_up
from tenants.errors import RuleBroken

PRESENCE_ACTIONS = {
    "minutes.presence": gettext_lazy("{by} noted who was at the meeting {target} ({count})"),
}


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """Somebody who came without having been announced. `house` None: a guest, from `organisation`."""

    name: str
    function: str = ""
    house: UUID | None = None
    organisation: str = ""


@transaction.atomic
def note_presence(
    *,
    by: Account,
    meeting_id: UUID,
    version: int,
    listed: Collection[UUID],
    present: Collection[UUID],
    walk_in: WalkIn | None,
    now: datetime,
) -> Meeting:
    """Write down who came: of those `listed` on the page the `present` ones, and perhaps somebody more.

    Args:
        listed: attendees and guests that the page showed; who was added elsewhere since then stays unnoted.

    Raises:
        Meeting.DoesNotExist, ChangedMeanwhile: as for `written_up`.
        RuleBroken: it cannot be written up now, or the centre of the newcomer was not invited.
    """
    meeting = written_up(meeting_id, version=version, now=now)
    for people in (Attendee.objects.filter(invitation__meeting=meeting), Guest.objects.filter(meeting=meeting)):
        people.filter(pk__in=list(present)).update(was_present=True)
        people.filter(pk__in=set(listed) - set(present)).update(was_present=False)
    if walk_in:
        _add(meeting, walk_in)
    record(by=by, action="minutes.presence", target=meeting, details={"count": len(present) + bool(walk_in)})
    return meeting


def _add(meeting: Meeting, walk_in: WalkIn) -> None:
    if walk_in.house is None:
        _add_guest(meeting, walk_in)
        return
    invitation = Invitation.objects.filter(meeting=meeting, house=walk_in.house).first()
    if invitation is None:
        raise RuleBroken(_("This centre was not invited. Add its people as guests."), "walk_in_from")
    Attendee.objects.update_or_create(
        invitation=invitation, name=walk_in.name, defaults={"function": walk_in.function, "was_present": True}
    )


def _add_guest(meeting: Meeting, walk_in: WalkIn) -> None:
    """A guest who was never sent a link gets a secret that nobody knows."""
    secret = sha256(token_urlsafe(32).encode()).hexdigest()
    about = {"organisation": walk_in.organisation, "function": walk_in.function, "was_present": True}
    Guest.objects.update_or_create(
        meeting=meeting, name=walk_in.name, defaults=about, create_defaults={**about, "secret_hash": secret}
    )
