"""Exhibits as blocks of a paper: heading, the very chart of the page, its table, and what the signs mean."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.reports.rules import Block, Cell, Column, ColumnKind, Heading, Note, Picture, Table
from networking.overview.selectors import (
    Exhibit,
    Line,
    SideBySide,
    Told,
    definition_of,
    legend_of_table,
    period_in_words,
)
from networking.overview.selectors.words import KINDS
from tenants.figures.selectors import UNIT_LABELS


def exhibit_blocks(exhibit: Exhibit) -> Iterator[Block]:
    """A chart with its table."""
    yield Heading(text=exhibit.title)
    yield Picture(svg=exhibit.svg, alt=f"{exhibit.title}. {exhibit.description}")
    yield table_of(exhibit)


def notes(*sentences: str) -> list[Block]:
    """What is hidden and what the signs mean."""
    return [Note(text=each) for each in (*sentences, legend_of_table()) if each]


def table_of(exhibit: Exhibit) -> Table:
    """The table of an exhibit; a sheet of a spreadsheet is called like it."""
    numbers = exhibit.headings[: len(exhibit.lines[0].figures)]
    kinds = [_kind([line.figures[place] for line in exhibit.lines]) for place in range(len(numbers))]
    notes = [Column(label=each, width=24) for each in exhibit.headings[len(numbers) :]]
    return Table(
        name=exhibit.sheet,
        columns=(
            Column(label=exhibit.first, width=28),
            *(Column(label=each, kind=kind, width=16) for each, kind in zip(numbers, kinds, strict=True)),
            *notes,
        ),
        rows=[(*_cells(line), *([line.note] if notes else [])) for line in exhibit.lines],
    )


def _kind(column: Sequence[Told]) -> ColumnKind:
    """How numbers of a column are written: as their unit asks, or as plain numbers where units differ."""
    units = {each.unit for each in column}
    return KINDS[next(iter(units))] if len(units) == 1 else ColumnKind.HOURS


def table_of_centres(view: SideBySide) -> Table:
    """Centres × indicators, with the whole network as the last row."""
    place = range(len(view.indicators))
    columns = tuple(
        Column(label=view.headings[at], kind=_kind([line.figures[at] for line in (*view.lines, view.whole)]), width=13)
        for at in place
    )
    return Table(
        name=_("Centres, %(period)s") % {"period": period_in_words(view.period)},
        columns=(Column(label=_("Centre"), width=26), *columns),
        rows=[_cells(line) for line in view.lines],
        totals=_cells(view.whole),
        empty=_("No centre has published anything of this period."),
    )


def _cells(line: Line) -> tuple[Cell, ...]:
    return (line.label, *(each.cell for each in line.figures))


def definitions(indicators: Sequence[str]) -> Table:
    """How each number is counted, in which unit and since when."""
    found = [definition_of(each) for each in indicators]
    return Table(
        name=_("Definitions"),
        columns=(
            Column(label=pgettext("of the network", "Number"), width=18),
            Column(label=_("Definition"), width=44),
            Column(label=_("Unit"), width=9),
            Column(label=_("Counted so since"), width=14),
            Column(label=pgettext("of a definition", "Version"), kind=ColumnKind.CODE, width=8),
        ),
        rows=[
            (str(each.name), str(each.formula), str(each.unit), date_format(each.since, "j.m.Y"), str(each.version))
            for each in found
        ],
    )


def with_unit(label: str, told: Told) -> str:
    """The name of a number with its unit, where a column holds several units."""
    return f"{label} ({UNIT_LABELS[told.unit]})"
