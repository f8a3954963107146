"""Closing a month: submitted, approved, withdrawn with a reason, paid. Of two people at once one wins."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from casework.attendance.models import MonthClosing, Reopening
from casework.attendance.rules import last_day_of, may_be_submitted_from, month_of
from casework.attendance.selectors import closed_days, missing, month_state, needs_two_people
from core.accounts.models import Account
from core.audit.services import record
from core.reports.forms import month_in_words
from tenants.errors import RuleBroken


@transaction.atomic
def submit_month(*, by: Account, month: date, now: datetime) -> MonthClosing:
    """Say that the attendance of a month is complete.

    Raises:
        RuleBroken: the month is not over, something is missing, or somebody submitted it a moment ago.
    """
    _check_is_over(month, today=now.astimezone(get_current_timezone()).date())
    closing, _is_new = MonthClosing.objects.get_or_create(month=month)
    waiting = MonthClosing.objects.filter(pk=closing.pk, submitted_at__isnull=True)
    _take_step(waiting, month, submitted_by=by, submitted_at=now)
    _check_is_complete(month)
    return _recorded(by, "attendance.month_submitted", month)


@transaction.atomic
def approve_month(*, by: Account, month: date, now: datetime) -> MonthClosing:
    """Approve the attendance of a month; from now on the database refuses changes of it.

    Raises:
        RuleBroken: not submitted, approved already, something is missing after all, or this centre wants two people.
    """
    state = month_state(month)
    if state.closing is None or state.closing.submitted_at is None:
        raise RuleBroken(_("Submit the month first."))
    same_person = state.closing.submitted_by_id == by.pk
    if same_person and needs_two_people(month):
        raise RuleBroken(_("In this centre a second person approves: you submitted this month yourself."))
    waiting = MonthClosing.objects.filter(month=month, submitted_at__isnull=False, approved_at__isnull=True)
    _take_step(waiting, month, approved_by=by, approved_at=now)
    _check_is_complete(month)
    return _recorded(by, "attendance.month_approved", month, same_person=same_person)


@transaction.atomic
def withdraw_approval(*, by: Account, month: date, now: datetime, reason: str) -> MonthClosing:
    """Open an approved month again, with a reason, until it is paid; what is approved next is a new version.

    Raises:
        RuleBroken: no reason, not approved, paid, or a later month is approved: it counts on what was used up before.
    """
    if not reason.strip():
        raise RuleBroken(_("Say why the approval is withdrawn."), "reason")
    state = month_state(month)
    if state.closing is None or state.closing.approved_at is None:
        raise RuleBroken(_("This month is not approved, so there is nothing to withdraw."))
    if state.closing.paid_at is not None:
        raise RuleBroken(_("This month has been paid. From now on it can only be corrected."))
    ended = state.version
    standing = MonthClosing.objects.filter(month=month, version=ended, approved_at__isnull=False, paid_at__isnull=True)
    nobody: dict[str, Any] = dict.fromkeys(("submitted_by", "submitted_at", "approved_by", "approved_at"))
    _take_step(standing, month, version=ended + 1, **nobody)
    _check_is_last(month)
    Reopening.objects.create(closing=state.closing, version=ended, reason=reason.strip(), by=by, at=now)
    return _recorded(by, "attendance.month_reopened", month, version=ended)


@transaction.atomic
def mark_paid(*, by: Account, month: date, now: datetime) -> MonthClosing:
    """Note that the list of a month was paid: from then on nothing of it can be opened again.

    Raises:
        RuleBroken: the attendance is not approved, or it was marked as paid already.
    """
    if not month_state(month).is_immutable:
        raise RuleBroken(_("The attendance of this month is not approved."))
    standing = MonthClosing.objects.filter(month=month, approved_at__isnull=False, paid_at__isnull=True)
    _take_step(standing, month, paid_by=by, paid_at=now)
    return _recorded(by, "attendance.month_paid", month)


def _take_step(standing: QuerySet[MonthClosing], month: date, **step: Any) -> None:
    """Move a month on if it still stands where it was seen; the database lets one in at a time."""
    if not standing.update(**step):
        raise RuleBroken(_already(month))


def _already(month: date) -> str:
    """Who was faster, and what they did."""
    closing = month_state(month).closing
    steps = (
        ("paid_by", "paid_at", _("%(who)s has already marked this month as paid (%(when)s).")),
        ("approved_by", "approved_at", _("%(who)s has already approved this month (%(when)s).")),
        ("submitted_by", "submitted_at", _("%(who)s has already submitted this month (%(when)s).")),
    )
    for who, when, sentence in steps:
        if closing is not None and getattr(closing, when) is not None:
            return sentence % {"who": getattr(closing, who), "when": date_format(getattr(closing, when), "j E Y, H:i")}
    return _("Somebody else has just opened this month again. Look at it once more.")


def _check_is_over(month: date, *, today: date) -> None:
    first = may_be_submitted_from(month, closed_days(since=month, until=last_day_of(month)))
    if month != month_of(month) or today < first:
        day = date_format(first, "j E Y")
        raise RuleBroken(_("This month is not over: it can be submitted from %(day)s on.") % {"day": day})


def _check_is_complete(month: date) -> None:
    if missing(month).blocks:
        raise RuleBroken(_("Something is still missing in this month. Complete what stands on the list."))


def _check_is_last(month: date) -> None:
    """Asked after the step: by then this transaction alone moves months, so no later one is approved meanwhile."""
    later = MonthClosing.objects.filter(month__gt=month, approved_at__isnull=False).order_by("-month").first()
    if later is None:
        return
    label = month_in_words(later.month)
    if later.paid_at is not None:
        message = _("A later month has been paid: %(month)s. From now on this one can only be corrected.")
    else:
        message = _("First withdraw the approval of a later month: %(month)s.")
    raise RuleBroken(message % {"month": label})


def _recorded(by: Account, action: str, month: date, **details: Any) -> MonthClosing:
    closing = MonthClosing.objects.get(month=month)
    record(by=by, action=action, target=closing, details={"version": closing.version, **details})
    return closing
