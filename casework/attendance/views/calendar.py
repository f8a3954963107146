"""Days on which the centre is closed, and the letters of codes."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework.attendance.forms import CloseDayForm, LettersForm
from casework.attendance.rules import month_before
from casework.attendance.selectors import closures, letters
from casework.attendance.services import close_day, open_day, rename_letters
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import once
from tenants.errors import RuleBroken


@requires(Permission.CALENDAR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def closed_days(request: HttpRequest) -> HttpResponse:
    form = CloseDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_day(by=me(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The day is on the list. Nobody is expected then."))
            return redirect("attendance:closed-days")
    since = month_before(month_before(localdate()))
    return render(request, "attendance/closed_days.html", {"form": form, "days": closures(since=since), "since": since})


@requires(Permission.CALENDAR_EDIT)
@require_POST
def reopen_day(request: HttpRequest, day: str) -> HttpResponse:
    try:
        open_day(by=me(request), day=date.fromisoformat(day))
    except ValueError as broken:
        raise Http404 from broken
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("The day is a day of classes again."))
    return redirect("attendance:closed-days")


@requires(Permission.CALENDAR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def code_letters(request: HttpRequest) -> HttpResponse:
    form = LettersForm(request.POST if request.method == "POST" else None, letters=letters())
    if request.method == "POST" and form.is_valid():
        try:
            rename_letters(by=me(request), written=form.renamed())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The letters were saved. The grid and the sheets use them from now on."))
            return redirect("attendance:letters")
    return render(request, "attendance/letters.html", {"form": form})
