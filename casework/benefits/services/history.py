"""What the history says of benefits."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.accounts.models import Account
from core.audit.services import record

BENEFIT_ACTIONS = {
    "benefits.viewed": _("{by} looked at the benefits of {count} people for {month}"),
    "benefits.explained": _("{by} looked at the explanation of a benefit for {month}"),
    "benefits.settled": _("{by} settled {month}: {count} people, {total} zł (version {version})"),
    "benefits.approved": _("{by} approved the settlement of {month}: {total} zł (version {version})"),
    "benefits.paid": _("{by} marked the list of {month} as paid: {total} zł"),
    "benefits.premium_proposed": _("{by} proposed a premium for {month}"),
    "benefits.premium_changed": _("{by} changed a proposed premium for {month}"),
    "benefits.premium_withdrawn": _("{by} withdrew a proposed premium for {month}"),
}


def note_reading(*, by: Account, month: date, people: Collection[UUID], is_explanation: bool = False) -> None:
    """Put on record whose amounts are about to be shown, before a byte of them leaves."""
    action = "benefits.explained" if is_explanation else "benefits.viewed"
    details = {"people": [str(each) for each in people], "count": len(people), "month": f"{month:%m.%Y}"}
    record(by=by, action=action, details=details)
