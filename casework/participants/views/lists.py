"""The list of participants. A text that is searched for comes by POST: it never stands in an address or a log."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from casework.participants.forms import SearchForm
from casework.participants.rules import State
from casework.participants.selectors import list_page
from casework.participants.selectors.lists import groups_to_choose
from casework.participants.services import note_reading
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import page_or_form


@requires(Permission.PARTICIPANTS_VIEW)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    asked = request.GET.dict()
    asked.pop("q", None)
    return _list(request, asked, action="participants.listed")


@requires(Permission.PARTICIPANTS_VIEW)
@page_or_form
def search(request: HttpRequest) -> HttpResponse:
    """What was typed is answered at once; filters alone make an address that can be kept."""
    asked = request.POST.dict()
    if asked.get("q", "").strip():
        return _list(request, asked, action="participants.searched")
    kept = {name: value for name, value in asked.items() if name in {"stan", "grupa", "kolejnosc"} and value}
    return redirect(f"{reverse('participants:list')}?{urlencode(kept)}" if kept else "participants:list")


def _list(request: HttpRequest, asked: dict[str, str], *, action: str) -> HttpResponse:
    form = SearchForm(asked, groups=groups_to_choose(me(request)))
    wanted = form.search(asked)
    page = list_page(me(request), wanted, today=timezone.localdate())
    note_reading(by=me(request), action=action, people=[row.id for row in page.rows])
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "typed": wanted.text,
        "is_narrowed": bool(wanted.text or wanted.group or wanted.state is not State.HERE),
        "may_edit": me(request).may(Permission.PARTICIPANTS_EDIT),
        "may_import": me(request).may(Permission.IMPORTS_RUN),
    }
    return render(request, "participants/list.html", context)
