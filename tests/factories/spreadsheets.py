"""Files as centres have them, tidy and messy, made on the spot: nothing binary is committed."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl

HEADINGS = ("Lp.", "Nazwisko", "Imię", "PESEL", "Telefon", "Data rozpoczęcia")
PEOPLE = (
    (1, "Żółkiewska-Ćwiąkała", "Łucja", "44051401359", "600 700 800", "1.02.2026"),
    (2, "Nowak", "Zofia", "02270803624", "601 700 800", "2 lutego 2026 r."),
    (3, "O'Neil", "Jan", "90090515836", "602 700 800", "3 II 2026"),
)


def xlsx(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), title: str = "Arkusz1", **others: Any) -> bytes:
    """A workbook with these rows; `others` are further sheets by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for name, more in others.items():
        further = book.create_sheet(name)
        for row in more:
            further.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def text(rows: Sequence[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    lines = (delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "\r\n".join(lines).encode(encoding)


def ods(rows: Sequence[Sequence[Any]]) -> bytes:
    """The same as an OpenDocument spreadsheet."""
    cells = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Lista">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def _cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    escaped = str(value).replace("&", "&amp;").replace("<", "&lt;")
    return f'<table:table-cell office:value-type="string"><text:p>{escaped}</text:p></table:table-cell>'


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def repacked(book: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip whose parts went through `change(name, content)`."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return packed({part.filename: change(part.filename, file.read(part)) for part in file.infolist()})


def messy_people() -> bytes:
    """Titles above, headings in two rows and in another order, columns that nobody asked for, an empty row, a PESEL
    that lost its zero, real dates and dates as text, a row of totals, notes below."""
    rows: list[list[Any]] = [
        ["Centrum Integracji Społecznej w Poraju"],
        ["LISTA UCZESTNIKÓW – stan na 1.03.2026 r."],
        [],
        [
            "L.p.",
            "NAZWISKO I IMIĘ",
            "Nr PESEL",
            "Adres zam.",
            None,
            None,
            "Tel. kontaktowy",
            "Grupa z art. 1 ust. 2",
            "Wykszt.",
            "Data rozp. uczestnictwa",
            "Data podp. IPZS",
            "Uwagi",
        ],
        [None, None, None, "ulica, nr", "kod poczt.", "miejscowość"],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        [
            1,
            "Żółkiewska-Ćwiąkała Łucja",
            44051401359,
            "ul. Leśna 3",
            "42-360",
            "Poraj",
            "600-700-800",
            "długotrwale bezrobotna, niepełnosprawna",
            "zawodowe",
            date(2026, 2, 1),
            "1.02.2026",
            "dojeżdża",
        ],
        [
            2,
            "NOWAK ZOFIA",
            2270803624,
            "Górna 1",
            "42360",
            "Poraj",
            601700800,
            "pkt 2",
            "średnie",
            "2 lutego 2026 r.",
            "3 II 2026",
            None,
        ],
        [],
        [
            3,
            "O'Neil Jan",
            "900905 15836",
            "Polna 7",
            "42-310",
            "Żarki",
            "tel. 602 700 800",
            "bezdomny",
            "podst.",
            46056,
            "03-02-2026",
            None,
        ],
        [
            4,
            "Kowalska Ewa",
            "90090515837",
            "Polna 8",
            "42-310",
            "Żarki",
            None,
            "cośtam",
            "podst.",
            "31.02.2026",
            None,
            None,
        ],
        ["Razem", None, None, None, None, None, None, None, None, 4],
        [],
        ["Sporządziła: Anna Wójcik"],
        [None, "* osoby z orzeczeniem"],
    ]
    return xlsx(
        rows, merged=["A1:F1", "A2:F2", "D4:F4", "A4:A5", "B4:B5"], Notatki=[["luty", "marzec"], ["brak", "brak"]]
    )
