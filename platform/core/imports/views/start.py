"""What can come in and what did; the template; the upload."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.files.rules import CONTENT_TYPES, FileKind
from core.imports import selectors, services
from core.imports.rules import Importer
from core.submissions.views import once, page_or_form
from core.ui.rules import Column
from core.ui.selectors import table_page

HISTORY = (
    Column("kind", gettext_lazy("What"), template="imports/kind_cell.html"),
    Column("stage", gettext_lazy("State"), template="imports/stage_cell.html"),
    Column("uploaded_at", gettext_lazy("Handed in on"), sort="uploaded_at"),
    Column("uploaded_by", gettext_lazy("By whom"), value="uploaded_by.name"),
    Column("rows_taken", gettext_lazy("Rows taken over"), align="end"),
)


@requires(Permission.IMPORTS_RUN)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be imported, and what was."""
    kinds = selectors.kinds_open_to(me(request))
    table = table_page(
        request,
        rows=selectors.batches_open_to(me(request)),
        columns=HISTORY,
        default_sort="-uploaded_at",
        name="imports",
        empty_title=_("No imports yet"),
        empty_text=_("Choose above what your spreadsheet holds. You will see every row before it is taken over."),
    )
    return render(request, "imports/start.html", {"kinds": kinds, "table": table})


@requires(Permission.IMPORTS_RUN)
@require_safe
def template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty spreadsheet with the right columns."""
    importer = _kind_or_404(request, kind)
    name = f"{slugify(str(importer.label))}-szablon.xlsx"
    response = FileResponse(
        BytesIO(services.template_of(importer)),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES[FileKind.XLSX],
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.IMPORTS_RUN)
@page_or_form
@once
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose the file."""
    importer = _kind_or_404(request, kind)
    form = importer.form(request.POST or None, request.FILES or None)
    if form.accepts(lambda: _hand_in(request, importer, form)):
        return redirect("imports:batch", form.outcome)
    return render(request, "imports/upload.html", {"importer": importer, "form": form})


def _hand_in(request: HttpRequest, importer: Importer, form: Any) -> UUID:
    file = form.cleaned_data["file"]
    made = services.upload(
        by=me(request),
        kind=importer.kind,
        parameters=form.parameters(),
        name=file.name,
        content=file.read(),
    )
    return made.pk


def _kind_or_404(request: HttpRequest, kind: str) -> Importer:
    importer = selectors.kind_open_to(me(request), kind)
    if importer is None:
        raise Http404
    return importer
