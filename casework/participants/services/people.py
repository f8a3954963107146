"""Entering a person, changing what is known, showing a hidden number."""

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from casework.participants.models import Participant
from casework.participants.rules import TELLING, NewStay, PersonData, fields_changed, problems_of, tidied
from casework.participants.selectors import data_of, participant_for
from casework.participants.selectors.people import pesel_index, phone_index
from casework.participants.services.history import note_reading
from casework.participants.services.refusals import PESEL_TAKEN, insist, refused_in_words
from casework.participants.services.stays import begin_stay
from core.access import Permission
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import ChangedMeanwhile, RuleBroken, Taken

SHOWN_ON_REQUEST = ("pesel", "phone")


@transaction.atomic
def add_participant(
    *, by: Account, person: PersonData, stay: NewStay | None, today: date, external_id: str = ""
) -> Participant:
    """Enter a person, with the first stay where it is known.

    Args:
        external_id: by what another program knows the person; empty: by nothing.

    Raises:
        Taken: the PESEL number or the external identifier belongs to somebody entered before.
        RuleBroken: something is wrong with the data.
    """
    tidy = _checked(person, today=today)
    known_as = external_id or None
    participant = Participant(created_by=by, updated_by=by, external_id=known_as, **columns_of(tidy))
    with refused_in_words():
        participant.save(force_insert=True)
    record(by=by, action="participants.added", target=participant)
    if stay:
        begin_stay(by=by, participant_id=participant.pk, new=stay, today=today)
    return participant


@transaction.atomic
def edit_participant(
    *,
    by: Account,
    participant_id: UUID,
    version: int,
    person: PersonData,
    today: date,
    external_id: str | None = None,
) -> Participant:
    """Save a changed card. What tells a group of art. 1(2) stays as it is when the account may not know it.

    Args:
        version: of the card as it was when this account opened it.
        external_id: by what another program knows the person; empty: by nothing; None: as before.

    Raises:
        ChangedMeanwhile: somebody else saved the card since then. Nothing was written.
        Taken: the PESEL number or the external identifier belongs to somebody else.
        RuleBroken: something is wrong with the data.
    """
    participant = Participant.objects.select_for_update().get(pk=participant_id)
    if participant.version != version:
        raise ChangedMeanwhile(_("Somebody else saved this card while you were working on it."))
    tidy = _checked(person, today=today, but=participant)
    known = data_of(participant, viewer=by)
    changed = [name for name in fields_changed(known, tidy) if _may_change(by, name)]
    known_as = participant.external_id if external_id is None else external_id or None
    if known_as != participant.external_id:
        changed.append("external_id")
    if not changed:
        return participant
    for name, value in (columns_of(tidy) | {"external_id": known_as}).items():
        if _may_change(by, name):
            setattr(participant, name, value)
    participant.version, participant.updated_by, participant.updated_at = version + 1, by, Now()
    with refused_in_words():
        participant.save()
    record(by=by, action="participants.edited", target=participant, details={"fields": ", ".join(changed)})
    return participant


@transaction.atomic
def reveal(*, by: Account, participant_id: UUID, field: str) -> str:
    """A hidden number of a person, put on record before it is shown.

    Raises:
        Http404: there is no such person, for this account.
        RuleBroken: nothing of this name is shown on request.
    """
    if field not in SHOWN_ON_REQUEST:
        raise RuleBroken(_("There is nothing to reveal here."))
    participant = participant_for(by, participant_id)
    note_reading(
        by=by, action="participants.revealed", people=[participant.pk], target=participant, details={"fields": field}
    )
    return str(getattr(participant, field))


def _may_change(account: Account, field: str) -> bool:
    return field not in TELLING or account.may(Permission.CATEGORIES_VIEW)


def _checked(person: PersonData, *, today: date, but: Participant | None = None) -> PersonData:
    tidy = tidied(person)
    insist(problems_of(tidy, today=today))
    others = Participant.objects.exclude(pk=but.pk) if but else Participant.objects.all()
    if tidy.pesel and others.filter(pesel_index=pesel_index(tidy.pesel)).exists():
        raise Taken(str(PESEL_TAKEN), "pesel")
    return tidy


def columns_of(person: PersonData) -> dict[str, Any]:
    """The person's values by column, with the fingerprints of what is sealed."""
    values = {each.name: getattr(person, each.name) for each in fields(person)}
    return values | {
        "categories": list(person.categories),
        "pesel_index": pesel_index(person.pesel),
        "phone_index": phone_index(person.phone),
    }
