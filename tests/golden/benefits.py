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
    """What happened: `days` are those of the stay, `length` is of the calendar.

    `by_length`: a month that is not whole counts by as many parts as it has days. `own`: limits and shares that the
    centre set by itself.
    """

    year: int
    month: int
    length: int
    days: tuple[Day, ...]
    sick_before: int
    off_before: int
    applied: bool
    base_up_to_ten: bool = True
    result_up_to_ten: bool = False
    by_length: bool = False
    own: tuple[tuple[str, Fraction], ...] = ()


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
    law = the_law(month) | dict(month.own)
    if not month.applied or missed > law["missed"]:
        return Fraction(0)
    sick, off, sum_of_days = month.sick_before, month.off_before, Fraction(0)
    for day in granted:
        s = full(month, str(day.period))
        sum_of_days += s / (month.length if len(granted) == month.length or month.by_length else max(30, len(granted)))
        if day.code == "N":
            sum_of_days -= s * law["N"]
        elif day.code == "ZL":
            sick += 1
            paid_as_sick = s * law["ZL in the trial" if day.period == "trial" else "ZL"]
            sum_of_days -= paid_as_sick if sick <= law["sick"] else s * law["beyond"]
        elif day.code == "DW":
            off += 1
            sum_of_days -= s * law["beyond"] if off > law["off"] else 0
        elif day.code in {"ZL+", "U"}:
            sum_of_days -= s * law["beyond"]
    return in_the_end(month, max(sum_of_days, Fraction(0)))


def the_law(month: Month) -> dict[str, Fraction]:
    """Limits in days, and what a day takes away of the full benefit."""
    is_new = (month.year, month.month) >= (2022, 2)
    return {
        "missed": Fraction(3),
        "sick": Fraction(21 if is_new else 14),
        "off": Fraction(12 if is_new else 6),
        "N": Fraction(1, 20),
        "ZL": Fraction(1, 40),
        "ZL in the trial": Fraction(1, 40 if is_new else 30),
        "beyond": Fraction(1, 30),
    }


def in_the_end(month: Month, amount: Fraction) -> Fraction:
    """Rounded; rounding up never lifts a month above the full benefit."""
    if not month.result_up_to_ten:
        return to_grosz(amount)
    highest = max((full(month, day.period) for day in month.days if day.period), default=Fraction(0))
    return min(up_to_ten(amount), highest)


def highest_premium(month: Month, share: Fraction) -> Fraction:
    """By art. 15a(4): a share of the full benefit of the main period, whatever the person's own month comes to."""
    return to_grosz(full(month, "main") * share)


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
        result_up_to_ten=chance.random() < 0.3,
        by_length=chance.random() < 0.3,
        own=random_law(chance) if chance.random() < 0.3 else (),
    )


def random_law(chance: Random) -> tuple[tuple[str, Fraction], ...]:
    """Some limits and shares that a centre may have set for itself."""
    limits = {"missed": range(8), "sick": (0, 7, 14, 30), "off": (0, 6, 12, 20)}
    shares = ("N", "ZL", "ZL in the trial", "beyond")
    chosen = {name: Fraction(chance.choice(days)) for name, days in limits.items()}
    chosen |= {name: Fraction(1, chance.choice((1, 10, 20, 22, 30, 40, 60))) for name in shares}
    return tuple((name, value) for name, value in chosen.items() if chance.random() < 0.6)
