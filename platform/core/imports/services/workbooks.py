"""Writing spreadsheets that can come in: the template of a kind, and samples for the demo. Text stays text."""

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from core.imports.rules import Importer
from core.reports.renderers.csv import guarded

Value = str | int | float | date | None
TEMPLATE_WIDTH = 20.0


def template_of(importer: Importer) -> bytes:
    """A workbook with the columns of a kind, and a second sheet that explains them with examples."""
    families = dict.fromkeys(each.family for each in importer.columns if each.family)
    columns = [str(each.label) for each in importer.columns]
    hints: list[list[Value]] = [
        [str(each.label), str(each.hint), each.example] for each in importer.columns if not each.family
    ]
    hints += [[_("Days of the month"), str(_hint_of(importer, family)), ""] for family in families]
    explained: list[list[Value]] = [[_("Column"), _("What goes in"), _("Example")], *hints]
    buffer = BytesIO()
    write_workbook(buffer, sheets={str(importer.label): [columns], _("Explanations"): explained})
    return buffer.getvalue()


def _hint_of(importer: Importer, family: str) -> Any:
    return next(each.hint for each in importer.columns if each.family == family)


def write_workbook(target: Path | BytesIO, *, sheets: dict[str, Sequence[Sequence[Value]]]) -> None:
    """An XLSX file with these rows, exactly where they are: titles above, notes below and empty rows included.

    Texts are text (also in cells that are filled in later), numbers numbers, days real dates.
    """
    book = FastExcel(target if isinstance(target, BytesIO) else str(target))
    for name, rows in sheets.items():
        width = max(len(row) for row in rows)
        names = _unique([*rows[0], *[None] * (width - len(rows[0]))])
        records = [dict(zip(names, [*row, *[None] * (width - len(row))], strict=True)) for row in rows[1:]]
        formats = {each: Format().set_num_format("@") for each in names}
        book.sheet(
            name, records or [dict.fromkeys(names)], column_widths=[TEMPLATE_WIDTH] * width, column_formats=formats
        )
    book.save()


def _unique(headings: Sequence[Value]) -> list[str]:
    """The first row as the writer wants it: every name once. Blanks are told apart by their length."""
    names: list[str] = []
    for heading in headings:
        name = "" if heading is None else str(heading)
        while name in names or not name:
            name += " "
        names.append(name)
    return names


def write_csv(target: Path, *, rows: Sequence[Sequence[Value]], encoding: str = "cp1250", delimiter: str = ";") -> None:
    """A CSV file as Polish offices save it."""
    with target.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([_written(value) for value in row] for row in rows)


def _written(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return guarded(value) if isinstance(value, str) else "" if value is None else str(value).replace(".", ",")
