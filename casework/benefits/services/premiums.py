"""Premiums (art. 15a): proposed with reasons, decided by the manager who approves the settlement."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casework.attendance.models import MonthClosing
from casework.attendance.rules import last_day_of
from casework.benefits.models import Premium, Settlement, SettlementLine
from casework.benefits.selectors import inputs_of_stay
from casework.benefits.services.settling import check_premium
from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import RuleBroken


@transaction.atomic
def propose_premium(*, by: Account, stay_id: UUID, month: date, amount: Decimal, reasons: str) -> Premium:
    """Propose a premium for a person and month, or change the one that was proposed. A draft settlement follows.

    Raises:
        RuleBroken: no amount or reasons, the person has no day of the main period in the month, the amount is above
            the limit, a value of the limit is not known, or the settlement is approved.
    """
    if amount <= 0:
        raise RuleBroken(_("Enter an amount above zero."), "amount")
    if not reasons.strip():
        raise RuleBroken(_("Say what the premium is for."), "reasons")
    draft = _draft_of(month)
    inputs = inputs_of_stay(month, stay_id)
    if inputs is None:
        raise RuleBroken(_("This person was not here in this month."))
    check_premium(inputs, amount, share=values_on(last_day_of(month)).rate(Parameter.PREMIUM_LIMIT))
    premium, is_new = Premium.objects.update_or_create(
        stay_id=stay_id,
        month=month,
        defaults={"amount": amount, "reasons": reasons.strip(), "proposed_by": by, "version": F("version") + 1},
        create_defaults={"amount": amount, "reasons": reasons.strip(), "proposed_by": by},
    )
    _follow(draft, stay_id, amount)
    _put_on_record(by, "benefits.premium_proposed" if is_new else "benefits.premium_changed", month, stay_id)
    return premium


@transaction.atomic
def withdraw_premium(*, by: Account, stay_id: UUID, month: date) -> None:
    """Take a proposed premium back.

    Raises:
        RuleBroken: there is none, or the settlement is approved.
    """
    draft = _draft_of(month)
    gone, _each = Premium.objects.filter(stay_id=stay_id, month=month).delete()
    if not gone:
        raise RuleBroken(_("There is no premium to take back."))
    _follow(draft, stay_id, Decimal("0.00"))
    _put_on_record(by, "benefits.premium_withdrawn", month, stay_id)


def _draft_of(month: date) -> Settlement | None:
    """The settlement that a premium changes; None where the month is not settled yet. Held like the settling itself."""
    closing = MonthClosing.objects.select_for_update().filter(month=month).first()
    if closing is None:
        return None
    settlement: Settlement | None = Settlement.objects.filter(month=month, closing_version=closing.version).first()
    if settlement is not None and settlement.approved_at is not None:
        raise RuleBroken(_("The settlement of this month is approved; its premiums cannot change any more."))
    return settlement


def _follow(draft: Settlement | None, stay_id: UUID, premium: Decimal) -> None:
    if draft is not None:
        lines = SettlementLine.objects.filter(settlement=draft, stay_id=stay_id)
        lines.update(premium=premium, payable=F("amount") + premium)


def _put_on_record(by: Account, action: str, month: date, stay_id: UUID) -> None:
    """Whose premium: by the key of the stay; the amount stays out of the history."""
    record(by=by, action=action, details={"month": f"{month:%m.%Y}", "stay": str(stay_id)})
