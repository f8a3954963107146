"""Days on which the centre is closed, and the letters of codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.attendance.forms import CloseDayForm, LettersForm
from casework.attendance.rules import month_before
from casework.attendance.selectors import closures, letters
from casework.attendance.services import close_day, open_day, rename_letters
from casework.attendance.views.days import day_or_404
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import acted, done, once, page_or_form, posted


@requires(Permission.CALENDAR_EDIT)
@page_or_form
@once
def closed_days(request: HttpRequest) -> HttpResponse:
    form = CloseDayForm(posted(request))
    if form.accepts(lambda: close_day(by=me(request), **form.cleaned_data)):
        return done(request, _("The day is on the list. Nobody is expected then."), "attendance:closed-days")
    since = month_before(month_before(localdate()))
    return render(request, "attendance/closed_days.html", {"form": form, "days": closures(since=since), "since": since})


@requires(Permission.CALENDAR_EDIT)
@require_POST
def reopen_day(request: HttpRequest, day: str) -> HttpResponse:
    opened = day_or_404(day)
    return acted(
        request,
        lambda: open_day(by=me(request), day=opened),
        said=_("The day is a day of classes again."),
        back=reverse("attendance:closed-days"),
    )


@requires(Permission.CALENDAR_EDIT)
@page_or_form
@once
def code_letters(request: HttpRequest) -> HttpResponse:
    form = LettersForm(posted(request), letters=letters())
    if form.accepts(lambda: rename_letters(by=me(request), written=form.renamed())):
        said = _("The letters were saved. The grid and the sheets use them from now on.")
        return done(request, said, "attendance:letters")
    return render(request, "attendance/letters.html", {"form": form})
