"""What waits on the Today page because of figures."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.attendance.models import MonthClosing
from casework.benefits.models import Settlement
from casework.benefits.selectors import month_code
from casework.figures.rules import REMINDED_AFTER, Standing
from casework.figures.selectors.months import MonthView, Ties, ties, views_of
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import month_in_words
from core.ui.rules import TodayCard
from tenants.figures.selectors import own_releases

AT_MOST = 2
"""Months are released one after the other; the list has all of them."""


def cards_of_figures(account: Account, *, today: date, now: datetime) -> Iterator[TodayCard]:
    """Closed months that nobody has released for some days, the oldest first, then corrections that wait."""
    if not account.may(Permission.FIGURES_RELEASE):
        return
    bonds = ties(today)
    waiting = months_waiting(bonds, closed_before=now - REMINDED_AFTER)
    if waiting:
        yield _to_release(waiting)
    for view in corrections_waiting(bonds)[:AT_MOST]:
        yield _to_correct(view)


def months_waiting(bonds: Ties, *, closed_before: datetime | None = None) -> list[date]:
    """Closed months (approved before that moment) of which nothing has been released, the oldest first.

    Two queries; none when the centre is in no network.
    """
    if bonds.since is None:
        return []
    closed = MonthClosing.objects.filter(approved_at__isnull=False).order_by("month")
    closed = closed.filter(approved_at__lt=closed_before) if closed_before else closed
    gone = set(own_releases().values_list("month", flat=True))
    return [each for each in closed.values_list("month", flat=True) if bonds.covers(each) and each not in gone]


def corrections_waiting(bonds: Ties) -> list[MonthView]:
    """Released months that were approved or settled again since, and whose figures are others now, the oldest first."""
    sent: dict[date, datetime] = {}
    for month, at in own_releases().values_list("month", "released_at") if bonds.since else ():
        sent.setdefault(month, at)
    if not sent:
        return []
    approvals = [
        *MonthClosing.objects.filter(month__in=sent).order_by("month").values_list("month", "approved_at"),
        *Settlement.objects.filter(month__in=sent).order_by("month").values_list("month", "approved_at"),
    ]
    touched = sorted({month for month, at in approvals if at and at > sent[month]})
    return [each for each in views_of(touched, bonds=bonds) if each.standing is Standing.CORRECTION] if touched else []


def _to_release(waiting: list[date]) -> TodayCard:
    """One card for all of them, which leads to the oldest."""
    first = waiting[0]
    text = _("The month is closed, and the OWES does not have its figures yet. Look through them and release them.")
    if more := len(waiting) - 1:
        text = ngettext(
            "{count} later month waits as well. Months are released one by one.",
            "{count} later months wait as well. Months are released one by one.",
            more,
        ).format(count=more)
    return TodayCard(
        title=_("Figures to release: {month}").format(month=month_in_words(first)),
        text=text,
        url=reverse("figures:month", args=[month_code(first)]),
        action=_("Look through the figures"),
        icon="send",
        tone="warning",
        order=24,
    )


def _to_correct(view: MonthView) -> TodayCard:
    return TodayCard(
        title=_("Figures differ from what was released: {month}").format(month=view.label),
        text=_("The month was approved or settled again after its figures had gone. A correction can be released."),
        url=reverse("figures:month", args=[view.code]),
        action=_("See the differences"),
        icon="send",
        tone="info",
        order=24,
    )
