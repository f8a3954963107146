"""People invited who belong to no house: a link by e-mail that works once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.rules import new_secret, sealed
from core.audit.services import record
from core.mail.rules import is_address
from core.notifications.services import path_in_house
from networking.meetings.models import Guest, Meeting, NeedCount
from networking.meetings.rules import Answer, Need, seats_left
from networking.meetings.selectors import ANSWER_LABELS, guest_of_link, heads_coming
from networking.meetings.services.answering import check_open, check_seats, hold_seats
from networking.meetings.services.calling import convened
from networking.meetings.services.telling import address_of, write_to_guest
from tenants.errors import RuleBroken
from tenants.organisations.selectors import house_url
from tenants.walls.context import current_house

GUEST_ACTIONS = {
    "meetings.guest_invited": gettext_lazy("{by} invited a guest to the meeting {target}"),
    "meetings.guest_link": gettext_lazy("{by} sent a guest of the meeting {target} a new link"),
    "meetings.guest_removed": gettext_lazy("{by} took a guest off the list of the meeting {target}"),
    "meetings.guest_answered": gettext_lazy("A guest of the meeting {target} answered: {answer}"),
}
BY_LINK = "link"
"""Who acts when a guest answers: nobody who has an account here."""


@transaction.atomic
def invite_guest(
    *, by: Account, meeting_id: UUID, name: str, email: str, organisation: str = "", function: str = "", now: datetime
) -> Guest:
    """Put a guest on the list and e-mail the link.

    Raises:
        Meeting.DoesNotExist: this house calls no such meeting.
        RuleBroken: no e-mail address, or answers are not (or no longer) taken.
    """
    meeting = convened(meeting_id)
    _check_address(email)
    check_open(meeting, now=now)
    guest = Guest(meeting=meeting, name=name, organisation=organisation, function=function)
    _send_link(guest, to=email, insert=True)
    record(by=by, action="meetings.guest_invited", target=meeting)
    return guest


@transaction.atomic
def send_new_link(*, by: Account, guest_id: UUID, email: str = "", now: datetime) -> Guest:
    """E-mail a guest a new link; the old one stops working and an answer that was given stays until it is changed.

    Args:
        email: another address; empty: the one that was written to before.

    Raises:
        Guest.DoesNotExist: none of a meeting that this house calls.
        RuleBroken: the address is not known any more, or answers are no longer taken.
    """
    guest = _own_guest(guest_id)
    address = email or address_of(guest)
    _check_address(address)
    check_open(guest.meeting, now=now)
    _send_link(guest, to=address, insert=False)
    record(by=by, action="meetings.guest_link", target=guest.meeting)
    return guest


@transaction.atomic
def remove_guest(*, by: Account, guest_id: UUID) -> None:
    """Take a guest who has not said that they come off the list.

    Raises:
        Guest.DoesNotExist: none of a meeting that this house calls.
        RuleBroken: the guest is coming.
    """
    guest = _own_guest(guest_id)
    if guest.answer == Answer.COMING:
        raise RuleBroken(_("This guest is coming, so the name stays on the list."))
    record(by=by, action="meetings.guest_removed", target=guest.meeting)
    guest.delete()


@transaction.atomic
def answer_as_guest(*, secret: str, coming: bool, needs: Collection[Need] = (), now: datetime) -> Guest:
    """Take the answer that a guest gave behind the link, once. What a guest needs joins the sum of all guests.

    Raises:
        Guest.DoesNotExist: there is no such link in this house.
        RuleBroken: the link was used, it is too late, or all seats are taken.
    """
    found = guest_of_link(secret)
    if found is None:
        raise Guest.DoesNotExist
    hold_seats(found.meeting_id)
    guest = Guest.objects.select_for_update(of=("self",)).select_related("meeting__convener").get(pk=found.pk)
    if guest.link_used_at or guest.secret_hash != found.secret_hash:
        raise RuleBroken(_("This link has been used. Ask for a new one to change the answer."))
    check_open(guest.meeting, now=now)
    taken = heads_coming(guest.meeting, but_of=guest)
    if coming:
        check_seats(left=seats_left(guest.meeting.seats, taken=taken), heads=1)
    if coming and guest.answered_at is None:
        _count(guest.meeting, needs)
    guest.answer = (Answer.COMING if coming else Answer.NOT_COMING).value
    guest.answered_at = guest.link_used_at = now
    guest.save(update_fields=["answer", "answered_at", "link_used_at"])
    details = {"answer": str(ANSWER_LABELS[Answer(guest.answer)])}
    record(by=None, by_name=BY_LINK, action="meetings.guest_answered", target=guest.meeting, details=details)
    return guest


def _own_guest(guest_id: UUID) -> Guest:
    guests = Guest.objects.select_for_update(of=("self",)).select_related("meeting__convener")
    return guests.get(pk=guest_id, meeting__convener=current_house())


def _check_address(email: str) -> None:
    if not is_address(email):
        raise RuleBroken(_("This is not an e-mail address."), field="email")


def _send_link(guest: Guest, *, to: str, insert: bool) -> None:
    secret = new_secret()
    guest.secret_hash, guest.link_used_at = sealed(secret, house=current_house().pk), None
    guest.save(force_insert=insert)
    link = house_url(current_house(), path_in_house("meetings:guest-answer", secret))
    subject = _("Invitation: {title}")
    write_to_guest(guest, to=to, subject=subject, template="meetings/guest_invitation.txt", link=link)


def _count(meeting: Meeting, needs: Collection[Need]) -> None:
    """One more person for each of these, in the sum of all guests: nobody's own needs are kept."""
    for need in set(needs):
        sums = NeedCount.objects.filter(meeting=meeting, house=None, need=need.value)
        if not sums.update(people=F("people") + 1):
            NeedCount.objects.create(meeting=meeting, house=None, need=need.value, people=1)
