"""The monthly summary of a group: people × days with codes, and sums by code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from casework.attendance.reports.asked import (
    OfMonthForm,
    Parameters,
    about_month,
    group_of,
    month_of_people,
    name_of_group,
    open_to,
    tally_seen,
)
from casework.attendance.rules import Code, Tally
from casework.attendance.selectors import CODE_LABELS, STAGE_LABELS, Cell, CellState, Row, SheetView
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import month_in_words
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Look,
    Note,
    Progress,
    ReportKind,
    Signatures,
    Table,
)

OUTSIDE = "–"
SUM = "Σ"


def build(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """Everybody who was in the group on a day of the month. Days that they spent in another group are left out."""
    view = month_of_people(parameters, by=by)
    lines = [Line(row, tuple(_of_group(row, group_of(parameters)))) for row in view.rows]
    return Content(
        title=_("Monthly summary of attendance"),
        subtitle=f"{name_of_group(parameters)}, {month_in_words(view.month)}",
        landscape=True,
        blocks=(
            KeyValues(
                pairs=(
                    (_("People"), str(len(view.people))),
                    (_("Days with classes"), str(sum(day.is_working for day in view.days))),
                    (_("State of the month"), str(STAGE_LABELS[view.state.stage])),
                )
            ),
            _table(lines, view, name=name_of_group(parameters)),
            Note(text=_legend(view)),
            Signatures(labels=(_("prepared by"), _("manager (date and signature)"))),
        ),
        people=tuple(view.people),
    )


@dataclass(frozen=True)
class Line:
    """A person with the days that belong on this paper; None: not in the centre, or in another group."""

    row: Row
    cells: tuple[Cell | None, ...]

    @cached_property
    def tally(self) -> Tally:
        return tally_seen(cell for cell in self.cells if cell)


def _of_group(row: Row, group_id: UUID | None) -> Iterator[Cell | None]:
    for cell in row.cells:
        seen = cell.state not in {CellState.OUTSIDE, CellState.NOT_YOURS}
        yield cell if seen and (group_id is None or _was_in(row, group_id, cell.day.day)) else None


def _was_in(row: Row, group_id: UUID, day: date) -> bool:
    return any(
        each.group_id == group_id and each.starts_on <= day and (each.ends_on is None or day <= each.ends_on)
        for each in row.stay.memberships.all()
    )


def _table(lines: Sequence[Line], view: SheetView, *, name: str) -> Table:
    return Table(
        name=name,
        look=Look.GRID,
        columns=tuple(_columns(view)),
        rows=[(number, line.row.name, *_cells(line, view)) for number, line in enumerate(lines, start=1)],
        totals=(None, pgettext("how many people", "Present"), *_totals(lines, view)),
    )


def _columns(view: SheetView) -> Iterator[Column]:
    yield Column(label=pgettext("number in a list", "No."), kind=ColumnKind.CODE, width=8)
    yield Column(label=_("Surname and first name"), width=46)
    for day in view.days:
        yield Column(label=str(day.day.day), kind=ColumnKind.CODE, width=6, shaded=not day.is_working)
    for letters in view.letters.values():
        yield Column(label=f"{SUM} {letters}", kind=ColumnKind.CODE, width=7)
    yield Column(label=f"{SUM} {_('hours')}", kind=ColumnKind.HOURS, width=13)


def _cells(line: Line, view: SheetView) -> Iterator[Any]:
    for cell in line.cells:
        yield OUTSIDE if cell is None else view.letters.get(cell.code) if cell.code else None
    yield from (line.tally.of(code) or None for code in Code)
    yield line.tally.hours


def _totals(lines: Sequence[Line], view: SheetView) -> Iterator[Any]:
    """How many came on each day, and the sums of the sums."""
    for number, day in enumerate(view.days):
        cells = (line.cells[number] for line in lines)
        present = sum(cell is not None and cell.code is Code.PRESENT for cell in cells)
        yield present if day.is_working or present else None
    yield from (sum(line.tally.of(code) for line in lines) for code in Code)
    yield sum((line.tally.hours for line in lines), start=Decimal(0))


def _legend(view: SheetView) -> str:
    codes = ", ".join(f"{letters}: {CODE_LABELS[code]}" for code, letters in view.letters.items())
    return _("%(codes)s; %(sign)s: not in the centre or not in the group. Tinted: days without classes.") % {
        "codes": codes,
        "sign": OUTSIDE,
    }


ATTENDANCE_SUMMARY = ReportKind(
    code="attendance-summary",
    label=gettext_lazy("Monthly summary of a group"),
    description=gettext_lazy("People and days on one sheet, with codes, hours and sums."),
    permission=Permission.ATTENDANCE_VIEW,
    form=OfMonthForm,
    build=build,
    open_to=open_to,
    about=about_month,
    houses=("centre",),
)
