"""The same marks as plain fields: a week of everybody, or a month of one person. Works without scripts."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.attendance.forms import DaysForm, name_of
from casework.attendance.rules import days_of, last_day_of
from casework.attendance.selectors import SheetView, code_in_words, sheet_view, stays_seen_by
from casework.attendance.services import Saved, note_reading, save_marks
from casework.attendance.views.days import day_asked, month_or_404
from casework.attendance.views.grid import frame_of, group_filter
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import once, page_or_form, posted


@requires(Permission.ATTENDANCE_MARK)
@page_or_form
@once
def week(request: HttpRequest, month: str) -> HttpResponse:
    """Seven days of everybody; `tydzien` names one of them."""
    first_day = month_or_404(month)
    day = day_asked(request.GET.get("tydzien", ""), month=first_day) or _usual_day(first_day)
    return _plain(request, first_day, week_of(day, first_day))


@requires(Permission.ATTENDANCE_MARK)
@page_or_form
@once
def person(request: HttpRequest, month: str, stay_id: UUID) -> HttpResponse:
    """A whole month of one person."""
    first_day = month_or_404(month)
    return _plain(request, first_day, days_of(first_day), stay_id=stay_id)


def week_of(day: date, month: date) -> tuple[date, ...]:
    """Monday to Sunday around a day, as far as they belong to the month."""
    monday = day - timedelta(days=day.weekday())
    around = (monday + timedelta(days=number) for number in range(7))
    return tuple(each for each in around if each.month == month.month)


def _usual_day(month: date) -> date:
    today = localdate()
    return min(max(today, month), last_day_of(month))


def _plain(request: HttpRequest, month: date, days: tuple[date, ...], *, stay_id: UUID | None = None) -> HttpResponse:
    sheet = _sheet(request, month, days, stay_id)
    if sheet.state.is_immutable:
        return redirect("attendance:month", f"{month:%Y-%m}")
    form = DaysForm(posted(request), sheet=sheet)
    if form.is_valid():
        outcome = save_marks(by=me(request), changes=form.changes(), today=localdate())
        _say(request, outcome)
        if not _put_on_fields(form, outcome):
            return redirect(request.get_full_path())
    note_reading(by=me(request), people=sheet.people, since=days[0], until=days[-1])
    context = {"form": form, "sheet": sheet, "by_person": stay_id is not None, "weeks": _weeks(month), "days": days}
    return render(request, "attendance/plain.html", {**frame_of(month), **context})


def _sheet(request: HttpRequest, month: date, days: tuple[date, ...], stay_id: UUID | None) -> SheetView:
    account = me(request)
    stays = stays_seen_by(account, since=days[0], until=days[-1], group_id=group_filter(request, month).chosen)
    if stay_id is not None:
        stays = stays.filter(pk=stay_id)
        if not stays:
            raise Http404
    return sheet_view(days, stays=stays, account=account)


def _weeks(month: date) -> list[tuple[date, date]]:
    """First and last day of every week of a month."""
    weeks = {week_of(day, month) for day in days_of(month)}
    return sorted((days[0], days[-1]) for days in weeks)


def _say(request: HttpRequest, outcome: Saved) -> None:
    count = len(outcome.saved)
    if count:
        said = ngettext("%(count)d day was saved.", "%(count)d days were saved.", count)
        messages.success(request, said % {"count": count})


def _put_on_fields(form: DaysForm, outcome: Saved) -> bool:
    """Say at each field why it was not saved; a disputed one takes up the newer version, so that sending decides."""
    for refused in outcome.refused:
        form.add_error(name_of(refused.stay_id, refused.day), str(refused.message))
    for conflict in outcome.conflicts:
        name = name_of(conflict.stay_id, conflict.day)
        words = {"who": conflict.theirs_by, "code": code_in_words(conflict.theirs_code, form.sheet.letters)}
        form.add_error(name, _("%(who)s has saved: %(code)s. Save again to put your choice in its place.") % words)
    again = form.data.copy()  # type: ignore[attr-defined]
    for name, version in _newer_versions(outcome):
        again[f"v-{name}"] = str(version)
    form.data = again
    return bool(form.errors)


def _newer_versions(outcome: Saved) -> Iterable[tuple[str, int]]:
    yield from ((name_of(each.stay_id, each.day), each.version) for each in outcome.saved)
    yield from ((name_of(each.stay_id, each.day), each.theirs_version) for each in outcome.conflicts)
