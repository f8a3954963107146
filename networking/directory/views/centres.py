"""The list of centres, the page of one, and one's own profile."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page
from networking.directory import selectors, services
from networking.directory.forms import CentreSearchForm, ProfileForm, as_typed
from networking.directory.views.doors import asked_name

COLUMNS = (
    Column("centre", gettext_lazy("Centre"), template="directory/centre_cell.html"),
    Column("seats", gettext_lazy("Seats"), value="profile.seats", align="end"),
    Column("workshops", gettext_lazy("Workshops"), template="directory/workshops_cell.html", labelled=True),
    Column("status", gettext_lazy("Status until"), template="directory/status_cell.html", labelled=True),
    Column("contact", gettext_lazy("Contact"), template="directory/contact_cell.html", labelled=True),
)


@requires(Permission.DIRECTORY_VIEW)
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """Centres of one's networks; for the OWES also what it is having founded."""
    table = table_page(
        request,
        rows=selectors.listed_centres(named=asked_name(request), today=timezone.localdate()),
        columns=COLUMNS,
        filters=CentreSearchForm(request.GET),
        name="centres",
        empty_title=_("No centre yet"),
        empty_text=_("Centres appear here as soon as they belong to the network."),
    )
    may_found = me(request).may(Permission.CENTRES_FOUND)
    context = {
        "table": table,
        "networks": selectors.networks_seen(),
        "may_found": may_found,
        "foundings": selectors.foundings_to_show(now=timezone.now()) if may_found else [],
        "may_edit": me(request).may(Permission.PROFILE_EDIT),
    }
    return render(request, "directory/centres.html", context)


@requires(Permission.DIRECTORY_VIEW)
@require_safe
def centre(request: HttpRequest, house_id: UUID) -> HttpResponse:
    page = selectors.centre_page(house_id, today=timezone.localdate())
    if page is None:
        raise Http404
    context = {
        "page": page,
        "may_edit": page.is_own and me(request).may(Permission.PROFILE_EDIT),
        "sees_statistics": me(request).may(Permission.STATISTICS_VIEW),
    }
    return render(request, "directory/centre.html", context)


@requires(Permission.PROFILE_EDIT)
@page_or_form
@once
def edit_profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(posted(request), initial=as_typed(selectors.own_profile()))

    def act() -> Any:
        return services.save_profile(
            by=me(request),
            version=form.cleaned_data["version"],
            data=form.profile(),
            today=timezone.localdate(),
            anyway=form.anyway,
        )

    if form.accepts(act):
        said = _("The profile is saved. Your network sees it now.")
        return done(request, said, "directory:centre", form.outcome.house_id)
    return render(request, "directory/edit_profile.html", {"form": form})
