"""Files of every kind that offices have, and of kinds that nobody should open."""

import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import product

import openpyxl
import pytest

from core.imports.reader import read_apart
from core.imports.rules import Refusal, Refused, column_letters, container_of
from core.imports.rules.books import as_cell, read_file
from core.imports.rules.containers import column_number
from core.imports.rules.texts import decoded, delimiter_of, read_text
from core.reports.renderers.csv import guarded
from tests.factories.spreadsheets import HEADINGS, PEOPLE, ods, packed, repacked, text, xlsx

TABLE = (HEADINGS, *PEOPLE)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859-2")


def texts(rows):
    return [[None if cell is None else str(cell) for cell in row] for row in rows]


# What is read


@pytest.mark.parametrize(("encoding", "delimiter"), list(product(ENCODINGS, ";,\t")))
def test_text_is_read_in_every_alphabet_and_with_every_delimiter(encoding, delimiter):
    (sheet,) = read_file(text(TABLE, encoding=encoding, delimiter=delimiter))
    assert sheet.rows == texts(TABLE)


@pytest.mark.parametrize("word", ["Wąsik", "Świś", "Jóźwiak", "ŹDŹBŁO", "ĄĘŚ", "Łącka Śnieżka"])
@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_of_two_alphabets_the_one_in_which_polish_letters_make_sense_is_taken(word, encoding):
    assert decoded(f"nazwisko;imię\n{word};Ewa".encode(encoding)) == f"nazwisko;imię\n{word};Ewa"


def test_a_semicolon_inside_quotes_divides_nothing():
    assert delimiter_of('a,b\n"x;y;z",1\n"p;q;r",2\n') == ","
    assert read_text(b'a;b\n"Kowalski; Jan\njunior";1\n').rows[1] == ["Kowalski; Jan\njunior", "1"]


@pytest.mark.parametrize("value", ["=1+1", "-5 osób", "@ja", "'cudzysłów", "+48 600", "\t=x", "zwykły"])
def test_what_our_own_tables_guard_comes_back_as_it_was(value):
    (sheet,) = read_file(text([["a", "b"], [f'"{guarded(value)}"', "1"]]))
    assert sheet.rows[1][0] == value.strip()


def test_workbooks_are_read_with_their_numbers_days_and_empty_rows():
    day = datetime(2026, 2, 1)
    rows = [["Tytuł"], [], ["Nazwisko", "Dzień"], ["Nowak", day], [None, None], ["Lis", 46054]]
    (sheet,) = read_file(xlsx(rows))
    assert sheet.rows[2:] == [["Nazwisko", "Dzień"], ["Nowak", "2026-02-01"], [None, None], ["Lis", 46054]]


def test_open_documents_are_read_too():
    (sheet,) = read_file(ods([["Nazwisko", "Dzień", "PESEL"], ["Ćma <1>", date(2026, 2, 1), 2270803624]]))
    assert sheet.rows == [["Nazwisko", "Dzień", "PESEL"], ["Ćma <1>", "2026-02-01", 2270803624]]


def test_of_a_formula_the_value_that_was_last_shown_counts():
    book = repacked(
        xlsx([["a", "b"], ["x", 7]]), lambda name, part: part.replace(b"<v>7</v>", b"<f>WEBSERVICE(A1)</f><v>42</v>")
    )
    assert read_file(book)[0].rows[1] == ["x", 42]


def test_what_is_merged_over_rows_belongs_to_each_of_them():
    (sheet,) = read_file(xlsx([["Grupa", "Osoba"], ["Ogród", "A"], [None, "B"], [None, "C"]], merged=["A2:A4"]))
    assert [row[0] for row in sheet.rows[1:]] == ["Ogród"] * 3


def test_a_workbook_with_macros_is_read_for_its_values_alone():
    assert "Nowak" in str(read_apart(_with_macro(xlsx(TABLE)))[0].rows)


def _with_macro(book: bytes) -> bytes:
    buffer = io.BytesIO(book)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("xl/vbaProject.bin", b"macro")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (True, "tak"),
        (7.0, 7),
        (7.5, 7.5),
        (float("nan"), None),
        ("", None),
        ("  x ", "x"),
        (datetime(2026, 2, 1, 10, 30), "2026-02-01T10:30"),
        (date(2026, 2, 1), "2026-02-01"),
        (time(7, 5), "07:05"),
        (timedelta(hours=30, minutes=5), "30:05"),
        ("x" * 9000, "x" * 2000),
    ],
)
def test_cells_become_plain_values(value, cell):
    assert as_cell(value) == cell


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_columns_are_called_as_spreadsheets_call_them(number, letters):
    assert (column_letters(number), column_number(letters)) == (letters, number)


# What is refused


def ole(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"".join(each.encode("utf-16-le") for each in streams)


def bomb(size: int = 50 * 1024 * 1024) -> bytes:
    return packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * size})


def vast(place: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active[place] = "x", "y"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def locked_zip() -> bytes:
    """The flag "encrypted" on every part."""
    content = bytearray(xlsx(TABLE))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", content, at + offset)
            struct.pack_into("<H", content, at + offset, flags | 1)
            at = content.find(mark, at + 4)
    return bytes(content)


BAD_FILES = {
    "nothing": (b"", Refusal.EMPTY),
    "blanks": (b" \r\n\t \n", Refusal.EMPTY),
    "zeros": (b"\0" * 500, Refusal.EMPTY),
    "an empty workbook": (xlsx([]), Refusal.EMPTY),
    "too many bytes": (b"a;b\n" * 3_000_000, Refusal.TOO_LARGE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0\x01" * 200, Refusal.NOT_A_SPREADSHEET),
    "a paper": (b"%PDF-1.7\n1 0 obj", Refusal.NOT_A_SPREADSHEET),
    "a page": (b"<!DOCTYPE html><table><tr><td>Nowak</td></tr></table>", Refusal.NOT_A_SPREADSHEET),
    "a drawing": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        Refusal.NOT_A_SPREADSHEET,
    ),
    "rich text": (b"{\\rtf1\\ansi Nowak}", Refusal.NOT_A_SPREADSHEET),
    "a program": (b"MZ\x90\0\x03\0\0\0" + bytes(range(256)), Refusal.NOT_A_SPREADSHEET),
    "half of UTF-16": (b"\xff\xfea\0b\0c", Refusal.NOT_A_SPREADSHEET),
    "an old document": (ole("WordDocument"), Refusal.NOT_A_SPREADSHEET),
    "an old workbook": (ole("Workbook"), Refusal.OLD_EXCEL),
    "a workbook with a password": (ole("EncryptedPackage", "EncryptionInfo"), Refusal.ENCRYPTED),
    "a locked zip": (locked_zip(), Refusal.ENCRYPTED),
    "a locked open document": (
        packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"\x01",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        Refusal.ENCRYPTED,
    ),
    "a binary workbook": (packed({"xl/workbook.bin": b"\x01"}), Refusal.BINARY_EXCEL),
    "a plain zip": (packed({"lista.csv": b"a;b"}), Refusal.NOT_A_SPREADSHEET),
    "a text document": (packed({"word/document.xml": b"<w/>"}), Refusal.NOT_A_SPREADSHEET),
    "an open text document": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        Refusal.NOT_A_SPREADSHEET,
    ),
    "a torn zip": (xlsx(TABLE)[:-300], Refusal.BROKEN),
    "a zip by its first bytes alone": (b"PK\x03\x04 and nothing else", Refusal.BROKEN),
    "a bomb": (bomb(), Refusal.BOMB),
    "ten thousand parts": (packed({f"xl/{n}.xml": b"" for n in range(10_000)}), Refusal.BOMB),
    "a million columns": (vast("XFD2"), Refusal.TOO_WIDE),
    "a million rows": (vast("B1048576"), Refusal.TOO_LONG),
    "a million columns of text": (b";".join(b"x" for _ in range(1_000_000)), Refusal.TOO_WIDE),
    "a million rows of text": (b"x;y\n" * 30_000, Refusal.TOO_LONG),
    "a cell beyond measure": (b"a;" + b"x" * 200_000, Refusal.BROKEN),
    "an unclosed quote": (b'a;"' + b"x;y\n" * 60_000, Refusal.BROKEN),
    "sheets that are no XML": (
        repacked(xlsx(TABLE), lambda name, part: b"\xff\xfe<" if "worksheets/" in name else part),
        Refusal.BROKEN,
    ),
    "a workbook without its sheet": (packed({"xl/workbook.xml": b"<workbook/>"}), Refusal.EMPTY),
}


@pytest.mark.parametrize("name", list(BAD_FILES))
def test_a_bad_file_is_refused_with_its_reason(name):
    content, reason = BAD_FILES[name]
    with pytest.raises(Refused) as refused:
        read_file(content)
    assert refused.value.reason in {reason, Refusal.BROKEN if reason is Refusal.EMPTY else reason}


def test_entities_of_xml_are_not_followed():
    attack = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>'

    def change(name, part):
        body = part.replace(b'<?xml version="1.0"?>', b"").replace(b"Nowak", b"&b;")
        return attack + body if name.endswith(("sheet1.xml", "sharedStrings.xml")) else part

    try:
        shown = str(read_apart(repacked(xlsx(TABLE), change)))
    except Refused:
        return
    assert "root:" not in shown


def test_files_are_read_by_a_program_of_their_own():
    assert [each.rows for each in read_apart(text(TABLE))] == [texts(TABLE)]
    with pytest.raises(Refused) as refused:
        read_apart(b"%PDF-1.7")
    assert refused.value.reason is Refusal.NOT_A_SPREADSHEET


def test_a_sheet_that_hides_its_width_ends_its_reader_and_nobody_else():
    """The look at the cells can be deceived; the limit of memory cannot."""
    hidden = repacked(vast("XFD1048576"), lambda name, part: part.replace(b'r="XFD1048576"', b'r="&#88;FD1048576"'))
    with pytest.raises(Refused):
        read_apart(hidden)


def test_a_good_file_is_known_by_its_bytes_whatever_it_is_called():
    assert [container_of(each).value for each in (xlsx(TABLE), ods(TABLE), text(TABLE))] == ["xlsx", "ods", "text"]
