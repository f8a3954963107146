"""A paper as a spreadsheet: a sheet per table, typed, and a last sheet that says what it is.

Text is always written as text: neither a formula nor a link can come out of what somebody typed. Text columns
also have the text format, so a value stays text when somebody edits it in the spreadsheet.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from core.reports.rules import Cell, Column, ColumnKind, KeyValues, Note, Paper, Paragraph, Progress, Table
from core.reports.rules.content import Content
from core.reports.rules.shown import local

NUMBER_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.INTEGER: "#,##0",
    ColumnKind.MONEY: '#,##0.00 "zł"',
    ColumnKind.HOURS: "#,##0.00",
    ColumnKind.DATE: "dd.mm.yyyy",
    ColumnKind.DATETIME: "dd.mm.yyyy hh:mm",
    ColumnKind.CODE: "@",
}
NARROWEST = {ColumnKind.DATETIME: 17, ColumnKind.MONEY: 14, ColumnKind.DATE: 12}
SHORTEST_CODE = 3
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
HEADING_FILL = "#EEF3F3"


def render_xlsx(paper: Paper, target: Path, progress: Progress) -> None:
    """Write the paper's tables, then its description."""
    with target.open("wb") as file:
        book = FastExcel(file).freeze(row=1)
        names = _Names()
        for table in paper.content.tables:
            _add(
                book,
                names.take(table.name or table.caption or paper.content.title),
                table,
                rows=_records(table, progress),
            )
        about = _about(paper)
        _add(book, names.take(_("About this file")), about, rows=_records(about, progress))
        book.save()
    progress(1.0)


def _add(book: FastExcel, name: str, table: Table, *, rows: Iterator[dict[str, Any]]) -> None:
    book.sheet(
        name,
        rows,
        column_widths=[_width(column) for column in table.columns],
        column_formats={column.label: _format(column) for column in table.columns},
        header_format=Format().set_bold().set_text_wrap().set_background_color(HEADING_FILL).set_border_bottom("thin"),
        autofilter=bool(table.rows),
    )


def _format(column: Column) -> Format:
    written = Format().set_num_format(NUMBER_FORMATS[column.kind])
    return written.set_background_color(HEADING_FILL) if column.shaded else written


def _width(column: Column) -> float:
    if column.kind is ColumnKind.CODE:
        return max(len(column.label), SHORTEST_CODE) + 1.5
    return max(column.width, NARROWEST.get(column.kind, 0), min(len(column.label), 20)) + 2.0


def _records(table: Table, progress: Progress) -> Iterator[dict[str, Any]]:
    """The rows as the writer takes them; a table without rows still shows its headings."""
    labels = [column.label for column in table.columns]
    rows = table.rows or [[None] * len(labels)]
    for number, row in enumerate(rows):
        if number % 1000 == 0:
            progress(number / len(rows))
        yield dict(zip(labels, map(_typed, row), strict=True))
    if table.totals is not None:
        yield dict(zip(labels, map(_typed, table.totals), strict=True))


def _typed(cell: Cell) -> Any:
    if isinstance(cell, str):
        return cell[:LONGEST_TEXT]
    return local(cell) if isinstance(cell, datetime) else cell


class _Names:
    """Names of sheets: short, without the characters that spreadsheets refuse, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        name = plain = FORBIDDEN_IN_NAME.sub(" ", wanted)[:LONGEST_NAME].strip() or "1"
        number = 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{plain[: LONGEST_NAME - 4]} {number}"
        self._taken.add(name.casefold())
        return name


def _about(paper: Paper) -> Table:
    """Everything around the tables, as two columns."""
    content = paper.content
    head = [
        (_("Title"), content.title),
        ("", content.subtitle),
        (_("Issued by"), "\n".join((paper.letterhead.house, *paper.letterhead.lines))),
        (_("Made for"), paper.made_for),
        (_("Number"), paper.reference),
    ]
    rows = [*head, *_around(content)]
    return Table(
        columns=(Column(label=_("Detail"), width=24), Column(label=_("Content"), width=80)),
        rows=[row for row in rows if row[1]],
    )


def _around(content: Content) -> Iterator[tuple[str, str]]:
    for block in content.blocks:
        if isinstance(block, KeyValues):
            yield from block.pairs
        elif isinstance(block, Paragraph | Note):
            yield "", block.text
