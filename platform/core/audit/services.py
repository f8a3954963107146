"""Writing the history, inside the transaction of the act itself."""

from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.models import AuditEntry
from core.audit.rules import ACTIONS, OPERATOR, PLATFORM, EntryFilter, Origin
from core.audit.selectors import Line, has_viewed_since, lines

if TYPE_CHECKING:
    from core.accounts.models import Account

AUDIT_ACTIONS = {
    "audit.viewed": _("{by} read the history"),
    "audit.exported": _("{by} took a list of the history along ({count} lines)"),
    "house.active": _("the operator opened the house again"),
    "house.suspended": _("the operator suspended the house"),
    "house.founded": _(
        "the platform founded the centre for {network}; agreement {number} of {signed_on}, signed by {signed_by}"
    ),
    "house.joined": _("the centre belongs to {network} since {since}"),
    "house.left": _("the centre belongs to {network} until {until}"),
}
VIEWING_LASTS = timedelta(minutes=1)
"""Turning pages within this time is one reading."""
EXPORT_AT_MOST = 10_000
"""Lines of one list; a whole month is the register of accesses, made by the worker."""

origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039  (it is frozen)
"""Set by the middleware for the time of a request."""


def record(
    *,
    by: "Account | None",
    action: str,
    target: models.Model | None = None,
    target_label: str = "",
    details: dict[str, Any] | None = None,
    by_name: str = PLATFORM,
) -> AuditEntry:
    """Add one line to the history of this house.

    Args:
        by: the account that acts; None for the platform or the operator (`by_name` says which).
        action: a registered action code.
        target: what it was done to; its label is kept as it is now.
        details: words for the sentence. Never values of sensitive fields.

    Raises:
        KeyError: the action is not registered.
    """
    if action not in ACTIONS:
        raise KeyError(f"the action {action!r} is not registered, so nobody could read its entry")
    source = origin.get()
    return AuditEntry.objects.create(
        by_id=by.pk if by else None,
        by_name=by.name if by else by_name,
        action=action,
        target_type=(target._meta.model_name or "") if target else "",
        target_id=str(target.pk) if target else "",
        target_label=(target_label or (str(target) if target else ""))[:200],
        details={**(details or {}), **source.details},
        request_id=source.request_id,
        ip=source.ip,
    )


def record_by_operator(*, action: str, details: dict[str, Any] | None = None) -> None:
    """Put an act of the operator's command line on record in the house it concerns."""
    record(by=None, by_name=OPERATOR, action=action, details=details)


@transaction.atomic
def note_viewing(*, by: "Account", now: datetime) -> None:
    """Put on record that an account reads the history; once for a reading of several pages."""
    if not has_viewed_since(by, moment=now - VIEWING_LASTS):
        record(by=by, action="audit.viewed")


@transaction.atomic
def export_history(*, by: "Account", wanted: EntryFilter) -> list[Line]:
    """The matching lines to take along, at most `EXPORT_AT_MOST` of the latest; put on record with the filter."""
    found = list(lines(wanted, at_most=EXPORT_AT_MOST))
    record(by=by, action="audit.exported", details={**wanted.described(), "count": len(found)})
    return found
