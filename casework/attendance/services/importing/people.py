"""Who a row of attendance is about: the people of a month, by PESEL number and by exact name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework.attendance.rules import last_day_of
from casework.participants.models import Stay
from casework.participants.rules import Problem
from casework.participants.rules.spreadsheets import name_of, pesel_of
from casework.participants.selectors import stays_touching
from casework.participants.selectors.people import pesel_index
from core.imports.rules import Cell, plain


@dataclass(frozen=True)
class Roll:
    """The stays of a month by the fingerprint of the PESEL number and by name."""

    by_pesel: Mapping[str, list[Stay]]
    by_name: Mapping[str, list[Stay]]

    def stays_of(self, values: Mapping[str, Cell]) -> tuple[list[Stay], str]:
        """The stays of the person whom a row names, or why it is nobody in particular."""
        problems: list[Problem] = []
        pesel, (last, first) = pesel_of(values, problems), name_of(values)
        if pesel:
            found = list(self.by_pesel.get(pesel_index(pesel) or "", ()))
            return found, "" if found else _("Nobody with this PESEL number is in the centre in this month.")
        named = list(self.by_name.get(plain(f"{last} {first}"), ()))
        if not named:
            return [], _("Nobody of this name is in the centre in this month. Check the spelling.")
        if len({stay.participant_id for stay in named}) > 1:
            return [], _("Several people have this name. Add a column with the PESEL number.")
        return named, ""


def roll_of(month: date) -> Roll:
    """The people who are in the centre on some day of a month."""
    stays = list(stays_touching(since=month, until=last_day_of(month)))
    return Roll(
        _grouped((stay.participant.pesel_index, stay) for stay in stays),
        _grouped((plain(f"{stay.participant.last_name} {stay.participant.first_name}"), stay) for stay in stays),
    )


def _grouped(pairs: Iterable[tuple[str | None, Stay]]) -> dict[str, list[Stay]]:
    groups: dict[str, list[Stay]] = {}
    for key, stay in pairs:
        if key:
            groups.setdefault(key, []).append(stay)
    return groups
