"""The monthly benefit a second time, walking through the days, from the reference of the law and from nothing of ours.

Amounts and limits are typed in here once more on purpose: a mistake in one place must not hide in the other.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from random import Random

ZASILEK = {
    (2020, 9): "1200.00",
    (2021, 6): "1240.80",
    (2022, 6): "1304.10",
    (2023, 6): "1491.90",
    (2024, 6): "1662.00",
    (2025, 6): "1721.90",
    (2026, 6): "1783.90",
}
CODES = ("O", "N", "ZL", "ZL+", "DW", "U", "BZ")
HABITS = ((40, 1, 1, 0, 1, 1, 1), (10, 1, 6, 1, 3, 2, 1), (20, 4, 2, 1, 2, 2, 1), (1, 0, 9, 1, 1, 1, 0))
"""How often each code comes up for a punctual person, a sickly one, one who drops out, one in hospital."""


@dataclass(frozen=True)
class Day:
    """A day of the stay: in which period (`trial`, `main`, or none was granted), and its mark (none on free days)."""

    period: str | None
    code: str | None


@dataclass(frozen=True)
class Month:
    """What happened: `days` are those of the stay, `length` is of the calendar."""

    year: int
    month: int
    length: int
    days: tuple[Day, ...]
    sick_before: int
    off_before: int
    applied: bool
    base_up_to_ten: bool = True


def zasilek(year: int, month: int) -> Fraction:
    return Fraction(next(text for since, text in reversed(ZASILEK.items()) if (year, month) >= since))


def to_grosz(amount: Fraction) -> Fraction:
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def up_to_ten(amount: Fraction) -> Fraction:
    return Fraction(ceil(amount * 10), 10)


def full(month: Month, period: str) -> Fraction:
    """The full benefit: 120 % since January 2022, before that half in the trial and the whole afterwards."""
    before_2022 = Fraction(1, 2) if period == "trial" else Fraction(1)
    rate = Fraction(120, 100) if month.year >= 2022 else before_2022
    exact = zasilek(month.year, month.month) * rate
    return up_to_ten(exact) if month.base_up_to_ten else to_grosz(exact)


def reference(month: Month) -> Fraction:
    """Złoty for the month."""
    granted = [day for day in month.days if day.period]
    missed = sum(day.code == "N" for day in granted)
    if not month.applied or missed > 3:
        return Fraction(0)
    new_limits = (month.year, month.month) >= (2022, 2)
    sick_limit, off_limit = (21, 12) if new_limits else (14, 6)
    sick, off, sum_of_days = month.sick_before, month.off_before, Fraction(0)
    for day in granted:
        s = full(month, str(day.period))
        sum_of_days += s / (month.length if len(granted) == month.length else max(30, len(granted)))
        if day.code == "N":
            sum_of_days -= s / 20
        elif day.code == "ZL":
            sick += 1
            paid_as_sick = s / 30 if day.period == "trial" and not new_limits else s / 40
            sum_of_days -= paid_as_sick if sick <= sick_limit else s / 30
        elif day.code == "DW":
            off += 1
            sum_of_days -= s / 30 if off > off_limit else 0
        elif day.code in {"ZL+", "U"}:
            sum_of_days -= s / 30
    return to_grosz(max(sum_of_days, Fraction(0)))


def random_month(chance: Random, *, year: int, month: int) -> Month:
    """A month as it may happen: whole or not, with the trial ending in it or not, kept well or badly."""
    length = ((date(year + month // 12, month % 12 + 1, 1)) - date(year, month, 1)).days
    first, last = (1, length) if chance.random() < 0.6 else sorted(chance.choices(range(1, length + 1), k=2))
    trial_until = chance.choice([0, 0, 0, length, chance.randint(1, length)])
    granted_until = last if chance.random() < 0.9 else chance.randint(0, last)
    weights = chance.choice(
        [(40, 1, 1, 0, 1, 1, 1), (10, 1, 6, 1, 3, 2, 1), (20, 4, 2, 1, 2, 2, 1), (1, 0, 9, 1, 1, 1, 0)]
    )
    days = []
    for number in range(first, last + 1):
        is_free = date(year, month, number).weekday() >= 5
        code = None if is_free else chance.choices(CODES, weights)[0]
        period = None if number > granted_until else "trial" if number <= trial_until else "main"
        days.append(Day(period, code))
    return Month(
        year=year,
        month=month,
        length=length,
        days=tuple(days),
        sick_before=chance.choice([0, 0, 5, 13, 14, 20, 21, 30]),
        off_before=chance.choice([0, 0, 4, 6, 11, 12]),
        applied=chance.random() < 0.95,
        base_up_to_ten=chance.random() < 0.5,
    )
