"""Tables as text: in which alphabet they were saved, and what stands between the cells."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from core.imports.rules.sheets import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, Refusal, Refused, Row, Sheet

POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
EIGHT_BITS = ("cp1250", "iso8859-2")
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DELIMITERS = ";,\t|"
BEGINNING = 20_000
"""Characters from which the delimiter is told."""
_NOT_TEXT = re.compile(r"[\x00-\x08\x0E-\x1F]")
_PAGE = re.compile(r"\s*(<|\{\\rtf|%PDF)")
_GUARDED = re.compile(r"""'[\uFEFF\x00-\x20\x7F\s"]*['=+\-@|%＝＋－＠｜％\t\r\n\x00]""")
"""What our own tables write before a text that a spreadsheet would take for a formula."""


def read_text(content: bytes) -> Sheet:
    """The table in a text file.

    Raises:
        Refused: it is no text, or no table, or too large a one.
    """
    text = decoded(content)
    if _NOT_TEXT.search(text) or _PAGE.match(text):
        raise Refused(Refusal.NOT_A_SPREADSHEET)
    if not text.strip():
        raise Refused(Refusal.EMPTY)
    delimiter = delimiter_of(text)
    if not _evenness(text[:BEGINNING], delimiter):
        raise Refused(Refusal.NOT_A_SPREADSHEET)
    return Sheet(name="", rows=list(_rows(text, delimiter=delimiter)))


def decoded(content: bytes) -> str:
    """The text in whichever of the alphabets of Polish offices it was saved in."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _strictly(content, encoding)
    if wide := _without_mark(content):
        return _strictly(content, wide)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return max((_attempt(content, each) for each in EIGHT_BITS), key=polish_sense)


def polish_sense(text: str) -> float:
    """How much of the text beyond ASCII is Polish: the wrong one of two alphabets shows signs nobody writes."""
    foreign = [letter for letter in text if letter > "\x7f"]
    return sum(letter in POLISH for letter in foreign) / len(foreign) if foreign else 0.0


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(Refusal.NOT_A_SPREADSHEET) from error


def _attempt(content: bytes, encoding: str) -> str:
    return content.decode(encoding, errors="replace")


def _without_mark(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin letters is zero."""
    start = content[:2000]
    for first_zero, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        places = start[first_zero::2]
        if len(content) % 2 == 0 and places and places.count(0) > 0.6 * len(places):
            return encoding
    return ""


def delimiter_of(text: str) -> str:
    """What stands between the cells: the sign that cuts most of the first lines into the same number of parts."""
    return max(DELIMITERS, key=lambda sign: _evenness(text[:BEGINNING], sign))


def _evenness(text: str, delimiter: str) -> int:
    try:
        lengths = Counter(len(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0
    return max((times * (length - 1) for length, times in lengths.items()), default=0)


def _rows(text: str, *, delimiter: str) -> Iterator[Row]:
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            if number >= MOST_ROWS:
                raise Refused(Refusal.TOO_LONG)
            if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
                raise Refused(Refusal.TOO_WIDE)
            yield [_plain(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:  # a cell beyond csv's own limit
        raise Refused(Refusal.BROKEN) from error


def _plain(cell: str) -> str | None:
    text = cell[1:] if _GUARDED.match(cell) else cell
    return text[:LONGEST_TEXT].strip() or None
