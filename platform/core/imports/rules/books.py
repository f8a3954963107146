"""Workbooks (XLSX, ODS) as values. Formulas are not run: what the spreadsheet last showed is what counts."""

import io
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from core.imports.rules.containers import Container, container_of
from core.imports.rules.sheets import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Refusal,
    Refused,
    Row,
    Sheet,
)
from core.imports.rules.texts import read_text

MOST_SHEETS = 60


def read_file(content: bytes) -> list[Sheet]:
    """The sheets of a file that hold something. Call it where memory and time are limited: the file is a stranger.

    Raises:
        Refused: it cannot be read.
    """
    sheets = [read_text(content)] if container_of(content) is Container.TEXT else _read_book(content)
    filled = [Sheet(each.name, _without_empty_end(each.rows)) for each in sheets]
    filled = [each for each in filled if each.rows]
    if not filled:
        raise Refused(Refusal.EMPTY)
    return filled


def _read_book(content: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        return [_sheet(book.get_sheet_by_name(name), name) for name in names[:MOST_SHEETS]]
    except Refused:
        raise
    except PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        raise Refused(Refusal.BROKEN) from error


def _sheet(sheet: CalamineSheet, name: str) -> Sheet:
    if sheet.total_width > MOST_COLUMNS:
        raise Refused(Refusal.TOO_WIDE)
    if sheet.total_height > MOST_ROWS:
        raise Refused(Refusal.TOO_LONG)
    rows = [[as_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for start, end in sheet.merged_cell_ranges or ():
        _fill_down(rows, start, end)
    return Sheet(name, rows)


def _fill_down(rows: list[Row], start: tuple[int, int], end: tuple[int, int]) -> None:
    """What was merged over several rows belongs to each of them; what was merged over columns is a title."""
    (first, column), (last, _) = start, end
    if first >= len(rows) or column >= len(rows[first]):
        return
    for row in rows[first + 1 : min(last, MOST_ROWS) + 1]:
        if row[column] is None:
            row[column] = rows[first][column]


def as_cell(value: Any) -> Cell:
    """A value of the library as one of ours."""
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return value
    return _text(_written(value))


def _number(value: float) -> Cell:
    if not isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(text: str) -> str | None:
    return text[:LONGEST_TEXT].replace("\0", "").strip() or None


def _without_empty_end(rows: list[Row]) -> list[Row]:
    last = max((number for number, row in enumerate(rows, start=1) if any(cell is not None for cell in row)), default=0)
    return rows[:last]
