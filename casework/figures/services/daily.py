"""What happens to figures every day without anybody: reminders, and release where the manager chose so."""

from datetime import date, datetime
from typing import Any

from celery import shared_task
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.benefits.selectors import month_code
from casework.figures.rules import REMINDED_AFTER, Standing
from casework.figures.selectors import MonthView, Ties, months_waiting, ties, views_of
from casework.figures.services.releasing import release_by_itself
from core.access import Permission
from core.notifications.models import Notification
from core.notifications.selectors import accounts_that_may
from core.notifications.services import notify, path_in_house
from core.reports.forms import month_in_words

WAITING_NOTICE, GONE_NOTICE = "figures-waiting", "figures-gone"
FIGURES_NOTICES = {
    WAITING_NOTICE: _("A closed month whose figures have not been released"),
    GONE_NOTICE: _("Figures went to the OWES by themselves"),
}


@shared_task(name="casework.figures.daily")
def figures_daily() -> None:
    """Release what goes by itself, then remind of what waits for somebody."""
    now = timezone.now()
    release_due(today=timezone.localdate(now))
    remind(now=now)


def release_due(*, today: date) -> list[date]:
    """Release the months whose day has come; returns which.

    A month whose settlement is not approved waits, so that what goes is whole. A correction never goes by itself:
    somebody looks at it first.
    """
    bonds = ties(today)
    if bonds.after_days is None or bonds.since is None:
        return []
    waiting = months_waiting(bonds)
    due = [each for each in views_of(waiting, bonds=bonds) if _is_due(each, today=today)]
    for view in due:
        release_by_itself(month=view.month, today=today)
        _tell(view.month, kind=GONE_NOTICE, title=_("Figures went to the OWES by themselves: {month}"))
    return [view.month for view in due]


def remind(*, now: datetime) -> list[date]:
    """Tell those who release of closed months that have waited for some days, once of each; returns which."""
    bonds: Ties = ties(timezone.localdate(now))
    waiting = months_waiting(bonds, closed_before=now - REMINDED_AFTER)
    told = set(Notification.objects.filter(kind=WAITING_NOTICE).order_by("url").values_list("url", flat=True))
    fresh = [each for each in waiting if _page_of(each) not in told]
    for month in fresh:
        _tell(month, kind=WAITING_NOTICE, title=_("Figures wait to be released: {month}"))
    return fresh


def _is_due(view: MonthView, *, today: date) -> bool:
    day = view.goes_by_itself_on
    return view.standing is Standing.READY and view.has_money and day is not None and day <= today


_month_lazy = lazy(month_in_words, str)
"""Each reader is told in a language of their own."""


def _tell(month: date, *, kind: str, title: Any) -> None:
    notify(
        accounts=accounts_that_may(Permission.FIGURES_RELEASE),
        kind=kind,
        title=format_lazy(title, month=_month_lazy(month)),
        url=_page_of(month),
    )


def _page_of(month: date) -> str:
    return path_in_house("figures:month", month_code(month))
