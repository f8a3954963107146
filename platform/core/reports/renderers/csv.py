"""A paper's tables as plain text for other programs and for spreadsheets.

UTF-8 with a byte order mark, semicolons and decimal commas: what a Polish spreadsheet opens without asking.
Every value is quoted. A text that a spreadsheet could take for a formula gets an apostrophe in front, and so
does a text that begins with an apostrophe; reading back takes one apostrophe away. So each text opens as text
and comes back as it was.
"""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from core.reports.rules import Cell, Content, Paper, Progress
from core.reports.rules.shown import local

GUARD = "'"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
LOOKS_LIKE_FORMULA = re.compile(r"""[\uFEFF\x00-\x20\x7F\s"]*[=+\-@|%＝＋－＠｜％\t\r\n\x00]""")


def render_csv(paper: Paper, target: Path, progress: Progress) -> None:
    """Write the tables of a paper; several follow each other after an empty line. Totals are left out: they
    are not data."""
    with target.open("w", encoding="utf-8", newline="") as file:
        _write(paper.content, file)
    progress(1.0)


def as_csv(content: Content) -> bytes:
    """The tables of a content, at once, for a list that is short enough to be answered in a request."""
    buffer = io.StringIO(newline="")
    _write(content, buffer)
    return buffer.getvalue().encode()


def guarded(text: str) -> str:
    """The text as it goes into a cell."""
    return GUARD + text if text.startswith(GUARD) or LOOKS_LIKE_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text.removeprefix(GUARD)


def _write(content: Content, file: TextIO) -> None:
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    for number, table in enumerate(content.tables):
        if number:
            writer.writerow(())
        named = (table.name,) if table.name else ()
        writer.writerow([*(_("List") for _name in named), *(column.label for column in table.columns)])
        writer.writerows([*map(guarded, named), *map(_written, row)] for row in table.rows)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return f"{local(cell):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
