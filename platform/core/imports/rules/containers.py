"""What a file is, by its bytes alone, before anything is unpacked."""

import io
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from enum import StrEnum
from typing import IO

from core.imports.rules.sheets import MOST_COLUMNS, MOST_ROWS, Refusal, Refused

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes (10 MiB)."""
MOST_PARTS = 2_000
LARGEST_UNPACKED = 96 * 1024 * 1024
"""Bytes of all parts together; 5,000 people in 40 columns take about 15 MiB."""
LARGEST_RATIO = 250
"""Unpacked to packed, of parts above a megabyte. Sheets full of repetition reach 100."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
BEGINNING = 64 * 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0E-\x1F]")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|\{\\rtf|%PDF)")
_CELL = re.compile(rb"<(?:\w+:)?c\s((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,12})[\"']")


class Container(StrEnum):
    """How the table is packed."""

    XLSX = "xlsx"
    ODS = "ods"
    TEXT = "text"


def container_of(content: bytes) -> Container:
    """How to read these bytes, whatever the file is called.

    Raises:
        Refused: they are not a table that can be read, or they would swell when unpacked.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise Refused(Refusal.EMPTY)
    if len(content) > LARGEST_FILE:
        raise Refused(Refusal.TOO_LARGE)
    if content.startswith(OLE):
        raise Refused(_kind_of_old_file(content))
    return _packed(content) if content.startswith(b"PK") else _text(content[:BEGINNING])


def _text(beginning: bytes) -> Container:
    """Text has no control characters; in UTF-16, which has a mark or is half zeros, its letters have such bytes."""
    is_wide = beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or beginning.count(0) > 0.3 * len(beginning)
    if not is_wide and (_CONTROL.search(beginning) or _PAGE.match(beginning)):
        raise Refused(Refusal.NOT_A_SPREADSHEET)
    return Container.TEXT


def _kind_of_old_file(content: bytes) -> Refusal:
    """A compound file: an Excel workbook of the nineties, a workbook with a password, or something else."""
    if _wide("EncryptedPackage") in content:
        return Refusal.ENCRYPTED
    return Refusal.OLD_EXCEL if _wide("Workbook") in content or _wide("Book") in content else Refusal.NOT_A_SPREADSHEET


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _packed(content: bytes) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _kind_of_parts(packed)
    except Refused:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for a torn file
        raise Refused(Refusal.BROKEN) from error


def _kind_of_parts(packed: zipfile.ZipFile) -> Container:
    _refuse_bombs(packed.infolist())
    names = {part.filename.lstrip("/") for part in packed.infolist()}
    if any(part.flag_bits & 1 for part in packed.infolist()):
        raise Refused(Refusal.ENCRYPTED)
    if "xl/workbook.bin" in names:
        raise Refused(Refusal.BINARY_EXCEL)
    if "xl/workbook.xml" in names:
        _refuse_vast_sheets(packed)
        return Container.XLSX
    if "content.xml" in names and _mime_type(packed) == ODS_TYPE:
        return _open_document(packed)
    raise Refused(Refusal.NOT_A_SPREADSHEET)


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    swelling = any(
        part.file_size > 1024 * 1024 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if swelling or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused(Refusal.BOMB)


def _mime_type(packed: zipfile.ZipFile) -> bytes:
    with packed.open("mimetype") as file:
        return file.read(len(ODS_TYPE) + 20).strip()


def _open_document(packed: zipfile.ZipFile) -> Container:
    if "META-INF/manifest.xml" in packed.namelist() and b"encryption-data" in packed.read("META-INF/manifest.xml"):
        raise Refused(Refusal.ENCRYPTED)
    return Container.ODS


def _refuse_vast_sheets(packed: zipfile.ZipFile) -> None:
    """A reader makes room for the rectangle between the first and the last cell: two cells can ask for terabytes."""
    for part in packed.infolist():
        if part.filename.lstrip("/").startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            with packed.open(part) as file:
                _refuse_vast(file)


def _refuse_vast(file: IO[bytes]) -> None:
    """Looks at the places of cells that hold something; in pieces, with an overlap longer than a cell's tag."""
    tail = b""
    while piece := file.read(1024 * 1024):
        text = tail + piece
        for found in _CELL.finditer(text):  # one that closes itself is empty: only a frame or a colour
            place = _PLACE.search(found[1])
            if place and not found[1].endswith(b"/"):
                _refuse_far(place[1], int(place[2]))
        tail = text[-500:]


def _refuse_far(letters: bytes, row: int) -> None:
    if column_number(letters.decode()) > MOST_COLUMNS:
        raise Refused(Refusal.TOO_WIDE)
    if row > MOST_ROWS:
        raise Refused(Refusal.TOO_LONG)


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column by its number, as spreadsheets show them."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
