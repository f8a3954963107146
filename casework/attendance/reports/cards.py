"""The monthly card of a person (document D12): every day, the sums, and who prepared and approved it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from casework.attendance.reports.asked import (
    OfMonthForm,
    Parameters,
    about_month,
    initials,
    month_asked,
    month_of_people,
    open_to,
    tally_seen,
)
from casework.attendance.rules import Code, last_day_of
from casework.attendance.selectors import STAGE_LABELS, Cell, CellState, Row, SheetView
from casework.participants.models import Participant, Stay
from casework.participants.rules import PeriodKind
from casework.participants.selectors import participants_visible_to
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import month_in_words
from core.reports.rules import (
    Block,
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Look,
    Paragraph,
    Progress,
    ReportKind,
    Signatures,
    Table,
)


class CardsForm(OfMonthForm):
    """Whose cards: those of a group, or the one person from whose page somebody came."""

    person = forms.ChoiceField(label=gettext_lazy("Person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("person") or self.initial.get("person")
        found = _person(self.by, asked) if asked else None
        if found:
            del self.fields["group"]
            self.fields["person"].choices = [(str(found.pk), initials(found))]  # type: ignore[attr-defined]
        elif asked is None:
            del self.fields["person"]


def _person(by: Account, asked: str) -> Participant | None:
    try:
        return participants_visible_to(by).filter(pk=UUID(asked)).first()
    except ValueError:
        return None


def person_open_to(by: Account, parameters: Parameters) -> bool:
    """Whether the person, or the group, is one that this account sees."""
    asked = parameters.get("person")
    return _person(by, asked) is not None if asked else open_to(by, parameters)


def build(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """A card for everybody who was asked about."""
    asked = parameters.get("person")
    view = month_of_people(parameters, by=by, person=UUID(asked) if asked else None)
    return Content.of_sheets(
        ((_subtitle(row, view), _card(row, view)) for row in view.rows),
        title=_("Monthly attendance card"),
        people=view.people,
    )


def about(parameters: Parameters) -> str:
    """The group, or somebody's initials, and the month."""
    asked = parameters.get("person")
    found = Participant.objects.filter(pk=asked).first() if asked else None
    return f"{initials(found)}, {month_in_words(month_asked(parameters))}" if found else about_month(parameters)


def _subtitle(row: Row, view: SheetView) -> str:
    return f"{row.name}, {month_in_words(view.month)}"


def _card(row: Row, view: SheetView) -> Iterator[Block]:
    yield KeyValues(
        pairs=(
            (_("Group"), ", ".join(row.groups) or "–"),
            (_("Trial period in this month"), _trial(row.stay, view)),
            (_("State of the month"), str(STAGE_LABELS[view.state.stage])),
        )
    )
    yield _days(row, view)
    yield Paragraph(text=_sums(row, view))
    yield Signatures(labels=(_("prepared by: social worker"), _("approved by: manager")))


def _trial(stay: Stay, view: SheetView) -> str:
    """Yes with its days, or no."""
    last = last_day_of(view.month)
    trials = [
        f"{period.starts_on:%d.%m.%Y} – {period.ends_on:%d.%m.%Y}"
        for period in stay.periods.all()  # type: ignore[attr-defined]
        if period.kind == PeriodKind.TRIAL and period.starts_on <= last and period.ends_on >= view.month
    ]
    return _("yes (%(days)s)") % {"days": ", ".join(trials)} if trials else _("no")


def _days(row: Row, view: SheetView) -> Table:
    return Table(
        name=row.name,
        look=Look.GRID,
        columns=(
            Column(label=_("Day"), kind=ColumnKind.CODE, width=8),
            Column(label=_("Day of the week"), width=24),
            Column(label=_("Code"), kind=ColumnKind.CODE, width=10),
            Column(label=_("Meaning"), width=50),
            Column(label=_("Hours"), kind=ColumnKind.HOURS, width=12),
        ),
        rows=[_day(cell, view) for cell in row.cells],
        shaded=frozenset(number for number, cell in enumerate(row.cells) if not cell.day.is_working),
        totals=(None, _("Together"), None, None, tally_seen(row.cells).hours),
    )


def _day(cell: Cell, view: SheetView) -> tuple[Any, ...]:
    weekday = date_format(cell.day.day, "l").lower()
    hours = cell.hours if cell.code is Code.PRESENT else None
    return (cell.day.day.day, weekday, view.letters[cell.code] if cell.code else None, _meaning(cell), hours)


def _meaning(cell: Cell) -> str:
    if cell.code:
        return str(cell.meaning)
    return _("not in the centre") if cell.state is CellState.OUTSIDE else cell.day.reason


def _sums(row: Row, view: SheetView) -> str:
    """Days by code, and how much of the days with classes was attended."""
    expected = sum(cell.day.is_working and cell.state is not CellState.OUTSIDE for cell in row.cells)
    tally = tally_seen(row.cells)
    present = tally.of(Code.PRESENT)
    days = " · ".join(f"{letters} {tally.of(code)}" for code, letters in view.letters.items())
    attended = pgettext("present of expected", "%(present)d of %(expected)d") % {
        "present": present,
        "expected": expected,
    }
    share = f" ({round(100 * present / expected)}%)" if expected else ""
    return _("Days: %(days)s. Days with classes attended: %(attended)s.") % {"days": days, "attended": attended + share}


ATTENDANCE_CARDS = ReportKind(
    code="attendance-cards",
    label=gettext_lazy("Monthly attendance cards"),
    description=gettext_lazy(
        "A page for each person: every day with its code and hours, the sums, and two signatures."
    ),
    permission=Permission.ATTENDANCE_VIEW,
    form=CardsForm,
    build=build,
    open_to=person_open_to,
    about=about,
    houses=("centre",),
)
