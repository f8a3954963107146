"""What reaches the invited: post to centres, e-mail to guests."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.mail.selectors import latest_address
from core.mail.services import queue_mail
from networking.meetings.models import Guest, Meeting
from tenants.organisations.models import Organisation
from tenants.post.rules import Signature
from tenants.post.services import send_post

INVITATION, CHANGE, END = "meeting.invitation", "meeting.changed", "meeting.called_off"
REMINDER, ANSWER = "meeting.reminder", "meeting.answer"
"""Kinds of post between houses; each is about the meeting whose id it carries."""


def invite(meeting: Meeting, houses: Iterable[Organisation], *, by: Account) -> None:
    """Leave the invitation in the post of these centres."""
    post(meeting, houses, kind=INVITATION, by=signature_of(by))


def tell_of_change(meeting: Meeting, houses: Iterable[Organisation], *, by: Account) -> None:
    """Tell centres and guests of another time or place."""
    post(meeting, houses, kind=CHANGE, by=signature_of(by))
    _write_to_guests(meeting)


def tell_of_end(meeting: Meeting, *, by: Account) -> None:
    """Tell everybody who was invited that the meeting is off, and why."""
    houses = [each.house for each in meeting.invitations.select_related("house")]
    post(meeting, houses, kind=END, by=signature_of(by), body=meeting.cancelled_because)
    _write_to_guests(meeting)


def post(meeting: Meeting, houses: Iterable[Organisation], *, kind: str, by: Signature, body: str = "") -> None:
    """One letter about the meeting to each of these organisations."""
    for house in houses:
        send_post(to_house=house, kind=kind, subject=meeting.title, body=body, object_id=meeting.pk, by=by)


def write_to_guest(guest: Guest, *, to: str, subject: str, template: str, **words: object) -> None:
    """An e-mail to a guest, in the language of the house. Only the outgoing mail knows the address."""
    with override(settings.LANGUAGE_CODE):
        body = render_to_string(template, {"guest": guest, "meeting": guest.meeting, **words})
        queue_mail(to=to, subject=subject.format(title=guest.meeting.title), body=body, kind=mail_kind(guest))


def mail_kind(guest: Guest) -> str:
    """Under which kind messages to this guest stand in the outgoing mail."""
    return f"guest.{guest.pk}"


def address_of(guest: Guest) -> str:
    """Where the guest was last written to; empty when that is no longer known."""
    return latest_address(mail_kind(guest))


def _write_to_guests(meeting: Meeting) -> None:
    with override(settings.LANGUAGE_CODE):
        subject = _("Called off: {title}") if meeting.cancelled_because else _("Another time or place: {title}")
    for guest in meeting.guests.all():
        guest.meeting = meeting
        address = address_of(guest)
        if address:
            write_to_guest(guest, to=address, subject=subject, template="meetings/guest_news.txt")
