"""The rows of an import as people see them, a page at a time."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, overload

from django.utils.html import format_html, format_html_join

from core.imports.models import ImportBatch, ImportRow
from core.imports.rules import Cell, Finding, Importer, Layout, SourceColumn, day_of, text_of
from core.ui.rules import Text

_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){4,}(?=(?:[ -]?\d){4}(?!\d))")
"""Nine digits or more, grouped or not; a day has eight."""
_BUT_LAST_DIGITS = re.compile(r"\d(?=(?:\D*\d){4})")


def veiled(cell: Cell) -> str:
    """A cell for the screen; of a long number only the last four digits."""
    return _LONG_NUMBER.sub(lambda found: "•" * sum(sign.isdigit() for sign in found[0]), text_of(cell))


def _written(cell: Cell, column: SourceColumn) -> str:
    """A cell as its column wants it: of a number that is veiled the last digits, a day as 15.03.2026."""
    text = text_of(cell)
    if column.veiled:
        return format_html('<span class="veiled">{}</span>', _BUT_LAST_DIGITS.sub("•", text)) if text else ""
    if column.is_day:
        with suppress(ValueError):
            day = day_of(cell)
            return f"{day:%d.%m.%Y}" if day else ""
    return text


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


@dataclass
class ShownFamily:
    """The cells of a family of columns; each is marked by itself."""

    cells: list[ShownCell] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """All of them in which something stands, or was found."""
        return format_html_join(" · ", "{}", ((each.shown,) for each in self.cells))


@dataclass(frozen=True)
class Remark:
    """What was found, and under which heading; none: it concerns the row as a whole."""

    heading: Text | None
    finding: Finding


@dataclass(frozen=True)
class ShownRow:
    """A row: its number in the spreadsheet, its cells by column or family, and everything that was found."""

    number: int
    cells: Mapping[str, ShownCell | ShownFamily]
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


def _cells(
    row: ImportRow, columns: Iterable[SourceColumn], findings: list[Finding]
) -> Mapping[str, ShownCell | ShownFamily]:
    cells: dict[str, ShownCell] = {}
    families: dict[str, ShownFamily] = {}
    for column in columns:
        text = _written(row.values.get(column.key), column)
        here = [each for each in findings if each.column == column.key]
        if not column.family:
            cells[column.key] = ShownCell(text, here)
            continue
        family = families.setdefault(column.family, ShownFamily())
        if text or here:
            family.cells.append(ShownCell(f"{column.label} {text}", here))
    return {**cells, **families}
