"""The rows of a month of attendance: checked by the very service that saves marks, taken over, taken back.

Marks that are there already are never overwritten: the grid is the place where people settle who is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.attendance.models import Mark
from casework.attendance.rules import Code, MarkChange, Problem, last_day_of
from casework.attendance.selectors import letters, sentence
from casework.attendance.selectors.months import is_here
from casework.attendance.services.importing.columns import (
    ATTENDANCE_COLUMNS,
    Said,
    day_heading,
    missing_columns,
    said_in,
)
from casework.attendance.services.importing.people import Roll, roll_of
from casework.attendance.services.marking import Conflict, Refused, Saved, save_marks
from casework.participants.rules.spreadsheets import column_of
from core.access import Permission
from core.accounts.models import Account
from core.imports.rules import (
    Finding,
    Importer,
    Made,
    Parameters,
    Progress,
    SourceRow,
    day_of,
    month_of,
    number_of,
)
from core.notifications.services import path_in_house
from core.reports.forms import month_in_words
from tenants.errors import RuleBroken

Place = tuple[UUID, date]
LOOKS_LIKE_ANOTHER_MONTH = 3
"""So many marks of a row on days without classes are no slip of the pen."""


def attendance_importer(*, form: type[Any]) -> Importer:
    """The kind of import for a month of attendance."""
    return Importer(
        kind="obecnosc",
        label=gettext_lazy("Attendance of a month"),
        description=gettext_lazy("A table with a row per person and a column per day, or with a row per day."),
        icon="checklist",
        permission=Permission.ATTENDANCE_MARK,
        form=form,
        columns=ATTENDANCE_COLUMNS,
        missing=missing_columns,
        check=check_attendance,
        take_over=take_attendance_over,
        undo=undo_attendance,
        recognise=day_heading,
        about=lambda parameters: month_in_words(_month(parameters)),
    )


def _month(parameters: Parameters) -> date:
    month = month_of(str(parameters["month"]))
    if month is None:
        raise RuleBroken(_("Choose the month again."), "month")
    return month


# What rows want


@dataclass
class Wanted:
    """What a row wants: changes with the column that each comes from; `findings`: what cannot be understood."""

    changes: dict[Place, tuple[MarkChange, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, column: str, message: str) -> None:
        self.findings.append(Finding(column, message))


def wanted_by(rows: Sequence[SourceRow], *, month: date) -> dict[int, Wanted]:
    """The marks that each row asks for. Two rows that speak of the same day of a person contradict each other."""
    roll, written = roll_of(month), letters()
    wanted = {row.number: _wanted(row, month=month, roll=roll, written=written) for row in rows}
    claimed: dict[Place, list[int]] = {}
    for number, each in wanted.items():
        for place in each.changes:
            claimed.setdefault(place, []).append(number)
    for numbers in {tuple(numbers) for numbers in claimed.values() if len(numbers) > 1}:
        for number in numbers:
            other = next(each for each in numbers if each != number)
            wanted[number].say("", _("The same person's day stands in row %(row)d too.") % {"row": other})
    return wanted


def _wanted(row: SourceRow, *, month: date, roll: Roll, written: Mapping[Any, str]) -> Wanted:
    found = Wanted()
    stays, problem = roll.stays_of(row.values)
    if problem:
        found.say(column_of("pesel" if "pesel" in row.values else "last_name", row.values), problem)
        return found
    for column, day, said in _said(row, month, written, found):
        stay = next((each for each in stays if is_here(each, day)), stays[0])
        found.changes[stay.pk, day] = (MarkChange(stay.pk, day, said.code, said.hours), column)
    return found


def _said(row: SourceRow, month: date, written: Mapping[Any, str], found: Wanted) -> list[tuple[str, date, Said]]:
    if "day" in row.values or "code" in row.values:
        return _said_of_a_day(row, month, written, found)
    said = []
    for number in range(1, last_day_of(month).day + 1):
        column = f"day-{number}"
        if meant := said_in(row.values.get(column), written):
            said.append((column, month.replace(day=number), meant))
    return said


def _said_of_a_day(
    row: SourceRow, month: date, written: Mapping[Any, str], found: Wanted
) -> list[tuple[str, date, Said]]:
    try:
        day = day_of(row.values.get("day"))
    except ValueError:
        found.say("day", _("This is no date. Write it like this: 15.03.2026."))
        return []
    if day is None or (day.year, day.month) != (month.year, month.month):
        found.say("day", _("This day is not in the chosen month, %(month)s.") % {"month": month_in_words(month)})
        return []
    meant = said_in(row.values.get("code"), written)
    hours = number_of(row.values.get("hours"))
    if "hours" in row.values and hours is None:
        found.say("hours", _("Write the hours as a number: 6 or 6,5."))
    if meant is None:
        return []
    return [("code", day, Said(meant.code, meant.hours if hours is None else hours))]


# Checking


def check_attendance(
    rows: Sequence[SourceRow], *, by: Account, parameters: Parameters, today: date, moved: Progress
) -> list[list[Finding]]:
    """What saving these marks would say, without saving them."""
    wanted = wanted_by(rows, month=_month(parameters))
    moved(0.4)
    changes = [change for each in wanted.values() for change, _column in each.changes.values()]
    foreseen = _foreseen(changes, by=by, today=today)
    moved(0.9)
    said: dict[Place, Finding] = {(each.stay_id, each.day): _refusal(each) for each in foreseen.refused}
    said |= {(each.stay_id, each.day): _conflict(each) for each in foreseen.conflicts}
    return [_findings(wanted[row.number], said) for row in rows]


def _foreseen(changes: Sequence[MarkChange], *, by: Account, today: date) -> Saved:
    """What would become of the changes: they are saved, and that is taken back at once."""
    with transaction.atomic():
        saved = save_marks(by=by, changes=changes, today=today)
        transaction.set_rollback(True)
    return saved


def _refusal(refused: Refused) -> Finding:
    return Finding("", str(refused.message))


def _conflict(conflict: Conflict) -> Finding:
    code = letters_of(conflict)
    sentence = _("There is another mark already: %(code)s, by %(name)s. It stays; correct it in the grid.")
    return Finding("", sentence % {"code": code, "name": conflict.theirs_by or "–"}, is_warning=True)


def letters_of(conflict: Conflict) -> str:
    """Their code as it is written in the database, with the hours where there are any."""
    hours = f" ({number_format(conflict.theirs_hours.normalize())} h)" if conflict.theirs_hours else ""
    return f"{conflict.theirs_code or '–'}{hours}"


def _findings(wanted: Wanted, said: Mapping[Place, Finding]) -> list[Finding]:
    of_days = [
        Finding(column, _unknown(change) or found.message, found.is_warning)
        for place, (change, column) in wanted.changes.items()
        if (found := said.get(place))
    ]
    closed = str(sentence(Problem.NOT_WORKING))
    free = [each for each in of_days if each.message == closed]
    if len(free) < LOOKS_LIKE_ANOTHER_MONTH:
        return [*wanted.findings, *of_days]
    words = _("On %(count)d of these days there are no classes. Is this the table of another month?")
    others = [each for each in of_days if each.message != closed]
    return [*wanted.findings, Finding("", words % {"count": len(free)}), *others]


def _unknown(change: MarkChange) -> str:
    """What is said of letters that are no code; empty for a code."""
    if change.code is None or change.code in set(Code):
        return ""
    words = _("There is no such code: “%(code)s” (%(day)s). Look at the list of codes.")
    return words % {"code": change.code, "day": f"{change.day:%d.%m}"}


# Taking over and back


def take_attendance_over(
    rows: Sequence[SourceRow], *, by: Account, parameters: Parameters, today: date, moved: Progress
) -> list[Made]:
    """Save the marks of these rows; days that somebody else has marked are left as they are.

    Raises:
        RuleBroken: a mark is refused that was good a moment ago.
    """
    month = _month(parameters)
    wanted = wanted_by(rows, month=month)
    changes = [change for each in wanted.values() for change, _column in each.changes.values()]
    marked = _marked(changes)
    saved = save_marks(by=by, changes=changes, today=today)
    if saved.refused:
        raise RuleBroken(str(saved.refused[0].message))
    moved(0.9)
    new = {(each.stay_id, each.day): each.version for each in saved.saved if (each.stay_id, each.day) not in marked}
    url = path_in_house("attendance:month", f"{month:%Y-%m}")
    return [_made(wanted[row.number], new, url) for row in rows]


def _made(wanted: Wanted, new: Mapping[Place, int], url: str) -> Made:
    marks = [[str(stay), str(day), new[stay, day]] for stay, day in wanted.changes if (stay, day) in new]
    return {"url": url, "marks": marks}


def _marked(changes: Sequence[MarkChange]) -> set[Place]:
    """Days of these that have a mark."""
    stays, days = {each.stay_id for each in changes}, {each.day for each in changes}
    found = Mark.objects.filter(stay__in=stays, day__in=days).order_by("pk")
    return set(found.values_list("stay_id", "day"))


def undo_attendance(made: Sequence[tuple[int, Made]], *, by: Account, parameters: Parameters, today: date) -> None:
    """Clear the marks that an import made.

    Raises:
        RuleBroken: one of them has been changed since, or the month was approved.
    """
    versions = {
        (UUID(stay), date.fromisoformat(day)): (version, number)
        for number, each in made
        for stay, day, version in each["marks"]
    }
    _refuse_changed(versions)
    clearing = [MarkChange(stay, day, None, base_version=version) for (stay, day), (version, _row) in versions.items()]
    saved = save_marks(by=by, changes=clearing, today=today)
    if saved.refused:
        raise RuleBroken(str(saved.refused[0].message))
    if saved.conflicts:
        raise RuleBroken(_("Somebody is changing these marks just now."))


def _refuse_changed(versions: Mapping[Place, tuple[int, int]]) -> None:
    held = Mark.objects.filter(stay__in={stay for stay, _day in versions}, day__in={day for _stay, day in versions})
    now = {(stay, day): version for stay, day, version in held.order_by("pk").values_list("stay_id", "day", "version")}
    changed = sorted({number for place, (version, number) in versions.items() if now.get(place) != version})
    if changed:
        sentence = _("Somebody has changed marks of this import since (rows: %(rows)s), so nothing was undone.")
        raise RuleBroken(sentence % {"rows": ", ".join(map(str, changed))})
