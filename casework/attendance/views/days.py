"""Which month an address names, and whose attendance a request asks for."""

import re
from datetime import date

from django.http import Http404

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 2003, 2100
"""The Act on social employment is of 2003; the calendar of holidays ends in 2100."""


def month_or_404(text: str) -> date:
    """The first day of the month that an address names, such as 2026-10."""
    found = MONTH.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise Http404
    return date(int(found[1]), int(found[2]), 1)


def day_or_404(text: str) -> date:
    """The day that an address names, such as 2026-10-14."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    return day


def day_asked(text: str, *, month: date) -> date | None:
    """A day of this month that a query names; None when it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if (day.year, day.month) == (month.year, month.month) else None
