"""Who is seen by whom, one person's data, and people who may be the same."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower, Now
from django.http import Http404

from casework.participants.models import Participant, Stay
from casework.participants.rules import TELLING, PersonData, normal_pesel, normal_phone
from core.access import Permission
from core.accounts.models import Account
from core.sealing.selectors import fingerprint

PESEL, PHONE = "participant.pesel", "participant.phone"
"""Purposes of the keyed fingerprints by which numbers are found."""
KEEPS_SEEING = timedelta(days=92)
"""An instructor still sees who has left the group while its last months are closed and corrected."""


def participants_visible_to(account: Account) -> QuerySet[Participant]:
    """The people this account may see: everybody, those of the instructor's own groups, or nobody."""
    everybody = Participant.objects.order_by("sort_name", "id")
    if account.may(Permission.PARTICIPANTS_VIEW_ALL):
        return everybody
    if not account.may(Permission.PARTICIPANTS_VIEW):
        return everybody.none()
    return everybody.filter(pk__in=stays_led_by(account).values("participant"))


def stays_led_by(account: Account) -> QuerySet[Stay]:
    """Stays of those who are in this account's own groups, or left them a short time ago."""
    lasting = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=Now() - KEEPS_SEEING)
    led: QuerySet[Stay] = Stay.objects.filter(lasting, memberships__group__instructor__account=account)
    return led


def participant_for(account: Account, participant_id: UUID) -> Participant:
    """One person whom this account may see. What tells a group of art. 1(2) is read only for those who may know it.

    Raises:
        Http404: there is none, here, for this account.
    """
    seen = participants_visible_to(account).select_related("updated_by")
    if not account.may(Permission.CATEGORIES_VIEW):
        seen = seen.defer(*TELLING)
    found = seen.filter(pk=participant_id).first()
    if found is None:
        raise Http404
    return found


def data_of(participant: Participant, *, viewer: Account) -> PersonData:
    """The card as values; what the viewer may not know is empty."""
    knows_groups = viewer.may(Permission.CATEGORIES_VIEW)
    return PersonData(
        last_name=participant.last_name,
        first_name=participant.first_name,
        pesel=participant.pesel,
        other_identifier=participant.other_identifier,
        birth_date=participant.birth_date,
        sex=participant.sex,
        street=participant.street,
        postal_code=participant.postal_code,
        place=participant.place,
        phone=participant.phone,
        email=participant.email,
        categories=tuple(participant.categories) if knows_groups else (),
        education=participant.education,
        labour_status=participant.labour_status if knows_groups else "",
    )


def pesel_index(pesel: str) -> str | None:
    """By what a PESEL number is found; None for no number."""
    return fingerprint(normal_pesel(pesel), purpose=PESEL) or None


def phone_index(phone: str) -> str | None:
    """By what a telephone is found; None for no number."""
    return fingerprint(normal_phone(phone), purpose=PHONE) or None


def person_with_pesel(pesel: str) -> Participant | None:
    """Who has this number. An exact search along the index; the numbers themselves are sealed."""
    return Participant.objects.filter(pesel_index=pesel_index(pesel)).first() if pesel else None


def namesakes(person: PersonData, *, but: UUID | None = None) -> QuerySet[Participant]:
    """Others with the same name and date of birth: perhaps the same person, entered twice."""
    if person.birth_date is None:
        return Participant.objects.none()
    same = Participant.objects.annotate(last=Lower("last_name"), first=Lower("first_name")).filter(
        last=person.last_name.lower(), first=person.first_name.lower(), birth_date=person.birth_date
    )
    return same.exclude(pk=but).order_by("id") if but else same.order_by("id")
