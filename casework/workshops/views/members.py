"""Adding people to a group, moving them, ending a membership."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from casework.workshops import selectors, services
from casework.workshops.forms import JoinForm, LeaveForm, MoveForm
from casework.workshops.views.places import group_or_404
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import confirmed, done, once, page_or_form, posted


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def add_people(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Those who are in the centre on a day and in no group; another day shows others."""
    group = group_or_404(request, group_id)
    day = _day(request.POST.get("starts_on") or request.GET.get("day"))
    stays = list(selectors.stays_without_group(day=day))
    form = JoinForm(posted(request), stays=stays, initial={"starts_on": day})

    def act() -> Any:
        given = form.cleaned_data
        return services.join_together(
            by=me(request), group_id=group.pk, stay_ids=given["stays"], starts_on=given["starts_on"]
        )

    if form.accepts(act):
        count = len(form.outcome)
        said = ngettext("%(count)d person was added.", "%(count)d people were added.", count)
        return done(request, said % {"count": count}, "workshops:group", group.pk)
    services.note_candidates_seen(by=me(request), group=group, stays=stays)
    context = {"form": form, "group": group, "day": day, "anybody": bool(stays)}
    return render(request, "workshops/add_people.html", context)


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def move(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    membership = _membership_or_404(request, membership_id)
    today = timezone.localdate()
    others = selectors.groups_visible_to(me(request), day=today).filter(is_active=True).exclude(pk=membership.group_id)
    form = MoveForm(posted(request), groups=others, initial={"starts_on": max(today, membership.starts_on)})

    def act() -> Any:
        given = form.cleaned_data
        return services.move_to_group(
            by=me(request), membership_id=membership_id, group_id=given["group"], starts_on=given["starts_on"]
        )

    if form.accepts(act):
        said = _("Moved: %(person)s.") % {"person": membership.stay.participant}
        return done(request, said, "workshops:group", membership.group_id)
    return _about(request, form, membership, heading=_("Move to another group"), submit=_("Move"))


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def leave(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    membership = _membership_or_404(request, membership_id)
    form = LeaveForm(posted(request), initial={"ends_on": max(timezone.localdate(), membership.starts_on)})
    if form.accepts(lambda: services.leave_group(by=me(request), membership_id=membership_id, **form.cleaned_data)):
        said = _("Signed out of the group: %(person)s.") % {"person": membership.stay.participant}
        return done(request, said, "workshops:group", membership.group_id)
    return _about(
        request, form, membership, heading=_("Sign out of the group"), submit=pgettext("of a group", "Sign out")
    )


@requires(Permission.WORKSHOPS_EDIT)
@page_or_form
@once
def take_back(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    membership = _membership_or_404(request, membership_id)
    return confirmed(
        request,
        lambda: services.take_back(by=me(request), membership_id=membership_id),
        said=_("Saved."),
        heading=_("Was %(person)s added by mistake?") % {"person": membership.stay.participant},
        message=_("This membership is removed as if it had never been. Marks of attendance stay as they are."),
        submit=_("Remove it"),
        back=reverse("workshops:group", args=[membership.group_id]),
    )


def _about(request: HttpRequest, form: Any, membership: Any, *, heading: str, submit: str) -> HttpResponse:
    """The page of one membership; whoever opens it sees a name, so the look is on record."""
    services.note_members_seen(by=me(request), group=membership.group, members=[membership])
    context = {"form": form, "membership": membership, "heading": heading, "submit": submit}
    return render(request, "workshops/membership.html", context)


def _membership_or_404(request: HttpRequest, membership_id: UUID) -> Any:
    found = selectors.membership_visible_to(me(request), membership_id)
    if found is None:
        raise Http404
    return found


def _day(asked: str | None) -> date:
    """The day that was asked for; nonsense means today."""
    try:
        return parse_date(asked or "") or timezone.localdate()
    except ValueError:
        return timezone.localdate()
