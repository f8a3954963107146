"""Pages of reports: the list, the request, the waiting, the download; and the page of the letterhead."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.files.views import attachment
from core.reports import selectors, services
from core.reports.forms import LetterheadForm
from core.reports.rules import Format, ReportKind
from core.submissions.views import confirmed, done, once, page_or_form
from core.ui.rules import Column
from core.ui.selectors import table_page
from tenants.errors import RuleBroken

COLUMNS = (
    Column("title", gettext_lazy("Report"), template="reports/title_cell.html"),
    Column("state", gettext_lazy("State"), template="reports/state_cell.html"),
    Column("requested_at", gettext_lazy("Requested on"), sort="requested_at"),
    Column("requested_by", gettext_lazy("Requested by"), value="requested_by.name"),
    Column("expires_at", gettext_lazy("File kept until")),
)


@requires(Permission.REPORTS_VIEW)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports, or those of the whole house."""
    table = table_page(
        request,
        rows=selectors.reports_visible_to(me(request)),
        columns=COLUMNS,
        name="reports",
        default_sort="-requested_at",
        empty_title=_("No reports yet"),
        empty_text=_("Choose a report above, say what it should cover, and take it away when it is ready."),
    )
    kinds = selectors.kinds_open_to(me(request))
    return render(request, "reports/reports.html", {"table": table, "kinds": kinds})


@requires(Permission.REPORTS_VIEW)
@page_or_form
@once
def request_one(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind of report; sending it asks for the report. The address may already say what it is about."""
    chosen = _kind_or_404(request, kind)
    form = chosen.form(request.POST or None, formats=chosen.formats, by=me(request), initial=request.GET.dict())
    if form.accepts(lambda: _ask(request, chosen, form)):
        return redirect("reports:detail", form.outcome)
    return render(request, "reports/request.html", {"kind": chosen, "form": form})


def _ask(request: HttpRequest, kind: ReportKind, form: Any) -> UUID:
    report = services.request_report(
        by=me(request),
        kind=kind.code,
        parameters=form.parameters(),
        format=Format(form.cleaned_data["format"]),
    )
    return report.pk


@requires(Permission.REPORTS_VIEW)
@require_safe
def detail(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """How far a report is, and its file when it is ready."""
    return render(request, "reports/detail.html", {"report": _report_or_404(request, report_id)})


@requires(Permission.REPORTS_VIEW)
@require_safe
def progress(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The part of that page which changes while the report is being made."""
    return render(request, "reports/progress.html", {"report": _report_or_404(request, report_id)})


@requires(Permission.REPORTS_VIEW)
@require_safe
def download(request: HttpRequest, report_id: UUID) -> HttpResponse | FileResponse:
    """The file. Whether it may be had is decided now, not when it was asked for."""
    try:
        return attachment(services.download_report(by=me(request), report_id=report_id))
    except ObjectDoesNotExist:
        raise Http404 from None
    except RuleBroken as error:
        messages.error(request, error.message)
        return redirect("reports:detail", report_id)


@requires(Permission.REPORTS_VIEW)
@page_or_form
@once
def delete(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Ask whether the report may go, then let it go."""
    report = _report_or_404(request, report_id)
    if not report.is_own:
        raise Http404
    said = _("The report was deleted: %(title)s") % {"title": report.title}
    return confirmed(
        request,
        lambda: services.delete_report(by=me(request), report_id=report_id),
        then=lambda _nothing: done(request, said, "reports:list"),
        back=report.url,
        heading=_("Delete the report “%(title)s”?") % {"title": report.title},
        message=_("Its file goes with it. What was done with it stays in the history."),
        submit=_("Delete"),
        tone="danger",
    )


@requires(Permission.SETTINGS_EDIT)
@page_or_form
def letterhead(request: HttpRequest) -> HttpResponse:
    """What stands at the head of every paper of this house."""
    row = selectors.letterhead_row()
    values, has_logo = selectors.letterhead_values(row), bool(row and row.logo_id)
    form = LetterheadForm(request.POST or None, request.FILES or None, initial=values, has_logo=has_logo)
    if form.accepts(lambda: services.save_letterhead(by=me(request), **form.wanted())):
        return done(request, _("The letterhead was saved. Papers made from now on will have it."), "letterhead:edit")
    return render(request, "reports/letterhead.html", {"form": form, "letterhead": selectors.letterhead()})


def _kind_or_404(request: HttpRequest, code: str) -> ReportKind:
    kind = selectors.kind_open_to(me(request), code)
    if kind is None:
        raise Http404
    return kind


def _report_or_404(request: HttpRequest, report_id: UUID) -> selectors.ReportPage:
    report = selectors.report_page(me(request), report_id)
    if report is None:
        raise Http404
    return report
