"""The list of workshops, the page of a group, and setting them up."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.workshops import selectors, services
from casework.workshops.forms import GroupForm, WorkshopForm, as_typed
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import confirmed, done, once, page_or_form, posted


@requires(Permission.WORKSHOPS_VIEW)
@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """Open workshops with their groups and seats; closed ones below, for those who may open them again."""
    may_edit = _may_edit(request)
    context = {
        "cards": selectors.workshop_cards(me(request), day=timezone.localdate()),
        "may_edit": may_edit,
        "closed_workshops": selectors.closed_workshops() if may_edit else [],
        "closed_groups": selectors.closed_groups() if may_edit else [],
    }
    return render(request, "workshops/list.html", context)


@requires(Permission.WORKSHOPS_VIEW)
@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A group and its people. The look at them is on record before the page leaves."""
    today = timezone.localdate()
    shown = group_or_404(request, group_id)
    now, before = selectors.memberships_of(shown, day=today)
    services.note_members_seen(by=me(request), group=shown, members=[*now, *before])
    context = {
        "group": shown,
        "members": now,
        "former": before,
        "free": max(0, shown.seats - sum(each.starts_on <= today for each in now)),
        "today": today,
        "may_edit": _may_edit(request),
    }
    return render(request, "workshops/group.html", context)


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def add_workshop(request: HttpRequest) -> HttpResponse:
    form = WorkshopForm(posted(request), initial={"version": 0})
    if form.accepts(lambda: services.add_workshop(by=me(request), data=form.workshop())):
        said = _("The workshop %(name)s is ready for groups.") % {"name": form.outcome.name}
        return done(request, said, "workshops:list")
    return render(request, "workshops/edit_workshop.html", {"form": form, "heading": _("New workshop")})


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def edit_workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    row = _workshop_or_404(workshop_id)
    form = WorkshopForm(posted(request), initial=as_typed(row))

    def act() -> Any:
        version, data = form.cleaned_data["version"], form.workshop()
        return services.edit_workshop(by=me(request), workshop_id=row.pk, version=version, data=data)

    if form.accepts(act):
        return done(request, _("Saved: %(name)s.") % form.cleaned_data, "workshops:list")
    return render(request, "workshops/edit_workshop.html", {"form": form, "heading": row.name, "workshop": row})


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def add_group(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    place = _workshop_or_404(workshop_id)
    left = max(1, place.seats - selectors.seats_of_groups(place.pk))
    form = GroupForm(posted(request), today=timezone.localdate(), initial={"version": 0, "seats": left})
    if form.accepts(lambda: services.add_group(by=me(request), workshop_id=place.pk, data=form.group())):
        said = _("The group %(name)s is ready: add its people.") % {"name": form.outcome.name}
        return done(request, said, "workshops:group", form.outcome.pk)
    context = {"form": form, "heading": _("New group"), "workshop": place, "back": reverse("workshops:list")}
    return render(request, "workshops/edit_group.html", context)


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def edit_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    row, today = group_or_404(request, group_id), timezone.localdate()
    form = GroupForm(posted(request), today=today, group=row, initial=as_typed(row))
    back = reverse("workshops:group", args=[row.pk])

    def act() -> Any:
        version, data = form.cleaned_data["version"], form.group()
        return services.edit_group(by=me(request), group_id=row.pk, version=version, data=data, today=today)

    if form.accepts(act):
        return done(request, _("Saved: %(name)s.") % form.cleaned_data, back)
    context = {"form": form, "heading": row.name, "workshop": row.workshop, "back": back}
    return render(request, "workshops/edit_group.html", context)


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def close_workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    row = _workshop_or_404(workshop_id)
    return confirmed(
        request,
        lambda: services.close_workshop(by=me(request), workshop_id=row.pk),
        said=_("Saved."),
        heading=_("Close the workshop %(name)s?") % {"name": row.name},
        message=_("It takes no new groups any more. Its history stays, and it can be opened again."),
        submit=_("Close the workshop"),
        back=reverse("workshops:list"),
    )


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def reopen_workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    row = _workshop_or_404(workshop_id)
    return confirmed(
        request,
        lambda: services.reopen_workshop(by=me(request), workshop_id=row.pk),
        said=_("Saved."),
        heading=_("Open the workshop %(name)s again?") % {"name": row.name},
        message=_("It can have groups again."),
        submit=_("Open again"),
        back=reverse("workshops:list"),
    )


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def close_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    row = group_or_404(request, group_id)
    return confirmed(
        request,
        lambda: services.close_group(by=me(request), group_id=row.pk, today=timezone.localdate()),
        said=_("Saved."),
        heading=_("Close the group %(name)s?") % {"name": row.name},
        message=_("It takes nobody any more. Its history stays, and it can be opened again."),
        submit=_("Close the group"),
        back=reverse("workshops:group", args=[row.pk]),
    )


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def reopen_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    row = group_or_404(request, group_id)
    return confirmed(
        request,
        lambda: services.reopen_group(by=me(request), group_id=row.pk),
        said=_("Saved."),
        heading=_("Open the group %(name)s again?") % {"name": row.name},
        message=_("It can have members again."),
        submit=_("Open again"),
        back=reverse("workshops:group", args=[row.pk]),
    )


def group_or_404(request: HttpRequest, group_id: UUID) -> Any:
    """The group, when this account may see it."""
    found = selectors.group_visible_to(me(request), group_id)
    if found is None:
        raise Http404
    return found


def _workshop_or_404(workshop_id: UUID) -> Any:
    found = selectors.workshop(workshop_id)
    if found is None:
        raise Http404
    return found


def _may_edit(request: HttpRequest) -> bool:
    return me(request).may(Permission.WORKSHOPS_EDIT)
