"""What waits for somebody in attendance now: days without marks, months to submit and to approve, alarms."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.attendance.models import Mark, MonthClosing
from casework.attendance.rules import (
    Alarm,
    AlarmKind,
    last_day_of,
    may_be_submitted_from,
    month_before,
    month_of,
)
from casework.attendance.selectors.calendar import closed_days
from casework.attendance.selectors.months import alarms_among, gaps_among, month_state
from casework.attendance.selectors.people import stays_seen_by
from casework.participants.models import Stay
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import month_in_words
from core.ui.rules import TodayCard

MONTHS_SHOWN = 3
"""Cards of months that wait to be submitted: the oldest are closed first."""
Gaps = list[tuple[Stay, tuple[date, ...]]]


def attendance_cards(account: Account, *, today: date) -> Iterable[TodayCard]:
    """Cards of Today for this account."""
    if account.may(Permission.ATTENDANCE_MARK):
        yield from _marking(today, account)
    if account.may(Permission.MONTH_SUBMIT):
        yield from _to_submit(today)
    if account.may(Permission.MONTH_APPROVE):
        yield from _to_approve()


def _marking(today: date, account: Account) -> Iterable[TodayCard]:
    yield from _earlier_gaps(month_before(today), account)
    month = month_of(today)
    stays = list(stays_seen_by(account, since=month, until=today))
    if today > month:
        gaps = list(gaps_among(stays, month=month, until=today - timedelta(days=1), account=account))
        yield from _gap_card(gaps, month, title=_("Days without a mark: %(count)d"), order=20)
    yield from _alarm_card([alarms for _stay, alarms in alarms_among(stays, month)], month)


def _earlier_gaps(month: date, account: Account) -> Iterable[TodayCard]:
    """The month before asks until it is approved, once somebody has begun to keep it here."""
    last = last_day_of(month)
    if month_state(month).is_immutable or not Mark.objects.between(since=month, until=last).exists():
        return
    stays = stays_seen_by(account, since=month, until=last)
    gaps = list(gaps_among(stays, month=month, until=last, account=account))
    title = _("%(month)s, days without a mark: %(count)d")
    yield from _gap_card(gaps, month, title=title, order=19)


def _gap_card(gaps: Gaps, month: date, *, title: str, order: int) -> Iterable[TodayCard]:
    if not gaps:
        return
    days = sorted({day for _stay, missed in gaps for day in missed})
    words = {"people": len(gaps), "first": date_format(days[0], "j E"), "last": date_format(days[-1], "j E")}
    one = _("Nobody has written down %(first)s yet; people without a mark: %(people)d.")
    several = _("Between %(first)s and %(last)s; people without a mark: %(people)d.")
    yield TodayCard(
        title=title % {"count": len(days), "month": month_in_words(month).capitalize()},
        text=(one if len(days) == 1 else several) % words,
        url=_sheet_of(gaps, days) or _grid(month),
        action=_("Complete the attendance"),
        icon="calendar",
        tone="warning",
        order=order,
    )


def _sheet_of(gaps: Gaps, days: list[date]) -> str:
    """The sheet that completes everything: of one day, when all who are missing are in one group."""
    groups = {_group_on(stay, days[0]) for stay, _missed in gaps}
    if len(days) > 1 or len(groups) > 1 or None in groups:
        return ""
    return reverse("attendance:sheet", args=[days[0].isoformat(), groups.pop()])


def _group_on(stay: Stay, day: date) -> UUID | None:
    held = (each for each in stay.memberships.all() if each.starts_on <= day)
    return next((each.group_id for each in held if each.ends_on is None or day <= each.ends_on), None)


def _alarm_card(found: list[tuple[Alarm, ...]], month: date) -> Iterable[TodayCard]:
    """Numbers only: whose alarms these are stands in the month, and whoever looks there is on record."""
    lost = sum(1 for alarms in found if any(alarm.kind is AlarmKind.BENEFIT_LOST for alarm in alarms))
    if found:
        yield TodayCard(
            title=_("Attendance alarms: %(count)d") % {"count": len(found)},
            text=_alarms_in_words(lost, len(found) - lost),
            url=_grid(month),
            action=_("See the month"),
            icon="alert-triangle",
            tone="danger" if lost else "warning",
            order=30,
        )


def _alarms_in_words(lost: int, near: int) -> str:
    losing = ngettext("%(count)d person loses the benefit", "%(count)d people lose the benefit", lost)
    at_limit = ngettext("%(count)d person is at a limit", "%(count)d people are at a limit", near)
    said = [words % {"count": count} for words, count in ((losing, lost), (at_limit, near)) if count]
    return ", ".join(said)


def _to_submit(today: date) -> Iterable[TodayCard]:
    for month in islice(_open_months(today), MONTHS_SHOWN):
        yield TodayCard(
            title=_("%(month)s waits to be submitted") % {"month": month_in_words(month).capitalize()},
            text=_("Check what is missing, then hand the month over for approval."),
            url=_closing(month),
            action=_("Close the month"),
            icon="checklist",
            order=25,
        )


def _open_months(today: date) -> Iterable[date]:
    """Months that are over and were not submitted, the oldest first: the last two, and all in which somebody marked."""
    marked = set(Mark.objects.filter(day__lte=today).dates("day", "month"))
    months = {*marked, month_before(today), month_of(today)}
    submitted = MonthClosing.objects.filter(month__in=months, submitted_at__isnull=False)
    for month in sorted(months.difference(submitted.values_list("month", flat=True))):
        if _is_over(month, today) and Stay.objects.touching(since=month, until=last_day_of(month)).exists():
            yield month


def _is_over(month: date, today: date) -> bool:
    last = last_day_of(month)
    return today > last or today >= may_be_submitted_from(month, closed_days(since=month, until=last))


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
