"""An import on its way: the columns, the preview, the result, the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.imports import selectors, services
from core.imports.forms import ColumnsForm, RowFilters, SheetForm, TakeOverForm
from core.imports.rules import Stage
from core.submissions.views import acted, confirmed, done, once, page_or_form
from core.ui.rules import Column
from core.ui.selectors import TablePage, table_page

WITH_ROWS = (Stage.PREVIEW, Stage.TAKEN, Stage.UNDONE)


@requires(Permission.IMPORTS_RUN)
@require_safe
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Where an import is: at work, at its columns, in preview, taken over, undone."""
    page = _page_or_404(request, batch_id)
    if page.stage is Stage.COLUMNS and not page.is_shredded:
        return redirect("imports:columns", batch_id)
    context: dict[str, Any] = {"batch": page}
    if page.stage in WITH_ROWS and not page.is_shredded:
        context |= {"table": _rows(request, page), "form": _take_over_form(None, page)}
    return render(request, "imports/batch.html", context)


def _rows(request: HttpRequest, page: selectors.BatchPage) -> TablePage:
    """The rows that the page will show; the history has them before it does."""
    found = selectors.batch_for(me(request), page.id)
    assert found is not None  # noqa: S101  (the page is of it)
    rows = selectors.PreviewRows(found, page.importer, only=request.GET.get("only", ""))
    table = table_page(
        request,
        rows=rows,
        columns=_columns(rows),
        name="rows",
        filters=RowFilters(request.GET or None),
        empty_title=_("No rows"),
        empty_text=_("No data was found under the headings."),
    )
    shown = list(table.page.object_list)
    table.page.object_list = shown
    services.note_preview(by=me(request), batch=found, rows=[row.number for row in shown])
    return table


def _columns(rows: selectors.PreviewRows) -> list[Column]:
    """The number of the row, what was found, and the columns of the sheet; a family of columns is one."""
    cells: dict[str, Column] = {}
    for each in rows.columns:
        label = gettext_lazy("Days") if each.family else each.label
        name = each.family or each.key
        cells[name] = Column(name, label, value=f"cells.{name}.shown")
    return [
        Column("number", gettext_lazy("Row")),
        Column("findings", gettext_lazy("Remarks"), template="imports/findings_cell.html"),
        *cells.values(),
    ]


@requires(Permission.IMPORTS_RUN)
@require_safe
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The part of the page that moves while a job is at it; when it is done, the browser asks for the page anew."""
    page = _page_or_404(request, batch_id)
    response = render(request, "imports/progress.html", {"batch": page})
    if not page.is_working:
        response["HX-Refresh"] = "true"
    return response


@requires(Permission.IMPORTS_RUN)
@page_or_form
@once
def columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Which column is which, as it was recognised, to be corrected."""
    page, choices = _with_columns(request, batch_id)
    form = ColumnsForm(request.POST or None, importer=page.importer, choices=choices)
    if form.accepts(lambda: services.choose_columns(by=me(request), batch_id=batch_id, columns=form.chosen())):
        return redirect("imports:batch", batch_id)
    return render(request, "imports/columns.html", {"batch": page, "form": form, "sheet_form": _sheet_form(None, page)})


@requires(Permission.IMPORTS_RUN)
@require_POST
@once
def sheet(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Read another sheet, or other headings."""
    page, choices = _with_columns(request, batch_id)
    form = _sheet_form(request.POST, page)
    if form.accepts(lambda: services.choose_sheet(by=me(request), batch_id=batch_id, **form.cleaned_data)):
        return redirect("imports:batch", batch_id)
    empty = ColumnsForm(importer=page.importer, choices=choices)
    return render(request, "imports/columns.html", {"batch": page, "form": empty, "sheet_form": form})


@requires(Permission.IMPORTS_RUN)
@require_POST
@once
def take_over(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Let the rows in: all of them, or the good ones."""
    page = _page_or_404(request, batch_id)
    form = _take_over_form(request.POST, page)
    if not form.is_valid():
        return render(request, "imports/batch.html", {"batch": page, "form": form, "table": _rows(request, page)})
    wanted = {"only_good": "only_good" in request.POST, "confirmed_again": form.cleaned_data.get("again", False)}
    return acted(
        request,
        lambda: services.request_take_over(by=me(request), batch_id=batch_id, **wanted),
        back=_address(page),
    )


@requires(Permission.IMPORTS_RUN)
@page_or_form
@once
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask whether the import should be undone, then have it undone."""
    page = _page_or_404(request, batch_id)
    if not page.undo_until_tonight:
        messages.error(request, _("An import can be undone only on the day on which it was taken over."))
        return redirect("imports:batch", batch_id)
    return confirmed(
        request,
        lambda: services.request_undo(by=me(request), batch_id=batch_id, today=timezone.localdate()),
        then=lambda _nothing: redirect("imports:batch", batch_id),
        back=_address(page),
        heading=_("Undo this import?"),
        message=_("Exactly what it made is removed again, %(count)d rows. What others did since stays.")
        % {"count": page.taken},
        submit=_("Undo the import"),
        tone="danger",
    )


@requires(Permission.IMPORTS_RUN)
@page_or_form
@once
def discard(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask whether the file may go, then throw it away."""
    page = _page_or_404(request, batch_id)
    said = _("The file was thrown away. Nothing was taken over from it.")
    return confirmed(
        request,
        lambda: services.discard_import(by=me(request), batch_id=batch_id),
        then=lambda _nothing: done(request, said, "imports:list"),
        back=_address(page),
        heading=_("Throw this file away?"),
        message=_("Nothing was taken over from it yet. You can hand it in again at any time."),
        submit=_("Throw away"),
        tone="danger",
    )


def _address(page: selectors.BatchPage) -> str:
    return reverse("imports:batch", args=[page.id])


def _take_over_form(data: Any, page: selectors.BatchPage) -> TakeOverForm:
    return TakeOverForm(data, is_repeated=page.repeated is not None)


def _sheet_form(data: Any, page: selectors.BatchPage) -> SheetForm:
    layout = page.layout
    initial = {"sheet": layout.get("sheet", 0), "header_row": layout.get("header_row", 0)}
    return SheetForm(data, sheets=layout.get("sheets", [""]), initial=initial)


def _with_columns(request: HttpRequest, batch_id: UUID) -> tuple[selectors.BatchPage, list[selectors.ColumnChoice]]:
    """The import and its columns with their first cells; the history has it before they are shown."""
    page = _page_or_404(request, batch_id)
    found = selectors.batch_for(me(request), batch_id)
    if found is None or page.stage not in (Stage.COLUMNS, Stage.PREVIEW):
        raise Http404
    first = int(page.layout.get("header_row", 0)) + 1
    services.note_preview(by=me(request), batch=found, rows=range(first, first + services.SAMPLES))
    return page, selectors.column_choices(found)


def _page_or_404(request: HttpRequest, batch_id: UUID) -> selectors.BatchPage:
    page = selectors.batch_page(me(request), batch_id, today=timezone.localdate())
    if page is None:
        raise Http404
    return page
