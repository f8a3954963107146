"""The columns of a month of attendance, and what centres write into its cells."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.attendance.rules import Code
from casework.attendance.selectors import code_written
from casework.participants.rules.spreadsheets import NAME_FIRST, SURNAME_FIRST
from casework.participants.services.importing import PEOPLE_COLUMNS
from core.imports.rules import Cell, Parameters, SourceColumn, day_of, month_of, number_of, plain, text_of

WHO = ("last_name", "first_name", SURNAME_FIRST, NAME_FIRST, "pesel")
DAYS = "days"
FEWEST_DAYS = 3
"""So many columns of days make a table with a column per day."""
LEAST_HOURS = Decimal(2)
"""A number from here on means hours of presence; a 1 is a tick."""

ATTENDANCE_COLUMNS = (
    *(column for column in PEOPLE_COLUMNS if column.key in WHO),
    SourceColumn(
        key="day",
        is_day=True,
        label=gettext_lazy("Day (in a table with a row per day)"),
        words=("data", "dzień", "data zajęć", "date"),
        hint=gettext_lazy("Only in a table with a row per day, instead of the columns 1 to 31."),
        example="02.03.2026",
    ),
    SourceColumn(
        key="code",
        label=gettext_lazy("Code (in a table with a row per day)"),
        words=("kod", "obecność", "status", "symbol", "oznaczenie", "code"),
        hint=gettext_lazy("O present, N unexcused, ZL sick leave, DW day off, U excused, BZ no classes."),
        example="O",
    ),
    SourceColumn(
        key="hours",
        label=gettext_lazy("Hours (in a table with a row per day)"),
        words=("godziny", "liczba godzin", "godz", "ilość godzin", "hours"),
        example="6",
    ),
    *(
        SourceColumn(
            key=f"day-{number}",
            label=str(number),
            hint=gettext_lazy("A code, or the hours of presence. An empty cell says nothing."),
            family=DAYS,
        )
        for number in range(1, 32)
    ),
)

_NUMBERED = re.compile(r"(?:dzien )?(\d{1,2})(?: [a-z]{1,12})?|[a-z]{1,4} (\d{1,2})")
_MEANT = {
    **dict.fromkeys(("+", "x", "v", "1", "ob", "obecny", "obecna", "tak", "p"), Code.PRESENT),
    **dict.fromkeys(("nn", "nb", "nieusprawiedliwiona", "nieobecny", "nieobecna"), Code.UNEXCUSED),
    **dict.fromkeys(("l4", "l 4", "ch", "zw", "zwolnienie", "zwolnienie lekarskie"), Code.SICK),
    **dict.fromkeys(("l4+", "l4 +"), Code.SICK_BEYOND),
    **dict.fromkeys(("w", "wolne", "dzien wolny"), Code.DAY_OFF),
    **dict.fromkeys(("us", "up", "usprawiedliwiona"), Code.EXCUSED),
    **dict.fromkeys(("brak zajec",), Code.NO_CLASSES),
}


@dataclass(frozen=True)
class Said:
    """What a cell says of a day: a code as the database knows it, or the unknown letters themselves."""

    code: str
    hours: Decimal | None = None


def day_heading(heading: Cell, parameters: Parameters) -> str | None:
    """The key of a column whose heading is a day of the chosen month: 7, 07, "7 pn", 07.10, 7 October as a date."""
    month = month_of(str(parameters.get("month", "")))
    if month is None:
        return None
    number = _number(heading, month)
    return f"day-{number}" if number and number <= monthrange(month.year, month.month)[1] else None


def _number(heading: Cell, month: date) -> int | None:
    text = text_of(heading)
    if found := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})\.?", text):
        return int(found[1]) if int(found[2]) == month.month else None
    if found := _NUMBERED.fullmatch(plain(text)):
        return int(found[1] or found[2])
    try:
        day = day_of(heading)
    except ValueError:
        return None
    return day.day if day and (day.year, day.month) == (month.year, month.month) else None


def said_in(cell: Cell, written: Mapping[Code, str]) -> Said | None:
    """The meaning of a cell, by the centre's own letters first; None for an empty one."""
    text = text_of(cell)
    if not text or not text.strip("-–—. "):
        return None
    code = code_written(text, dict(written)) or (None if "?" in text else _MEANT.get(plain(text)))
    if code:
        return Said(code.value)
    hours = number_of(re.sub(r"\s*(h|g|godz)\.?$", "", text, flags=re.IGNORECASE))
    if hours is not None and hours >= LEAST_HOURS:
        return Said(Code.PRESENT.value, hours)
    return Said(text)


def missing_columns(keys: Collection[str]) -> list[str]:
    """What a table of attendance cannot do without."""
    said = []
    if not ({"last_name", "first_name"} <= set(keys) or {SURNAME_FIRST, NAME_FIRST, "pesel"} & set(keys)):
        said.append(_("Mark the column that says who it is: the name, or the PESEL number."))
    if not {"day", "code"} <= set(keys) and sum(key.startswith("day-") for key in keys) < FEWEST_DAYS:
        said.append(_("Mark the columns of the days, or in a table with a row per day those of the day and the code."))
    return said
