"""The day sheet: everybody is here, except … On a phone, also without signal, also without JavaScript."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from casework.attendance import services
from casework.attendance.forms import SheetForm
from casework.attendance.rules import Problem
from casework.attendance.selectors import day_sheets as selectors
from casework.attendance.selectors import letters, sentence, working_days_around
from casework.attendance.views.days import day_or_404
from core.access import PUBLIC, Permission, requires
from core.access.selectors import me
from core.accounts.rules import day_ends_at
from core.accounts.selectors import device_with
from core.submissions.views import done, page_or_form

KEPT_UNTIL = "Sheet-Kept-Until"
"""Until when a trusted phone may keep the page, in milliseconds; only today's sheets say so."""


@requires(Permission.ATTENDANCE_MARK, on_trusted_phone=True)
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Today's groups."""
    now = timezone.localtime()
    groups = selectors.groups_of_day(me(request), day=now.date(), own_only=_is_on_phone(request))
    day = selectors.about_day(now.date())
    context = {**_frame(request, now, today=True), "groups": groups, "today": now.date(), "day": day}
    return _kept(render(request, "attendance/sheets.html", context), now=now, keeps=context["keeps"])


@requires(Permission.ATTENDANCE_MARK, on_trusted_phone=True)
@page_or_form
def sheet(request: HttpRequest, day: str, group_id: UUID) -> HttpResponseBase:
    """One group's day. A phone's own session sees today alone; marks kept from another day ask for a full sign-in."""
    now, wanted = timezone.localtime(), day_or_404(day)
    if _is_on_phone(request) and wanted != now.date():
        return JsonResponse({}, status=401) if request.method == "POST" else redirect_to_login(request.path)
    if request.method == "POST":
        return _take(request, group_id=group_id, day=wanted, now=now)
    shown = _read(request, group_id=group_id, day=wanted, now=now)
    context = {**_frame(request, now, today=wanted == now.date()), "sheet": shown, **_around(request, wanted)}
    return _kept(render(request, "attendance/sheet.html", context), now=now, keeps=context["keeps"])


def _take(request: HttpRequest, *, group_id: UUID, day: date, now: datetime) -> HttpResponse:
    """Saves what was sent. A script is told what became of each mark; a browser without one gets the page again."""
    stays = selectors.stays_of_sheet(me(request), group_id, day=day, own_only=_is_on_phone(request))
    if not stays:
        raise Http404
    if request.POST.get("account") != str(me(request).pk):
        return JsonResponse({"foreign": True}, status=409)
    form = SheetForm(request.POST, stays=stays, day=day)
    changes = form.changes()
    saved = services.save_marks(by=me(request), changes=changes, today=now.date())
    if request.headers.get("Accept") == "application/json":
        return _told(request, saved, day=day, strangers=form.strangers())
    if saved.conflicts or saved.refused:
        shown = _read(request, group_id=group_id, day=day, now=now)
        left = selectors.after_saving(shown, typed={change.stay_id: change for change in changes}, saved=saved)
        return render(
            request, "attendance/sheet.html", {**_frame(request, now, today=False), "sheet": left}, status=409
        )
    count = len(saved.saved)
    said = ngettext("Saved: {count} person.", "Saved: {count} people.", count).format(count=count)
    return done(request, said, request.path)


def _around(request: HttpRequest, day: date) -> dict[str, date | None]:
    """The days with classes before and after; a phone's own session has today alone."""
    before, after = (None, None) if _is_on_phone(request) else working_days_around(day)
    return {"before": before, "after": after}


def _told(request: HttpRequest, saved: Any, *, day: date, strangers: list[str]) -> JsonResponse:
    not_yours = str(sentence(Problem.NOT_YOURS))
    written = letters() if saved.conflicts else {}
    if saved.conflicts:
        people = selectors.people_of(each.stay_id for each in saved.conflicts)
        services.note_reading(by=me(request), people=people, since=day, until=day)
    return JsonResponse(
        {
            "saved": [_mark(each.stay_id, each.code, each.hours, each.version) for each in saved.saved],
            "conflicts": [
                {
                    **_mark(each.stay_id, each.theirs_code, each.theirs_hours, each.theirs_version),
                    "letters": selectors.theirs_of(each, written).letters,
                    "by": each.theirs_by,
                    "at": timezone.localtime(each.theirs_at).strftime("%H:%M") if each.theirs_at else "",
                }
                for each in saved.conflicts
            ],
            "refused": [
                *({"stay": str(each.stay_id), "message": str(each.message)} for each in saved.refused),
                *({"stay": stay, "message": not_yours} for stay in strangers),
            ],
        }
    )


def _mark(stay_id: UUID, code: str | None, hours: Any, version: int) -> dict[str, Any]:
    return {"stay": str(stay_id), "code": code or "", "hours": selectors.plain(hours), "version": version}


def _read(request: HttpRequest, *, group_id: UUID, day: date, now: datetime) -> Any:
    """The sheet, after it is on record that somebody looks at it."""
    group = selectors.group_of_sheet(me(request), group_id, own_only=_is_on_phone(request))
    if group is None:
        raise Http404
    shown = selectors.day_sheet(me(request), group=group, day=day, today=now.date())
    services.note_reading(by=me(request), people=shown.people, since=day, until=day)
    return shown


@requires(Permission.ATTENDANCE_MARK, on_trusted_phone=True)
@require_safe
def sheet_whose(request: HttpRequest) -> JsonResponse:
    """Who is signed in here now, and a form token that fits: a kept page asks before it sends what waited."""
    return JsonResponse({"account": str(me(request).pk), "token": get_token(request)})


@requires(PUBLIC)
@require_safe
def sheet_worker(request: HttpRequest) -> HttpResponse:
    """The script that opens kept sheets without signal. It holds no data, and lies where its power ends."""
    return render(request, "attendance/sheet_worker.js", content_type="text/javascript")


def _is_on_phone(request: HttpRequest) -> bool:
    """Whether the session was opened by the PIN or passkey of a trusted phone."""
    return request.session.device is not None  # type: ignore[attr-defined]


def _is_trusted(request: HttpRequest, now: datetime) -> bool:
    if _is_on_phone(request):
        return True
    secret = request.COOKIES.get(settings.OGNIWO_PHONE_COOKIE_NAME, "")
    device = device_with(secret, now=now) if secret else None
    return device is not None and device.account_id == me(request).pk


def _frame(request: HttpRequest, now: datetime, *, today: bool) -> dict[str, Any]:
    on_phone = _is_on_phone(request)
    return {
        "frame": "phone.html" if on_phone else "base.html",
        "on_phone": on_phone,
        "keeps": today and _is_trusted(request, now),
        "words": selectors.strip_words(),
        "account_id": str(me(request).pk),
        "house_id": str(request.tenant.pk),  # type: ignore[attr-defined]
    }


def _kept(answer: HttpResponse, *, now: datetime, keeps: bool) -> HttpResponse:
    """A trusted phone is told until when it may keep the page: the end of the day."""
    if keeps:
        answer[KEPT_UNTIL] = str(int(day_ends_at(now).timestamp() * 1000))
    return answer
