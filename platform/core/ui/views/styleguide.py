"""All components on one page, with the words of real documents. For development only."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access import SIGNED_IN, requires
from core.ui.forms import SampleFilters, SampleForm
from core.ui.rules import (
    Chart,
    Column,
    Export,
    FirstStep,
    Mark,
    Range,
    Ranges,
    Series,
    Spot,
    TodayCard,
    Tone,
    bars,
    columns,
    ranges,
)
from core.ui.selectors import grouped, table_page

DOCUMENTS = (
    "Lista obecności: pracownia ogrodniczo-porządkowa",
    "Lista obecności: pracownia gastronomiczna",
    "Lista wypłat świadczeń integracyjnych",
    "Wniosek o refundację świadczeń (PUP)",
    "Rejestr wglądów w dane uczestników",
    "Miesięczny program zajęć: pracownia opiekuńcza",
    "Zaświadczenie o uczestnictwie w CIS",
)
STATES: tuple[tuple[object, Tone], ...] = (
    (_("Ready"), "success"),
    (_("Being made"), "info"),
    (_("Failed"), "danger"),
)
COLUMNS = (
    Column("title", _("Document")),
    Column("made_at", _("Asked for")),
    Column("by", _("By whom")),
    Column("state", _("State"), template="styleguide/state_cell.html"),
    Column("people", _("People"), align="end"),
)


@requires(SIGNED_IN)
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.OGNIWO_STYLEGUIDE:
        raise Http404
    messages.success(request, _("The report is ready: attendance sheet, gardening workshop, October 2026."))
    messages.error(request, _("The report could not be made: October is not closed yet."))
    context = {"form": SampleForm(), "wrong_form": _wrong_form(), "table": _table(request)}
    return render(request, "styleguide/page.html", context | _cards() | {"charts": _charts()})


def _charts() -> list[tuple[Any, str]]:
    """Each way to draw, with a number that is hidden, one that is missing and a zero."""
    legend = {Mark.HIDDEN: str(_("hidden (small number of people)")), Mark.MISSING: str(_("no data"))}
    hidden, missing = Spot(mark=Mark.HIDDEN), Spot(mark=Mark.MISSING)
    now, before = [_spot(n) for n in (154, 148, 0, 152)], [_spot(n) for n in (120, 131, 128, 140)]
    sample = Chart(
        key="sample",
        title=str(_("Participants")),
        description=str(_("Four quarters beside a year before, one of them hidden and one missing.")),
        labels=("I q.\n2026", "II q.", "III q.", "IV q.", "I q.\n2027", "II q."),
        series=(Series("2026", (*now, hidden, missing)), Series("2025", (*before, _spot(133), hidden))),
        legend=legend,
    )
    row = Range(label=sample.title, own=_spot(28), lower=_spot(15), median=_spot(21), upper=_spot(33))
    beside = Ranges(
        key="beside",
        title=sample.title,
        description=sample.description,
        rows=(row,),
        own=str(_("your centre")),
        median=str(_("median")),
        between=str(_("half of the centres")),
    )
    lying = replace(sample, key="lying", labels=tuple(label.replace("\n", " ") for label in sample.labels))
    return [(_("Columns"), columns(sample)), (_("Bars"), bars(lying)), (_("Ranges"), ranges(beside))]


def _spot(value: int) -> Spot:
    return Spot(value=Decimal(value), text=str(value))


def _wrong_form() -> SampleForm:
    sent = {"wrong-name": "Pracownia ogrodniczo-porządkowa", "wrong-places": "40", "wrong-days": ["1", "3"]}
    form = SampleForm(sent, prefix="wrong")
    form.add_error(None, _("The instructor already leads another workshop on these days."))
    return form


def _table(request: HttpRequest) -> Any:
    return table_page(
        request,
        rows=_rows(now()),
        columns=COLUMNS,
        filters=SampleFilters(request.GET or None),
        exports=(
            Export(_("Spreadsheet"), request.path, "file-spreadsheet"),
            Export(_("PDF"), request.path, "file-type-pdf"),
        ),
        name="documents",
        page_size=7,
    )


def _rows(today: datetime) -> list[dict[str, Any]]:
    return [
        {
            "title": DOCUMENTS[n % len(DOCUMENTS)],
            "made_at": today - timedelta(hours=7 * n),
            "by": ("Anna Zięba", "Łukasz Górski", "Grażyna Sójka")[n % 3],
            "label": STATES[n % 3][0],
            "tone": STATES[n % 3][1],
            "people": (24, 18, None)[n % 3],
        }
        for n in range(60)
    ]


def _cards() -> dict[str, Any]:
    cards = [
        TodayCard(
            title=_("Attendance of yesterday is not signed"),
            text="Pracownia ogrodniczo-porządkowa, 14 osób",
            url="#",
            action=_("Sign the sheet"),
            icon="checklist",
            tone="warning",
        ),
        TodayCard(
            title=_("A report is ready"),
            text="Lista wypłat świadczeń integracyjnych, październik 2026",
            url="#",
            action=_("Open"),
            icon="file-text",
            tone="success",
        ),
        TodayCard(
            title=_("A letter from the OWES"),
            text="Spotkanie sieciujące 3 grudnia: potwierdzenie udziału",
            url="#",
            action=_("Read"),
            icon="mail",
        ),
    ]
    return {"groups": grouped(cards), "steps": _steps()}


def _steps() -> list[FirstStep]:
    factor, staff = (
        _("It protects what people tell you."),
        _("Everybody signs in with an account of their own."),
    )
    return [
        FirstStep(title=_("Set up a second factor"), text=factor, url="#", done=True),
        FirstStep(title=_("Invite your staff"), text=staff, url="#", done=False),
    ]
