"""Pages of figures: the months, what exactly leaves, releasing it, and how figures go."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.attendance.views.days import month_or_404
from casework.figures import selectors, services
from casework.figures.forms import ChoicesForm, ReleaseForm
from casework.figures.selectors import MonthView
from core.access import Permission, requires
from core.access.selectors import me
from core.reports.forms import month_in_words
from core.submissions.views import done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

MONTHS = (
    Column("month", gettext_lazy("Month"), template="figures/month_cell.html"),
    Column("standing", gettext_lazy("State"), template="figures/standing_cell.html"),
    Column("people", gettext_lazy("Participants"), align="end"),
    Column("released", gettext_lazy("Released by"), template="figures/released_cell.html", labelled=True),
    Column("next", gettext_lazy("Next step"), template="figures/next_cell.html"),
)


@requires(Permission.FIGURES_VIEW)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """The months of a year: where each stands and what to do next."""
    today = timezone.localdate()
    years = selectors.years(today)
    year = _year_asked(request, years)
    bonds = selectors.ties(today)
    table = table_page(
        request,
        rows=selectors.months_of_year(year, bonds=bonds),
        columns=MONTHS,
        name="months",
        empty_title=_("No month yet"),
        empty_text=_("Months appear when attendance is kept for the first time."),
    )
    context = {"table": table, "years": years, "year": year, "ties": bonds, "may": _may(request)}
    return render(request, "figures/months.html", context)


@requires(Permission.FIGURES_VIEW)
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """Exactly what would leave, or has left, table by table."""
    view = selectors.month_view(month_or_404(month), today=timezone.localdate())
    context = {"view": view, "receipt": selectors.receipt_of(view.month), "may": _may(request), **_tables(view)}
    return render(request, "figures/month.html", context)


@requires(Permission.FIGURES_RELEASE)
@page_or_form
@once
def release(request: HttpRequest, month: str) -> HttpResponse:
    """Ask once more, then let exactly these figures go."""
    today = timezone.localdate()
    view = selectors.month_view(month_or_404(month), today=today)
    form = ReleaseForm(posted(request), initial={"seal": view.seal})
    if form.accepts(lambda: services.release_month(by=me(request), month=view.month, today=today, **form.cleaned_data)):
        return done(request, _said(form.outcome.version), "figures:month", month)
    context = {"view": view, "form": form, **_tables(view)}
    return render(request, "figures/release.html", context)


@requires(Permission.FIGURES_RELEASE)
@page_or_form
@once
def choices(request: HttpRequest) -> HttpResponse:
    """Which open indicators are shown exactly, and whether figures go by themselves."""
    now = selectors.decision_now()
    begin = {"exact": now.exact, "automatic_after_days": now.automatic_after_days} if now else None
    form = ChoicesForm(posted(request), initial=begin)
    if form.accepts(lambda: services.decide(by=me(request), **form.cleaned_data)):
        return done(
            request, _("The choice is on record. It counts for what is released from now on."), "figures:months"
        )
    waiting = selectors.months_waiting(selectors.ties(timezone.localdate()))
    context = {
        "form": form,
        "back": reverse("figures:months"),
        "decisions": selectors.decisions(),
        "waiting": [month_in_words(each) for each in waiting],
    }
    return render(request, "figures/choices.html", context)


def _tables(view: MonthView) -> dict[str, Any]:
    """What leaves and what a correction changes, in words."""
    return {
        "sheets": selectors.sheets_of(view.shown, smallest=view.smallest, exact=view.exact) if view.shown else [],
        "differences": selectors.differences_of(view.changes),
    }


def _said(version: int) -> str:
    if version > 1:
        return _("The correction was released.")
    return _("The figures were released. The OWES sees them in its tables in a moment.")


def _year_asked(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("rok", "")
    return int(asked) if asked in map(str, years) else years[0]


def _may(request: HttpRequest) -> dict[str, bool]:
    """What the buttons of a page depend on."""
    account = me(request)
    return {
        "release": account.may(Permission.FIGURES_RELEASE),
        "close": account.may(Permission.MONTH_SUBMIT),
        "settle": account.may(Permission.BENEFITS_VIEW),
    }
