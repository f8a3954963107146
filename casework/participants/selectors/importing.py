"""What a list of people is checked against, and what is said of its rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from casework.participants.models import Participant
from casework.participants.rules import PersonData, Problem
from casework.participants.selectors.labels import sentence
from casework.participants.selectors.people import pesel_index

_SENTENCES: dict[str, Any] = {
    "number-shortened": _(
        "The spreadsheet has shortened this number and its last digits are lost. Type it again, as text."
    ),
    "zero-restored": _("The spreadsheet had taken a zero from the beginning; it is back."),
    "first-number-kept": _("Of several telephones the first one is kept."),
    "day-form": _("This is no date. Write it like this: 15.03.2026."),
    "sex-word": _("Write K for a woman, M for a man."),
    "education-word": _("This education is not known here. Write: none, primary, secondary or tertiary."),
    "labour-status-word": _("This status is not known here. Write for example: unemployed, not active, employed."),
    "categories-word": _("A group is not known here. Write for example: long-term unemployed, or item 5."),
    "twice-pesel": _("The same PESEL number stands in row %(row)d too."),
    "twice-name": _("The same name and date of birth stand in row %(row)d too."),
    "here-pesel": _("Somebody with this PESEL number is on the list already."),
    "here-name": _("Somebody with the same name and date of birth is on the list already."),
    "here-namesake": _("Somebody of the same name is on the list already. Check that this is another person."),
    "no-stay": _("There is no first day, so the person comes without a stay; it can be begun later."),
    "group-without-stay": _("Somebody without a first day cannot join a group."),
    "group-unknown": _("There is no open group of this name. Enter it first, or correct the name."),
    "group-full": _("This group has too few free seats."),
    "said": "%(message)s",
}


def sentence_of(problem: Problem) -> str:
    """A problem of a row; what forms say too is said in their words."""
    if problem.code in _SENTENCES:
        return str(_SENTENCES[problem.code]) % dict(problem.details)
    return sentence(problem)


@dataclass(frozen=True)
class Acquaintance:
    """Who is on the list already, by the fingerprint of the PESEL number and by name."""

    by_pesel: dict[str, UUID]
    by_name: dict[tuple[str, str], list[tuple[UUID, date | None, bool]]]

    def problem_with(self, person: PersonData) -> tuple[Problem, UUID] | None:
        """Why this person may be one of them, and which."""
        if person.pesel and (found := self.by_pesel.get(pesel_index(person.pesel) or "")):
            return Problem("pesel", "here-pesel"), found
        for found, born, has_pesel in self.by_name.get(_name(person), ()):
            if person.pesel and has_pesel:
                continue  # two numbers are two people
            if born and born == person.birth_date:
                return Problem("last_name", "here-name"), found
            return Problem("last_name", "here-namesake", is_warning=True), found
        return None


def acquaintance_with(people: Iterable[PersonData]) -> Acquaintance:
    """Who of these, or of their name, is on the list. Two queries."""
    known = list(people)
    return Acquaintance(_by_pesel({each.pesel for each in known if each.pesel}), _by_name(map(_name, known)))


def _by_pesel(numbers: Collection[str]) -> dict[str, UUID]:
    indexes = [pesel_index(each) for each in numbers]
    found = Participant.objects.filter(pesel_index__in=indexes).order_by("pk")
    return {index: pk for index, pk in found.values_list("pesel_index", "pk") if index}


def _by_name(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[UUID, date | None, bool]]]:
    wanted = set(names)
    named = Participant.objects.annotate(last=Lower("last_name"), first=Lower("first_name"))
    found = named.filter(last__in={last for last, _first in wanted}).order_by("pk")
    people: dict[tuple[str, str], list[tuple[UUID, date | None, bool]]] = {}
    for last, first, pk, born, index in found.values_list("last", "first", "pk", "birth_date", "pesel_index"):
        if (last, first) in wanted:
            people.setdefault((last, first), []).append((pk, born, index is not None))
    return people


def _name(person: PersonData) -> tuple[str, str]:
    return person.last_name.lower(), person.first_name.lower()
