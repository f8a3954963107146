"""What waits on the Today page because of a month's benefits."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.attendance.models import MonthClosing
from casework.benefits.models import Settlement
from casework.benefits.rules import MonthStep, next_step
from casework.benefits.selectors.words import Words, money, month_code
from casework.parameters.models import ParameterOverride
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import month_in_words
from core.ui.rules import FirstStep, TodayCard

AT_MOST = 3
"""Months that wait are worked off from the oldest; more cards than this would hide the rest of the page."""


def cards_of_months(account: Account) -> list[TodayCard]:
    """Months to settle, settlements to approve, lists to pay: for whoever does it, the oldest first."""
    if not account.may(Permission.BENEFITS_VIEW):
        return []
    return [card for month, step, total in _waiting() for card in _card(account, month, step, total)][:AT_MOST]


def first_step(account: Account) -> list[FirstStep]:
    """A new centre looks through the amounts before it settles its first month."""
    if not account.may(Permission.PARAMETERS_EDIT):
        return []
    return [
        FirstStep(
            title=_("Check the amounts"),
            text=_("The amounts and limits of the law are here. Set your own where your centre has others."),
            url=reverse("parameters:list"),
            done=Settlement.objects.exists() or ParameterOverride.objects.exists(),
            order=90,
        )
    ]


def _waiting() -> Iterator[tuple[date, MonthStep, str]]:
    """Approved months that are not paid, the oldest first, with what comes next and the sum where there is one."""
    closings = list(MonthClosing.objects.filter(approved_at__isnull=False, paid_at__isnull=True).order_by("month"))
    made = Settlement.objects.filter(month__in=[each.month for each in closings]).order_by("month", "closing_version")
    settlements = {(each.month, each.closing_version): each for each in made.annotate(total=Sum("lines__payable"))}
    for closing in closings:
        settlement = settlements.get((closing.month, closing.version))
        step = next_step(
            is_immutable=True,
            is_paid=False,
            is_settled=settlement is not None,
            is_approved=settlement is not None and settlement.approved_at is not None,
        )
        yield closing.month, step, money(settlement.total or NOTHING) if settlement else ""


def _card(account: Account, month: date, step: MonthStep, total: str) -> Iterator[TodayCard]:
    permission, title, text, action, icon = _CARDS[step]
    if account.may(permission):
        words = {"month": month_in_words(month), "total": total}
        url = reverse("benefits:month", args=[month_code(month)])
        card_title, card_text = str(title).format(**words), str(text).format(**words)
        yield TodayCard(title=card_title, text=card_text, url=url, action=action, icon=icon, tone="warning", order=20)


NOTHING = Decimal("0.00")
_CARDS: dict[MonthStep, tuple[Permission, Words, Words, Words, str]] = {
    MonthStep.SETTLE: (
        Permission.BENEFITS_SETTLE,
        gettext_lazy("A month to settle: {month}"),
        gettext_lazy("The attendance is approved. The benefits of everybody can be calculated at once."),
        gettext_lazy("Settle the month"),
        "calculator",
    ),
    MonthStep.APPROVE: (
        Permission.BENEFITS_APPROVE,
        gettext_lazy("A settlement to approve: {month}"),
        gettext_lazy("Altogether {total}. Look through the amounts and approve the list."),
        gettext_lazy("Look through it"),
        "checklist",
    ),
    MonthStep.PAY: (
        Permission.PAYMENTS_MARK,
        gettext_lazy("A list to pay: {month}"),
        gettext_lazy("The manager approved it. Altogether {total}."),
        gettext_lazy("Open the list"),
        "cash",
    ),
}
