"""What waits for somebody in attendance now: days without marks, months to submit and to approve, alarms."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.attendance.models import MonthClosing
from casework.attendance.rules import MonthStage, last_day_of, may_be_submitted_from, month_before, month_of
from casework.attendance.selectors.calendar import closed_days
from casework.attendance.selectors.months import alarms_among, gaps_among, month_state
from casework.attendance.selectors.people import stays_seen_by
from casework.participants.models import Stay
from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import TodayCard


def attendance_cards(account: Account, *, today: date) -> Iterable[TodayCard]:
    """Cards of Today for this account."""
    if account.may(Permission.ATTENDANCE_MARK):
        yield from _marking(today, account)
    if account.may(Permission.MONTH_SUBMIT):
        yield from _to_submit(today)
    if account.may(Permission.MONTH_APPROVE):
        yield from _to_approve()


def month_in_words(month: date) -> str:
    """A month as it stands alone: "October 2026"."""
    return date_format(month, "F Y")


def _marking(today: date, account: Account) -> Iterable[TodayCard]:
    month = month_of(today)
    stays = list(stays_seen_by(account, since=month, until=today))
    if today > month:
        yield from _gap_card(gaps_among(stays, month=month, until=today - timedelta(days=1), account=account), month)
    alarming = list(alarms_among(stays, month))
    if alarming:
        yield TodayCard(
            title=_("Attendance alarms: %(count)d") % {"count": len(alarming)},
            text=", ".join(str(stay.participant) for stay, _alarms in alarming[:5]) + ("…" if alarming[5:] else ""),
            url=_grid(month),
            action=_("See the month"),
            icon="alert-triangle",
            tone="warning",
            order=30,
        )


def _gap_card(gaps: Iterable[tuple[Stay, tuple[date, ...]]], month: date) -> Iterable[TodayCard]:
    found = list(gaps)
    if found:
        days = sorted({day for _stay, missed in found for day in missed})
        words = {"people": len(found), "first": date_format(days[0], "j E"), "last": date_format(days[-1], "j E")}
        one = _("Nobody has written down %(first)s yet; people without a mark: %(people)d.")
        several = _("Between %(first)s and %(last)s; people without a mark: %(people)d.")
        yield TodayCard(
            title=_("Days without a mark: %(count)d") % {"count": len(days)},
            text=(one if len(days) == 1 else several) % words,
            url=_grid(month),
            action=_("Complete the attendance"),
            icon="calendar",
            tone="warning",
            order=20,
        )


def _to_submit(today: date) -> Iterable[TodayCard]:
    for month in (month_before(today), month_of(today)):
        if _waits_for_submission(month, today):
            yield TodayCard(
                title=_("%(month)s waits to be submitted") % {"month": month_in_words(month).capitalize()},
                text=_("Check what is missing, then hand the month over for approval."),
                url=_closing(month),
                action=_("Close the month"),
                icon="checklist",
                order=25,
            )


def _waits_for_submission(month: date, today: date) -> bool:
    last = last_day_of(month)
    return (
        today >= may_be_submitted_from(month, closed_days(since=month, until=last))
        and month_state(month).stage is MonthStage.OPEN
        and Stay.objects.touching(since=month, until=last).exists()
    )


def _to_approve() -> Iterable[TodayCard]:
    for closing in MonthClosing.objects.filter(submitted_at__isnull=False, approved_at__isnull=True):
        yield TodayCard(
            title=_("%(month)s waits for approval") % {"month": month_in_words(closing.month).capitalize()},
            text=_("The attendance was submitted. Benefits can be counted once it is approved."),
            url=_closing(closing.month),
            action=_("Look and approve"),
            icon="checklist",
            order=24,
        )


def _grid(month: date) -> str:
    return reverse("attendance:month", args=[f"{month:%Y-%m}"])


def _closing(month: date) -> str:
    return reverse("attendance:closing", args=[f"{month:%Y-%m}"])
