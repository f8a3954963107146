"""Meetings as calendar programs read them (RFC 5545). No names of people leave with them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from networking.meetings.models import CalendarFeed, Meeting
from networking.meetings.rules import MeetingState
from networking.meetings.selectors.minutes import meetings_of_house
from tenants.organisations.selectors import house_url
from tenants.walls.context import current_house

PRODUCT = "-//Ogniwo//spotkania//PL"
KEPT_FOR = timedelta(days=400)
"""A calendar shows the past year too; older meetings are found in Ogniwo itself."""


def feed_made_at() -> datetime | None:
    """Since when the present address of this house works; None: there is none."""
    return CalendarFeed.objects.filter(house=current_house()).values_list("made_at", flat=True).first()


def is_feed_secret(secret: str) -> bool:
    """Whether this is the secret of the house's calendar address."""
    hashed = sha256(secret.encode()).hexdigest()
    return CalendarFeed.objects.filter(house=current_house(), secret_hash=hashed).exists()


def feed(*, now: datetime) -> bytes:
    """The calendar of this house: meetings that it convened or was invited to, called off ones marked so."""
    meetings = meetings_of_house().filter(starts_at__gte=now - KEPT_FOR).order_by("starts_at", "id")
    return calendar_of(meetings)


def calendar_of(meetings: Iterable[Meeting]) -> bytes:
    """A calendar file with these meetings."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Networking meetings"))
    site = house_url(current_house(), "")
    for meeting in meetings:
        calendar.add_component(_event(meeting, site=site))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, *, site: str) -> Event:
    """One meeting. Its number of changes is the sequence, so that a program moves the entry and makes no second one."""
    event = Event()
    event.add("uid", f"{meeting.pk}@ogniwo")
    event.add("dtstamp", (meeting.sent_at or meeting.created_at).astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("sequence", meeting.sequence + (meeting.state == MeetingState.CANCELLED))
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    event.add("summary", meeting.title)
    event.add("location", meeting.place or meeting.link)
    event.add("description", _described(meeting))
    event.add("url", f"{site}{_path(meeting)}")
    return event


def _path(meeting: Meeting) -> str:
    urlconf = str(settings.TENANT_TYPES[current_house().kind]["URLCONF"])
    return reverse("meetings:meeting", urlconf=urlconf, args=[meeting.pk])


def _described(meeting: Meeting) -> str:
    """Theme, link and the last day for answers; that it was called off, and why."""
    until = date_format(localtime(meeting.answers_until), "j E Y")
    lines = [
        _("Called off: %(reason)s") % {"reason": meeting.cancelled_because} if meeting.cancelled_because else "",
        meeting.theme,
        meeting.link if meeting.place else "",
        _("Answers until %(day)s") % {"day": until} if meeting.state == MeetingState.SENT else "",
    ]
    return "\n".join(line for line in lines if line)
