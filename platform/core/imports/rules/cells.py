"""What people mean by what stands in a cell: days in every Polish way of writing, numbers, texts."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from core.imports.rules.sheets import Cell

MONTHS = {
    "sty": 1, "lut": 2, "mar": 3, "kwi": 4, "maj": 5, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paz": 10, "lis": 11,
    "gru": 12,
}  # fmt: skip
ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
EXCEL_BEGINS = date(1899, 12, 30)
"""Day 0 of spreadsheets; theirs is a day off before March 1900, when nobody here was born."""
LAST_SERIAL = 100_000
CENTURY_TURNS = 40
"""A year of two digits up to this one is of this century: 26 is 2026, 75 is 1975."""

_YEAR_FIRST = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})(?:[T ][\d:.]+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./, ]+(\d{1,2})[-./, ]+(\d{4}|\d{2})(?:[T ]\d{1,2}:[\d:.]+)?")
_IN_WORDS = re.compile(r"(\d{1,2})[-./, ]*([a-z]{1,12})[-./, ]*(\d{4}|\d{2})")
_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"\d{4,5}(?:[.,]0+)?")
_HIDDEN_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff]+")


def plain(text: str) -> str:
    """Without case, Polish letters and punctuation, for comparing: "Nr  PESEL:" is "nr pesel"."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join(re.findall(r"[a-z0-9+]+", "".join(sign for sign in bare if not unicodedata.combining(sign))))


def text_of(cell: Cell) -> str:
    """A cell as text, single-spaced and composed (NFC). Numbers lose the ".0" that spreadsheets add."""
    if cell is None:
        return ""
    spaced = _HIDDEN_SPACES.sub(" ", str(cell)).strip()
    return unicodedata.normalize("NFC", spaced)


def digits_of(cell: Cell) -> str:
    """A number kept as text: a PESEL, a telephone. A number cell gives its digits."""
    text = text_of(cell)
    return text[:-2] if re.fullmatch(r"\d+[.,]0", text) else text.removeprefix("'")


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet has already thrown digits away: 4,40514E+10."""
    return bool(re.fullmatch(r"\d[.,]?\d*[eE]\+?\d+", text.strip()))


def number_of(cell: Cell) -> Decimal | None:
    """A number, with a decimal comma or point; None when it is none."""
    try:
        value = Decimal(text_of(cell).replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def day_of(cell: Cell) -> date | None:
    """The day that a cell means; None for an empty one.

    Raises:
        ValueError: it is not a day in any way of writing that is known here.
    """
    text = text_of(cell)
    if not text:
        return None
    found = _serial(text) or _numbers(text) or _words(plain(text))
    if found is None:
        raise ValueError("not a day")
    return found


def _serial(text: str) -> date | None:
    if not _SERIAL.fullmatch(text):
        return None
    number = int(re.split(r"[.,]", text)[0])
    return EXCEL_BEGINS + timedelta(days=number) if 0 < number <= LAST_SERIAL else None


def _numbers(text: str) -> date | None:
    bare = re.sub(r"\s*(r\.?|rok|roku)$", "", text.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"\s*([-./])\s*", r"\1", bare)
    if found := _YEAR_FIRST.fullmatch(bare) or _TOGETHER.fullmatch(bare):
        return _day(found[1], int(found[2]), found[3])
    if found := _DAY_FIRST.fullmatch(bare):
        return _day(found[3], int(found[2]), found[1])
    return None


def _words(text: str) -> date | None:
    bare = re.sub(r" (r|rok|roku)$", "", text)
    if found := _IN_WORDS.fullmatch(bare):
        month = ROMAN.get(found[2]) or MONTHS.get(found[2][:3])
        return _day(found[3], month, found[1]) if month else None
    return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(_full_year(year), month, int(day))
    except ValueError:
        return None


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= CENTURY_TURNS else 1900)


def month_of(text: str) -> date | None:
    """The first day of a month named as "2026-10"; None for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  (a month has no time zone)
    except ValueError:
        return None
