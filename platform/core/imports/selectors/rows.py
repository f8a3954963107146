"""The rows of an import as people see them, a page at a time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.utils.html import format_html

from core.imports.models import ImportBatch, ImportRow
from core.imports.rules import Cell, Finding, Importer, Layout, SourceColumn, text_of
from core.ui.rules import Text

_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){4,}(?=(?:[ -]?\d){4}(?!\d))")
"""Nine digits or more, grouped or not; a day has eight."""


def veiled(cell: Cell) -> str:
    """A cell for the screen; of a long number only the last four digits."""
    return _LONG_NUMBER.sub(lambda found: "•" * sum(sign.isdigit() for sign in found[0]), text_of(cell))


@dataclass(frozen=True)
class ShownCell:
    """What stands in a cell, and what was found there."""

    text: str
    findings: list[Finding]

    @property
    def shown(self) -> str:
        """The text, marked where something was found."""
        if not self.findings:
            return self.text
        tone = "warning" if all(each.is_warning for each in self.findings) else "danger"
        return format_html('<mark class="found tone-{}">{}</mark>', tone, self.text or "—")


@dataclass(frozen=True)
class Remark:
    """What was found, and under which heading; none: it concerns the row as a whole."""

    heading: Text | None
    finding: Finding


@dataclass(frozen=True)
class ShownRow:
    """A row: its number in the spreadsheet, its cells by column or family, and everything that was found."""

    number: int
    cells: dict[str, ShownCell]
    remarks: list[Remark]
    is_bad: bool
    is_warned: bool
    is_taken: bool
    url: str


class PreviewRows(Sequence[ShownRow]):
    """Rows of an import, opened only when a page asks for them."""

    def __init__(self, batch: ImportBatch, importer: Importer, *, only: str = "") -> None:
        self.rows = batch.rows.order_by("number")
        if only == "problems":
            self.rows = self.rows.filter(is_bad=True) | self.rows.filter(is_warned=True)
        elif only == "bad":
            self.rows = self.rows.filter(is_bad=True)
        self.columns = shown_columns(batch, importer)

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, index: int) -> ShownRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[ShownRow]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [_shown(row, self.columns) for row in self.rows[index]]
        return _shown(self.rows[index], self.columns)


def shown_columns(batch: ImportBatch, importer: Importer) -> list[SourceColumn]:
    """The columns that this import has, in the order of the sheet."""
    layout = Layout.from_json(batch.mapping or {})
    return [column for _, key in sorted(layout.columns.items()) if (column := importer.column(key))]


def _shown(row: ImportRow, columns: Iterable[SourceColumn]) -> ShownRow:
    findings = [Finding(**each) for each in row.findings]
    headings = {column.key: column.label for column in columns}
    return ShownRow(
        number=row.number,
        cells=_cells(row, columns, findings),
        remarks=[Remark(headings.get(each.column), each) for each in findings],
        is_bad=row.is_bad,
        is_warned=row.is_warned,
        is_taken=row.is_taken,
        url=str(row.made.get("url", "")),
    )


def _cells(row: ImportRow, columns: Iterable[SourceColumn], findings: list[Finding]) -> dict[str, ShownCell]:
    cells: dict[str, ShownCell] = {}
    for column in columns:
        text = veiled(row.values.get(column.key)) if column.veiled else text_of(row.values.get(column.key))
        here = [each for each in findings if each.column == column.key]
        if column.family:
            before = cells.get(column.family, ShownCell("", []))
            said = f"{column.label} {text}" if text else ""
            cells[column.family] = ShownCell(" · ".join(filter(None, (before.text, said))), before.findings + here)
        else:
            cells[column.key] = ShownCell(text, here)
    return cells
