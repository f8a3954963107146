"""Pages of the staff: the list, somebody new, a change."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from casework.staff import selectors, services
from casework.staff.forms import StaffFilters, StaffForm, as_typed
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import once
from core.ui.rules import Column
from core.ui.selectors import table_page
from tenants.errors import ChangedMeanwhile, RuleBroken

NAME = Column("name", gettext_lazy("Name"), sort="name")
NAME_TO_EDIT = replace(NAME, template="staff/name_cell.html")
DETAILS = (
    Column("function", gettext_lazy("Function"), sort="function_label", value="function_label"),
    Column("groups", gettext_lazy("Groups led"), template="staff/groups_cell.html", labelled=True),
    Column("account", gettext_lazy("Account"), template="staff/account_cell.html", labelled=True),
    Column("employed_until", gettext_lazy("Last day of work"), sort="employed_until"),
)
page_or_form = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.STAFF_VIEW)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    filters, may_edit = StaffFilters(request.GET or None), me(request).may(Permission.STAFF_EDIT)
    table = table_page(
        request,
        rows=selectors.staff_found(**filters.chosen(), day=timezone.localdate()),
        columns=(NAME_TO_EDIT if may_edit else NAME, *DETAILS),
        default_sort="name",
        filters=filters,
        name="staff",
        empty_title=_("Nobody is written down yet"),
        empty_text=_("Add the instructors first: groups and attendance lists name them."),
    )
    return render(request, "staff/list.html", {"table": table, "may_edit": may_edit})


@requires(Permission.STAFF_EDIT)
@page_or_form
@once
def add(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.POST if request.method == "POST" else None, initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_staff_member(by=me(request), person=form.person())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("%(name)s is on the list of staff.") % {"name": added.name})
            return redirect("staff:list")
    return render(request, "staff/edit.html", {"form": form, "heading": _("Somebody new")})


@requires(Permission.STAFF_EDIT)
@page_or_form
@once
def edit(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    member = selectors.staff_member(staff_id)
    if member is None:
        raise Http404
    form = StaffForm(request.POST if request.method == "POST" else None, initial=as_typed(member), member=member)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_staff_member(
                by=me(request), staff_id=staff_id, version=form.cleaned_data["version"], person=form.person()
            )
        except ChangedMeanwhile as changed:
            form.meet(as_typed(member), message=changed.message)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect("staff:list")
    return render(request, "staff/edit.html", {"form": form, "heading": member.name})
