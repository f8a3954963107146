"""The month as a grid, and the batches that it sends while somebody types."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework.attendance.forms import GroupFilter, NotABatch, changes_in
from casework.attendance.rules import Code, last_day_of, month_after, month_before, month_of
from casework.attendance.selectors import (
    CODE_LABELS,
    STAGE_LABELS,
    STAGE_TONES,
    SheetView,
    alarm_patterns,
    month_view,
    people_of,
    stays_seen_by,
)
from casework.attendance.services import Conflict, Saved, note_reading, save_marks
from casework.attendance.views.days import month_or_404
from casework.workshops.selectors import groups_visible_to
from core.access import Permission, requires
from core.access.selectors import me
from core.reports.forms import month_in_words


@requires(Permission.ATTENDANCE_VIEW)
@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    return _grid(request, month_of(localdate()))


@requires(Permission.ATTENDANCE_VIEW)
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    return _grid(request, month_or_404(month))


@requires(Permission.ATTENDANCE_MARK)
@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Take a batch of changes; the answer says of each whether it is saved, disputed or refused."""
    try:
        changes = changes_in(request.body)
    except NotABatch:
        return JsonResponse({"message": _("This is not a list of changes.")}, status=400)
    saved = save_marks(by=me(request), changes=changes, today=localdate())
    if saved.conflicts:
        days = [each.day for each in saved.conflicts]
        people = people_of(each.stay_id for each in saved.conflicts)
        note_reading(by=me(request), people=people, since=min(days), until=max(days))
    return JsonResponse(_answer(saved))


def _grid(request: HttpRequest, month: date) -> HttpResponse:
    account, until = me(request), last_day_of(month)
    filters = group_filter(request, month)
    stays = stays_seen_by(account, since=month, until=until, group_id=filters.chosen)
    sheet = month_view(month, stays=stays, account=account)
    note_reading(by=account, people=sheet.people, since=month, until=until)
    context = {"sheet": sheet, "filters": filters, **frame_of(month), **_rights(request, sheet)}
    return render(request, "attendance/month.html", {**context, "config": _config(sheet), "today": localdate()})


def group_filter(request: HttpRequest, month: date) -> GroupFilter:
    """The filter by group, with the groups that this account may see."""
    groups = groups_visible_to(me(request), day=min(localdate(), last_day_of(month)))
    return GroupFilter(request.GET, groups=[(str(group.pk), group.name) for group in groups])


def frame_of(month: date) -> dict[str, Any]:
    """What every page of a month shows around its content."""
    return {
        "month": month,
        "slug": f"{month:%Y-%m}",
        "month_words": month_in_words(month),
        "before": f"{month_before(month):%Y-%m}",
        "after": f"{month_after(month):%Y-%m}",
    }


def _rights(request: HttpRequest, sheet: SheetView) -> dict[str, Any]:
    account = me(request)
    return {
        "stage": STAGE_LABELS[sheet.state.stage],
        "tone": STAGE_TONES[sheet.state.stage],
        "may_mark": account.may(Permission.ATTENDANCE_MARK) and not sheet.state.is_immutable,
        "sees_closing": account.may(Permission.MONTH_SUBMIT) or account.may(Permission.MONTH_APPROVE),
        "edits_calendar": account.may(Permission.CALENDAR_EDIT),
    }


def _config(sheet: SheetView) -> dict[str, Any]:
    """What the script of the grid needs to know; values only, no sentence of its own."""
    limits = sheet.limits
    return {
        "days": [each.day.isoformat() for each in sheet.days],
        "dayNames": [each.title for each in sheet.days],
        "letters": {code.value: sheet.letters[code] for code in Code},
        "meanings": {code.value: str(CODE_LABELS[code]) for code in Code},
        "limits": {"unexcused": limits.unexcused, "sick": limits.sick, "daysOff": limits.days_off} if limits else None,
        "alarms": alarm_patterns(),
        "today": localdate().isoformat(),
    }


def _answer(saved: Saved) -> dict[str, Any]:
    return {
        "saved": [
            {**_cell(each), "code": each.code, "hours": str(each.hours), "version": each.version}
            for each in saved.saved
        ],
        "conflicts": [_disputed(each) for each in saved.conflicts],
        "refused": [{**_cell(each), "message": str(each.message)} for each in saved.refused],
    }


def _disputed(conflict: Conflict) -> dict[str, Any]:
    at = conflict.theirs_at
    return {
        **_cell(conflict),
        "code": conflict.theirs_code,
        "hours": str(conflict.theirs_hours),
        "version": conflict.theirs_version,
        "by": conflict.theirs_by,
        "at": date_format(localtime(at), "j E, H:i") if at else "",
    }


def _cell(each: Any) -> dict[str, str]:
    return {"stay": str(each.stay_id), "day": each.day.isoformat()}
