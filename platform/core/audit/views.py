"""The history of changes and accesses, on the screen and as a list to take along."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.audit.forms import HistoryFilterForm
from core.audit.reports.list_of_acts import as_list
from core.audit.selectors import history_page
from core.audit.services import export_history, note_viewing


@requires(Permission.AUDIT_VIEW)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """One page of the history; reading it becomes part of it."""
    form = HistoryFilterForm(request.GET)
    wanted = form.wanted()
    page = history_page(wanted, before=form.cleaned_data.get("before"))
    note_viewing(by=me(request), now=timezone.now())
    may_order = me(request).may(Permission.REPORT_ACCESSES)
    context = {"history": page, "tools": _tools(request, form), "may_order": may_order}
    return render(request, "audit/history.html", context)


@requires(Permission.AUDIT_VIEW)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The lines that fit the filter in the address, as CSV."""
    found = export_history(by=me(request), wanted=HistoryFilterForm(request.GET).wanted())
    answer = HttpResponse(as_list(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="historia-{timezone.localdate()}.csv"'
    return answer


def _tools(request: HttpRequest, form: HistoryFilterForm) -> dict[str, Any]:
    """The filter as the component shows it, with the address that continues or exports the same selection."""
    query = request.GET.copy()
    query.pop("before", None)
    filtered = any(value for value in query.values())
    return {
        "filters": form,
        "path": request.path,
        "name": "history",
        "filtered": filtered,
        "query": query.urlencode(),
    }
