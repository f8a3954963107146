"""The settlement of a month for everybody at once. Of two people at once, one after the other, and one result."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.attendance.models import MonthClosing
from casework.attendance.rules import last_day_of
from casework.attendance.services import mark_paid
from casework.benefits.models import Premium, Settlement
from casework.benefits.rules import BenefitInputs, premium_limit
from casework.benefits.selectors import changed_since, inputs_of, money, open_before
from casework.benefits.services.lines import write_lines
from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on
from casework.participants.models import Stay
from core.accounts.models import Account
from core.audit.services import record
from core.reports.forms import month_in_words
from tenants.errors import RuleBroken

NOTHING = Decimal("0.00")


@transaction.atomic
def settle_month(*, by: Account, month: date, now: datetime) -> Settlement:
    """Calculate the benefits of a month for everybody who was here in it, with the premiums proposed by now.

    Again before the approval, the lines are made anew; they are exactly those of the last run.

    Raises:
        RuleBroken: the attendance is not approved, or that of an earlier month; the settlement is; a parameter has no
            value; or a premium does not fit any more.
    """
    closing = _hold(month)
    if before := open_before(month):
        raise RuleBroken(_("First approve the attendance of {month}.").format(month=month_in_words(before)))
    settlement = _draft(closing, by=by, now=now)
    people = inputs_of(month)
    total = write_lines(settlement, people=people, premiums=_premiums(month, people))
    _put_on_record(by, "benefits.settled", settlement, count=len(people), total=str(total))
    return settlement


@transaction.atomic
def approve_settlement(*, by: Account, month: date, now: datetime) -> Settlement:
    """Approve the settlement of the attendance as it stands now, premiums included; from then on it is immutable.

    Raises:
        RuleBroken: there is none, it is approved already, the attendance was opened again, or something changed that
            the amounts were made from.
    """
    closing = _hold(month)
    settlement = Settlement.objects.filter(month=month, closing_version=closing.version).first()
    if settlement is None:
        raise RuleBroken(_("Settle the month first."))
    if settlement.approved_at is not None:
        raise RuleBroken(_("This settlement has already been approved."))
    if changed := _changed_since(settlement):
        raise RuleBroken(
            ngettext(
                "Since the settlement, what it is made from has changed ({count} person). Settle the month again.",
                "Since the settlement, what it is made from has changed ({count} people). Settle the month again.",
                changed,
            ).format(count=changed)
        )
    settlement.approved_by, settlement.approved_at = by, now
    settlement.save(update_fields=["approved_by", "approved_at"])
    _put_on_record(by, "benefits.approved", settlement, total=str(_total(settlement)))
    return settlement


@transaction.atomic
def mark_month_paid(*, by: Account, month: date, now: datetime) -> Settlement:
    """Note that the approved list was paid; from then on the month can only be corrected.

    Raises:
        RuleBroken: the settlement of the present attendance is not approved, the list is marked already, or something
            changed that the amounts were made from.
    """
    closing = _hold(month)
    approved = Settlement.objects.filter(month=month, closing_version=closing.version, approved_at__isnull=False)
    settlement = approved.first()
    if settlement is None:
        raise RuleBroken(_("The settlement of this month is not approved, so there is no list to pay."))
    if _changed_since(settlement):
        raise RuleBroken(
            _(
                "Since the approval, what the list is made from has changed. Withdraw the approval of the attendance, "
                "approve it again and settle the month again."
            )
        )
    mark_paid(by=by, month=month, now=now)
    _put_on_record(by, "benefits.paid", settlement, total=str(_total(settlement)))
    return settlement


def _hold(month: date) -> MonthClosing:
    """The month's closing, held until the end of the transaction: nobody opens, settles or pays it meanwhile."""
    closing: MonthClosing | None = MonthClosing.objects.select_for_update().filter(month=month).first()
    if closing is None or closing.approved_at is None:
        raise RuleBroken(_("The attendance of this month is not approved. Approve it first."))
    if closing.paid_at is not None:
        raise RuleBroken(_("This month has been paid. From now on it can only be corrected."))
    return closing


def _draft(closing: MonthClosing, *, by: Account, now: datetime) -> Settlement:
    """The settlement of this version of the attendance, without lines."""
    key = {"month": closing.month, "closing_version": closing.version}
    settlement = Settlement.objects.filter(**key).first()
    if settlement is None:
        made: Settlement = Settlement.objects.create(**key, created_by=by, created_at=now)
        return made
    if settlement.approved_at is not None:
        raise RuleBroken(_("This settlement has already been approved."))
    settlement.created_by, settlement.created_at = by, now
    settlement.save(update_fields=["created_by", "created_at"])
    settlement.lines.all().delete()
    return settlement


def _changed_since(settlement: Settlement) -> int:
    """How many lines would be made from something else by now; premiums are measured by their limit once more."""
    people = inputs_of(settlement.month)
    _premiums(settlement.month, people)
    return len(changed_since(settlement, now=people))


def _premiums(month: date, people: dict[UUID, BenefitInputs]) -> dict[UUID, Decimal]:
    """Stay → the premium proposed for it; each is looked at once more."""
    premiums = {each.stay_id: each.amount for each in Premium.objects.filter(month=month) if each.stay_id in people}
    share = values_on(last_day_of(month)).rate(Parameter.PREMIUM_LIMIT) if premiums else NOTHING
    for stay_id, premium in premiums.items():
        _check_still(stay_id, people[stay_id], premium, share)
    return premiums


def _check_still(stay_id: UUID, inputs: BenefitInputs, premium: Decimal, share: Decimal) -> None:
    """A premium that fitted when it was proposed may not fit any more, as the stay or a parameter changed."""
    try:
        check_premium(inputs, premium, share=share)
    except RuleBroken as broken:
        name = Stay.objects.select_related("participant").get(pk=stay_id).participant
        raise RuleBroken(f"{name}: {broken.message}") from broken


def check_premium(inputs: BenefitInputs, premium: Decimal, *, share: Decimal) -> None:
    """Refuse a premium in a month without a day of the main period, or above the limit (art. 15a(3) and (4))."""
    if not inputs.main_days:
        raise RuleBroken(
            _("A premium is possible only in the main period; this person has no day of it in this month."), "amount"
        )
    limit = premium_limit(inputs.terms, share)
    if premium > limit:
        raise RuleBroken(
            _("The premium may be at most {limit} in this month (art. 15a).").format(limit=money(limit)), "amount"
        )


def _total(settlement: Settlement) -> Decimal:
    return settlement.lines.aggregate(total=Sum("payable"))["total"] or NOTHING


def _put_on_record(by: Account, action: str, settlement: Settlement, **details: Any) -> None:
    words = {"month": f"{settlement.month:%m.%Y}", "version": settlement.closing_version}
    record(by=by, action=action, target=settlement, details={**words, **details})
