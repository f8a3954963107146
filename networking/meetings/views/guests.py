"""Guests without a house: putting them on the list, and what they find behind their link."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.access import PUBLIC, Permission, requires
from core.access.selectors import me
from core.submissions.views import confirmed, done, once, page_or_form, posted
from networking.meetings import forms, selectors, services
from networking.meetings.views.meetings import convened_or_404

if TYPE_CHECKING:
    from networking.meetings.models import Guest


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def invite_guest(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    meeting = convened_or_404(meeting_id)
    form = forms.GuestForm(posted(request))

    def act() -> object:
        return services.invite_guest(by=me(request), meeting_id=meeting.pk, now=timezone.now(), **form.cleaned_data)

    if form.accepts(act):
        said = _("The link is on its way to %(name)s.") % form.cleaned_data
        return done(request, said, "meetings:meeting", meeting.pk)
    return render(request, "meetings/invite_guest.html", {"form": form, "meeting": meeting})


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def new_link(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    guest = _guest_or_404(guest_id)
    form = forms.NewLinkForm(posted(request), initial={"email": services.address_of(guest)})

    def act() -> object:
        return services.send_new_link(by=me(request), guest_id=guest.pk, now=timezone.now(), **form.cleaned_data)

    if form.accepts(act):
        said = _("The link is on its way to %(name)s.") % {"name": guest.name}
        return done(request, said, "meetings:meeting", guest.meeting_id)
    return render(request, "meetings/new_link.html", {"form": form, "guest": guest, "meeting": guest.meeting})


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def remove_guest(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    guest = _guest_or_404(guest_id)
    return confirmed(
        request,
        lambda: services.remove_guest(by=me(request), guest_id=guest.pk),
        said=_("The guest is off the list."),
        heading=_("Take %(name)s off the list?") % {"name": guest.name},
        message=_("The link that was sent stops working."),
        submit=_("Take off the list"),
        back=reverse("meetings:meeting", args=[guest.meeting_id]),
        tone="danger",
    )


@requires(PUBLIC)
@never_cache
@page_or_form
def guest_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking changes nothing (mail scanners look too); the answer uses the link up."""
    guest = selectors.guest_of_link(secret)
    if guest is None:
        raise Http404
    form = forms.GuestAnswerForm(posted(request))
    now = timezone.now()
    if not guest.link_used_at and form.accepts(
        lambda: services.answer_as_guest(secret=secret, now=now, **form.cleaned_data)
    ):
        guest = form.outcome
    is_open = selectors.is_open(guest.meeting, now=now)
    context = {"form": form, "guest": guest, "meeting": guest.meeting, "parts": guest.meeting.parts.all()}
    return render(request, "meetings/guest.html", context | {"is_open": is_open}, status=200 if is_open else 410)


def _guest_or_404(guest_id: UUID) -> "Guest":
    found = selectors.guest_here(guest_id)
    if found is None:
        raise Http404
    return found
