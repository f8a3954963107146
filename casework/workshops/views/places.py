"""The list of workshops, the page of a group, and setting them up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from casework.workshops import selectors, services
from casework.workshops.forms import GroupForm, WorkshopForm, as_typed
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.forms import OnceForm
from core.submissions.views import once
from tenants.errors import ChangedMeanwhile, RuleBroken

page_or_form = require_http_methods(["GET", "HEAD", "POST"])


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
    form = WorkshopForm(_sent(request), initial={"version": 0})
    if form.is_valid():
        try:
            added = services.add_workshop(by=me(request), data=form.workshop())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The workshop %(name)s is ready for groups.") % {"name": added.name})
            return redirect("workshops:list")
    return render(request, "workshops/edit_workshop.html", {"form": form, "heading": _("New workshop")})


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def edit_workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    row = selectors.workshop(workshop_id)
    if row is None:
        raise Http404
    form = WorkshopForm(_sent(request), initial=as_typed(row))
    if form.is_valid():
        try:
            services.edit_workshop(
                by=me(request), workshop_id=row.pk, version=form.cleaned_data["version"], data=form.workshop()
            )
        except ChangedMeanwhile as changed:
            form.meet(as_typed(row), message=changed.message)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(request, form.cleaned_data["name"], reverse("workshops:list"))
    return render(request, "workshops/edit_workshop.html", {"form": form, "heading": row.name, "workshop": row})


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def add_group(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    place = selectors.workshop(workshop_id)
    if place is None:
        raise Http404
    left = max(1, place.seats - selectors.seats_of_groups(place.pk))
    form = GroupForm(_sent(request), today=timezone.localdate(), initial={"version": 0, "seats": left})
    if form.is_valid():
        try:
            added = services.add_group(by=me(request), workshop_id=place.pk, data=form.group())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The group %(name)s is ready: add its people.") % {"name": added.name})
            return redirect("workshops:group", added.pk)
    context = {"form": form, "heading": _("New group"), "workshop": place, "back": reverse("workshops:list")}
    return render(request, "workshops/edit_group.html", context)


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def edit_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    row, today = group_or_404(request, group_id), timezone.localdate()
    form = GroupForm(_sent(request), today=today, group=row, initial=as_typed(row))
    back = reverse("workshops:group", args=[row.pk])
    if form.is_valid():
        try:
            services.edit_group(
                by=me(request), group_id=row.pk, version=form.cleaned_data["version"], data=form.group(), today=today
            )
        except ChangedMeanwhile as changed:
            form.meet(as_typed(row), message=changed.message)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(request, form.cleaned_data["name"], back)
    context = {"form": form, "heading": row.name, "workshop": row.workshop, "back": back}
    return render(request, "workshops/edit_group.html", context)


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def close_workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    row = _workshop_or_404(workshop_id)
    return confirmed(
        request,
        act=lambda: services.close_workshop(by=me(request), workshop_id=row.pk),
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
        act=lambda: services.reopen_workshop(by=me(request), workshop_id=row.pk),
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
        act=lambda: services.close_group(by=me(request), group_id=row.pk, today=timezone.localdate()),
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
        act=lambda: services.reopen_group(by=me(request), group_id=row.pk),
        heading=_("Open the group %(name)s again?") % {"name": row.name},
        message=_("It can have members again."),
        submit=_("Open again"),
        back=reverse("workshops:group", args=[row.pk]),
    )


def confirmed(
    request: HttpRequest, *, act: Callable[[], Any], heading: str, message: str, submit: str, back: str
) -> HttpResponse:
    """Ask first; then act and go back, or show why it cannot be done."""
    form = OnceForm(_sent(request))
    if form.is_valid():
        try:
            act()
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(request, "", back)
    context = {"form": form, "heading": heading, "message": message, "submit": submit, "cancel_url": back}
    return render(request, "confirm.html", context | {"tone": "primary"})


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


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _saved(request: HttpRequest, name: str, back: str) -> HttpResponse:
    messages.success(request, _("Saved: %(name)s.") % {"name": name} if name else _("Saved."))
    return redirect(back)


def _may_edit(request: HttpRequest) -> bool:
    return me(request).may(Permission.WORKSHOPS_EDIT)
