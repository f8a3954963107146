"""What was released of a month, number by number: for the files of the centre, or to count with."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.figures.rules import Number, numbers_of
from casework.figures.selectors import CUBE_LABELS, TITLES, exact_in_words, kind_of, label_of
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import MonthField, ReportForm, month_in_words
from core.reports.rules import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Note,
    Progress,
    ReportKind,
    Row,
    Table,
)
from tenants.errors import RuleBroken
from tenants.figures.models import Release
from tenants.figures.rules import figures_from
from tenants.figures.selectors import latest_release


class ReleasedFiguresForm(ReportForm):
    """Which month."""

    month = MonthField(label=gettext_lazy("Month"))


def build(parameters: Mapping[str, Any], progress: Progress, /, *, by: Account) -> Content:
    """The last version of the month's figures.

    Raises:
        RuleBroken: nothing of the month has been released.
    """
    month = _month_asked(parameters)
    release = latest_release(month)
    if release is None:
        raise RuleBroken(_("The figures of this month have not been released."))
    tables = list(_tables(release))
    progress(1.0)
    return Content(
        title=_("Figures released to the OWES"),
        subtitle=month_in_words(month),
        blocks=(
            _head(release),
            *tables,
            Note(
                text=_(
                    "Nobody reads these numbers as they stand here. The OWES reads tables that are made of them, in "
                    "which small numbers are hidden."
                )
            ),
        ),
    )


def _month_asked(parameters: Mapping[str, Any]) -> date:
    return date.fromisoformat(f"{parameters['month']}-01")


def _head(release: Release) -> KeyValues:
    return KeyValues(
        pairs=(
            (_("Released to"), release.network.coordinator.name),
            (_("Version"), str(release.version)),
            (_("When"), date_format(release.released_at, "j E Y")),
            (_("Who"), f"{release.released_by_name} ({release.released_by_function})"),
            (_("Shown exactly"), exact_in_words(release.exact)),
        )
    )


def _tables(release: Release) -> Iterator[Block]:
    """A table for each indicator and for each of its splits; zeros of a split are left out, as in the release."""
    told: dict[tuple[str, str], list[Number]] = {}
    for number in numbers_of(figures_from(release.figures)):
        if number.value or not number.atom:
            told.setdefault((number.code, number.part if number.atom else ""), []).append(number)
    for (code, cube), numbers in told.items():
        title = f"{TITLES[code]}, {CUBE_LABELS[cube]}" if cube else str(TITLES[code])
        of_money = kind_of(code, "total") is ColumnKind.MONEY
        columns, rows = _with_people(numbers) if of_money else _plain(code, numbers)
        yield Table(columns=columns, rows=rows, caption=title, name=title)


def _plain(code: str, numbers: list[Number]) -> tuple[tuple[Column, ...], list[Row]]:
    kind = kind_of(code, numbers[0].part)
    columns = (Column(label=_("Figure"), width=60), Column(label=_("Value"), kind=kind, width=20))
    return columns, [(label_of(each), _as_kind(each.value, kind)) for each in numbers]


def _with_people(numbers: list[Number]) -> tuple[tuple[Column, ...], list[Row]]:
    """A sum beside the number of people whose it is."""
    total, people = numbers
    columns = (
        Column(label=_("Figure"), width=40),
        Column(label=_("Value"), kind=ColumnKind.MONEY, width=20),
        Column(label=_("Number of people"), kind=ColumnKind.INTEGER, width=20),
    )
    return columns, [(label_of(total), total.value, int(people.value))]


def _as_kind(value: Decimal, kind: ColumnKind) -> Cell:
    return int(value) if kind is ColumnKind.INTEGER else value


RELEASED_FIGURES = ReportKind(
    code="released-figures",
    label=gettext_lazy("Figures released to the OWES"),
    description=gettext_lazy("What left the centre for a month, number by number: the last version, who and when."),
    permission=Permission.FIGURES_VIEW,
    form=ReleasedFiguresForm,
    build=build,
    about=lambda parameters: month_in_words(_month_asked(parameters)),
    houses=("centre",),
)
