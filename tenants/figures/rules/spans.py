"""Months, quarters and years: where they begin and which months they hold."""

from calendar import monthrange
from datetime import date

from tenants.figures.rules.words import PeriodKind

_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


def last_day_of(month: date) -> date:
    """The last day of the month in which a day lies."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def start_of(period: PeriodKind, day: date) -> date:
    """The first day of the month, quarter or year in which a day lies."""
    length = _MONTHS[period]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def months_of(period: PeriodKind, starts_on: date) -> tuple[date, ...]:
    """The first days of the months of a period."""
    return tuple(starts_on.replace(month=starts_on.month + number) for number in range(_MONTHS[period]))


def periods_ending_with(month: date) -> tuple[PeriodKind, ...]:
    """The periods whose last month this is."""
    return tuple(each for each in PeriodKind if months_of(each, start_of(each, month))[-1] == month)


def freezes_on(month: date, *, freeze_day: int) -> date:
    """The day on which the network's tables of a month are made, whoever is missing."""
    return next_month(month).replace(day=freeze_day)
