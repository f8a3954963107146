"""Calendar files, and the address at which calendar programs fetch them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import PUBLIC, Permission, requires
from core.access.selectors import me
from core.submissions.views import done, page_or_form
from networking.meetings import services
from networking.meetings.selectors import calendar
from networking.meetings.views.meetings import meeting_or_404
from tenants.organisations.selectors import house_url
from tenants.walls.context import current_house


@requires(Permission.MEETINGS_VIEW)
@require_safe
def calendar_file(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting, for one's own calendar."""
    meeting = meeting_or_404(meeting_id)
    if meeting.sent_at is None:
        raise Http404
    answer = _calendar(calendar.calendar_of([meeting]))
    answer["Content-Disposition"] = 'attachment; filename="spotkanie.ics"'
    return answer


@requires(PUBLIC)
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program fetches. Who knows the address may read it; it names no person."""
    if not calendar.is_feed_secret(secret):
        raise Http404
    return _calendar(calendar.feed(now=timezone.now()))


@requires(Permission.MEETINGS_VIEW)
@page_or_form
def feed_address(request: HttpRequest) -> HttpResponse:
    """Make the address, or switch it off. It is shown once, in the answer to the button that made it."""
    may_make = me(request).may(Permission.MEETINGS_SPEAK)
    if request.method == "POST" and not may_make:
        raise PermissionDenied
    if request.method == "POST" and "end" in request.POST:
        services.end_feed(by=me(request))
        return done(request, _("The calendar address is switched off."), "meetings:feed-address")
    address = _new_address(request) if request.method == "POST" else ""
    context = {"address": address, "made_at": calendar.feed_made_at(), "may_make": may_make}
    return render(request, "meetings/feed.html", context)


def _new_address(request: HttpRequest) -> str:
    secret = services.make_feed_address(by=me(request))
    return house_url(current_house(), reverse("meetings:feed", args=[secret]))


def _calendar(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
