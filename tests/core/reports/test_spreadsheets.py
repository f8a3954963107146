"""Quality F1: what somebody typed never becomes a formula, and comes back as it was."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from core.reports.renderers.csv import as_csv, guarded, render_csv, unguarded
from core.reports.renderers.xlsx import render_xlsx
from core.reports.rules import Content, Table
from tests.core.reports.conftest import COLUMNS, SILENT, content, everything, on_paper, row

STARTS = ["=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "｜", "％"]
BEFORE = ["", " ", "\ufeff", "\x07", "\x7f", '"', "\xa0", "\t \r"]
NASTY = [f"{before}{start}1+1" for before in BEFORE for start in STARTS] + [
    '=HYPERLINK("http://zly.example","tu")', "=cmd|' /C calc'!A0", "DDE(\"cmd\")", "'=1", "''", "'", "a;=1", "a,=1",
    "_x0041_", "http://example.org", "mailto:a@b.example", "1", "1,5", "2026-01-01", "TRUE", "wiersz\r\ndrugi",
]  # fmt: skip


def _sheets(what: Content, tmp_path: Path) -> Path:
    target = tmp_path / "paper.xlsx"
    render_xlsx(on_paper(what), target, SILENT)
    return target


def test_no_text_becomes_a_formula_or_a_link_in_a_spreadsheet(tmp_path: Path) -> None:
    book = _sheets(content(*(row(text) for text in NASTY), title="=1+1"), tmp_path)
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, xml in parts.items() if re.search(r"<(f|hyperlink)[ >/]", xml)]
    sheet = load_workbook(book).worksheets[0]
    cells = [cells[1] for cells in sheet.iter_rows(min_row=2)]
    assert [unescape(cell.value) for cell in cells] == NASTY
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_numbers_and_dates_are_typed(tmp_path: Path) -> None:
    sheet = load_workbook(_sheets(content(row()), tmp_path)).worksheets[0]
    moment, _text, days, hours, money, day = (cell.value for cell in sheet[2])
    assert moment == datetime(2026, 11, 21, 12, 0)
    assert (days, hours, money) == (1, 7.5, -1234.5)
    assert day == datetime(2026, 2, 28)
    assert [cell.number_format for cell in sheet[2]][4] == '#,##0.00 "zł"'


def test_headings_are_bold_frozen_and_filtered(tmp_path: Path) -> None:
    sheet = load_workbook(_sheets(content(row()), tmp_path)).worksheets[0]
    assert sheet.title == "Osoby"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F2"
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.column_dimensions["B"].width > 20


def test_a_table_without_rows_still_shows_its_headings(tmp_path: Path) -> None:
    what = content(blocks=(Table(columns=COLUMNS, rows=[]),))
    sheet = load_workbook(_sheets(what, tmp_path)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]


def test_the_last_sheet_says_what_the_file_is(tmp_path: Path) -> None:
    about = load_workbook(_sheets(everything(), tmp_path)).worksheets[-1]
    words = {cells[1].value for cells in about.iter_rows()}
    assert {"Lista osób", "listopad 2026", "Podstawa prawna."} <= words
    assert any("Centrum Integracji Społecznej w Poraju" in word for word in words)


def test_names_of_sheets_are_such_as_spreadsheets_accept(tmp_path: Path) -> None:
    strange = "Świadczenia [X]: a/b\\c*? bardzo długa nazwa listy"
    tables = tuple(Table(columns=COLUMNS, rows=[row()], caption=strange) for _ in range(3))
    names = load_workbook(_sheets(content(blocks=tables), tmp_path)).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def _read(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_dangerous_text_is_guarded_in_a_plain_table() -> None:
    written = [cells[1] for cells in _read(as_csv(content(*map(row, NASTY))))[1:]]
    assert not [text for text in written if re.match(r"[\s\x00-\x20\ufeff\x7f\"]*[=+\-@|%＝＋－＠｜％\t\r\n\0]", text)]
    assert [unguarded(text) for text in written] == NASTY


@given(st.text(max_size=60))
def test_a_guarded_text_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_every_value_of_a_plain_table_is_quoted() -> None:
    line = as_csv(content(row("a,=1"))).decode("utf-8-sig").splitlines()[1]
    assert re.fullmatch(r'("(?:[^"]|"")*";){5}"(?:[^"]|"")*"', line)


def test_a_plain_table_opens_in_a_polish_spreadsheet(tmp_path: Path) -> None:
    target = tmp_path / "paper.csv"
    render_csv(on_paper(content(row())), target, SILENT)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    expected = ["2026-11-21 12:00:00", "Żaneta Ćwiąkała", "1", "7,5", "-1234,50", "2026-02-28"]
    assert _read(data) == [[column.label for column in COLUMNS], expected]


@pytest.mark.parametrize("value", [Decimal("-5"), -5])
def test_negative_numbers_stay_numbers(value: Decimal | int) -> None:
    what = content((None, "", value, value, value, date(2026, 1, 1)))
    assert _read(as_csv(what))[1][2:5] == ["-5"] * 3


def test_a_named_table_says_its_name_on_its_sheet_and_in_every_line(tmp_path: Path) -> None:
    tables = tuple(Table(columns=COLUMNS, rows=[row()], name=name) for name in ("Nowak Jan", "=1+1"))
    what = content(blocks=tables)
    assert load_workbook(_sheets(what, tmp_path)).sheetnames[:2] == ["Nowak Jan", "=1+1"]
    lines = [line for line in csv.reader(io.StringIO(as_csv(what).decode("utf-8-sig")), delimiter=";") if line]
    assert [line[0] for line in lines] == ["Lista", "Nowak Jan", "Lista", "'=1+1"]
    assert [len(line) for line in lines] == [7, 7, 7, 7]
