"""Pages of the staff: the list, somebody new, a change."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.staff import selectors, services
from casework.staff.forms import StaffFilters, StaffForm, as_typed
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

NAME = Column("name", gettext_lazy("Name"), sort="name")
NAME_TO_EDIT = replace(NAME, template="staff/name_cell.html")
DETAILS = (
    Column("function", gettext_lazy("Function"), sort="function_label", value="function_label"),
    Column("groups", gettext_lazy("Groups led"), template="staff/groups_cell.html", labelled=True),
    Column("account", gettext_lazy("Account"), template="staff/account_cell.html", labelled=True),
    Column("employed_until", gettext_lazy("Last day of work"), sort="employed_until"),
)


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
    form = StaffForm(posted(request), initial={"version": 0})
    if form.accepts(lambda: services.add_staff_member(by=me(request), person=form.person())):
        return done(request, _("%(name)s is on the list of staff.") % {"name": form.outcome.name}, "staff:list")
    return render(request, "staff/edit.html", {"form": form, "heading": _("Somebody new")})


@requires(Permission.STAFF_EDIT)
@page_or_form
@once
def edit(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    member = selectors.staff_member(staff_id)
    if member is None:
        raise Http404
    form = StaffForm(posted(request), initial=as_typed(member), member=member)

    def act() -> None:
        version = form.cleaned_data["version"]
        services.edit_staff_member(by=me(request), staff_id=staff_id, version=version, person=form.person())

    if form.accepts(act):
        return done(request, _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]}, "staff:list")
    return render(request, "staff/edit.html", {"form": form, "heading": member.name})
