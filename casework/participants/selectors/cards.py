"""A person's card as the screen shows it, and what differs between two versions of it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.participants.models import Participant
from casework.participants.rules import TELLING, PersonData, StayState, age, masked
from casework.participants.selectors.labels import (
    CATEGORY_LABELS,
    EDUCATION_LABELS,
    FIELD_LABELS,
    LABOUR_STATUS_LABELS,
    SEX_LABELS,
    day_in_words,
)
from casework.participants.selectors.people import data_of, participant_for
from casework.participants.selectors.stays import Timeline, timelines_of
from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import Tone

_WORDS: dict[str, dict[Any, Any]] = {
    "sex": SEX_LABELS,
    "education": EDUCATION_LABELS,
    "labour_status": LABOUR_STATUS_LABELS,
    "categories": CATEGORY_LABELS,
}


@dataclass(frozen=True)
class Fact:
    """A line of the card."""

    label: Any
    text: str


@dataclass(frozen=True)
class Notice:
    """What somebody should see to, and why."""

    tone: Tone
    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything of a person that this viewer may see; of hidden numbers the last digits."""

    participant: Participant
    pesel: str
    phone: str
    facts: list[Fact]
    groups: list[str] | None
    stays: list[Timeline]
    warnings: list[Notice]

    @property
    def current(self) -> Timeline | None:
        """The stay that lasts, or has yet to begin."""
        return next((each for each in self.stays if each.state != StayState.ENDED), None)

    @property
    def may_begin(self) -> bool:
        return not any(each.is_open for each in self.stays)


@dataclass(frozen=True)
class Difference:
    """A field that two people saved differently."""

    field: str
    label: Any
    mine: str
    theirs: str


def card_of(account: Account, participant_id: UUID, *, today: date) -> Card:
    """The card of somebody whom this account may see.

    Raises:
        Http404: there is none, here, for this account.
    """
    participant = participant_for(account, participant_id)
    person = data_of(participant, viewer=account)
    stays = timelines_of(participant, today=today)
    knows_groups = account.may(Permission.CATEGORIES_VIEW)
    return Card(
        participant=participant,
        pesel=masked(person.pesel),
        phone=masked(person.phone),
        facts=list(_facts(person, today=today, knows_groups=knows_groups)),
        groups=[in_words("categories", each) for each in person.categories] if knows_groups else None,
        stays=stays,
        warnings=[*_of_stays(stays), *(_of_groups(person) if knows_groups else ())],
    )


def differences(mine: PersonData, theirs: PersonData) -> list[Difference]:
    """The fields in which two versions of a card differ, with both values in words."""
    pairs = ((each.name, getattr(mine, each.name), getattr(theirs, each.name)) for each in fields(mine))
    return [
        Difference(name, FIELD_LABELS[name], in_words(name, one), in_words(name, other))
        for name, one, other in pairs
        if one != other
    ]


def in_words(field: str, value: Any) -> str:
    """A value of a field as the screen shows it; a dash for nothing."""
    if isinstance(value, tuple):
        return "; ".join(in_words(field, each) for each in value) or "—"
    if not value:
        return "—"
    return str(_WORDS.get(field, {}).get(value, day_in_words(value)))


def _facts(person: PersonData, *, today: date, knows_groups: bool) -> Iterator[Fact]:
    born = day_in_words(person.birth_date) if person.birth_date else "—"
    years = _("%(years)s years old") % {"years": age(person.birth_date, today=today)} if person.birth_date else ""
    address = ", ".join(part for part in (person.street, f"{person.postal_code} {person.place}".strip()) if part)
    if person.other_identifier:
        yield Fact(FIELD_LABELS["other_identifier"], person.other_identifier)
    yield Fact(FIELD_LABELS["birth_date"], f"{born} ({years})" if years else born)
    yield Fact(_("Address"), address or "—")
    for name in ("sex", "email", "education", "labour_status"):
        if knows_groups or name not in TELLING:
            yield Fact(FIELD_LABELS[name], in_words(name, getattr(person, name)))


def _of_groups(person: PersonData) -> Iterator[Notice]:
    if not person.categories:
        yield Notice(
            "info",
            _("No group of art. 1(2) is entered."),
            _("The yearly report to the voivode counts participants by these groups."),
        )


def _of_stays(stays: list[Timeline]) -> Iterator[Notice]:
    for line in stays:
        if line.state != StayState.ENDED:
            yield from _of_days(line)
            yield from _of_papers(line)


def _of_days(line: Timeline) -> Iterator[Notice]:
    if line.state is StayState.OVER_LIMIT:
        yield Notice(
            "danger",
            _("The granted time ended on %(day)s.") % {"day": day_in_words(line.granted_until)},
            _("No benefit can be calculated beyond it. Extend the stay, or end it."),
        )
    elif line.trial_days_left is not None:
        yield Notice(
            "warning",
            _("The trial period ends on %(day)s.") % {"day": day_in_words(line.trial_ends)},
            _("Before the main period begins the trial is evaluated, and the manager decides."),
        )
    elif 0 <= line.days_left <= 30:
        yield Notice(
            "warning",
            _("The stay ends on %(day)s.") % {"day": day_in_words(line.until)},
            _("Decide about an extension in time, or prepare the end of the programme."),
        )


def _of_papers(line: Timeline) -> Iterator[Notice]:
    if line.lacks_plan:
        yield Notice(
            "warning",
            _("The IPZS is not signed."),
            _("Attendance can be marked, but the month cannot be closed until the programme is signed (art. 12)."),
        )
    if line.lacks_application:
        yield Notice(
            "info",
            _("There is no application for the benefit."),
            _("The benefit is granted on application (art. 15); without it none is calculated."),
        )
