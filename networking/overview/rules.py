"""Periods, figures as they were published, what changed, and which tables there are. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenants.figures.rules import FAMILY, INDICATORS, CellState, PeriodKind
from tenants.figures.rules.spans import months_of, start_of

REMINDER = "statistics.reminder"
"""The kind of post between houses that asks a centre for its figures."""
SMALLEST_BASE = 10
"""A share of places taken is told from so many places on (domain.md §8.4)."""

_CODE = re.compile(r"(?P<year>20\d\d)(?:-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True)
class Period:
    """A month, quarter or year, by its first day."""

    kind: PeriodKind
    starts_on: date

    @property
    def code(self) -> str:
        """How an address names it: `2026-10`, `2026-Q4`, `2026`."""
        if self.kind is PeriodKind.YEAR:
            return str(self.starts_on.year)
        month = self.starts_on.month
        return f"{self.starts_on.year}-" + (
            f"Q{(month + 2) // 3}" if self.kind is PeriodKind.QUARTER else f"{month:02d}"
        )

    @property
    def year_before(self) -> "Period":
        return Period(self.kind, self.starts_on.replace(year=self.starts_on.year - 1))

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its months."""
        return months_of(self.kind, self.starts_on)

    def within(self, kind: PeriodKind) -> "Period":
        """The longer period in which it lies."""
        return Period(kind, start_of(kind, self.starts_on))

    def back(self, count: int) -> "Period":
        """The period of the same kind so many before."""
        length = len(self.months)
        number = self.starts_on.year * 12 + self.starts_on.month - 1 - count * length
        return Period(self.kind, date(number // 12, number % 12 + 1, 1))


def period_named(code: str) -> Period | None:
    """The period with this code; None when it is none."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    year = int(found["year"])
    if found["month"]:
        return Period(PeriodKind.MONTH, date(year, int(found["month"]), 1))
    if found["quarter"]:
        return Period(PeriodKind.QUARTER, date(year, int(found["quarter"]) * 3 - 2, 1))
    return Period(PeriodKind.YEAR, date(year, 1, 1))


def nearest(asked: Period, published: Iterable[Period]) -> Period | None:
    """The asked period when it is published, else the last one of its kind before it; None when there is none."""
    before = (each for each in published if each.kind is asked.kind and each.starts_on <= asked.starts_on)
    return max(before, key=lambda each: each.starts_on, default=None)


IN_A_TREND = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 5}


def trend_until(last: Period) -> tuple[Period, ...]:
    """The periods of a trend that ends with this one: a year of months or quarters, or five years."""
    return tuple(last.back(count) for count in reversed(range(IN_A_TREND[last.kind])))


# Figures


@dataclass(frozen=True)
class Figure:
    """A number as it was published: its value when it is shown, else only why not. `houses`: of how many centres."""

    state: CellState = CellState.MISSING
    value: Decimal | None = None
    houses: int = 1

    @property
    def is_hidden(self) -> bool:
        return self.state in {CellState.HIDDEN, CellState.SMALL_BASE}


MISSING = Figure()


def shown(value: Decimal | int) -> Figure:
    return Figure(CellState.SHOWN, Decimal(value))


def difference(now: Figure, before: Figure) -> Decimal | None:
    """By how much a figure changed; None unless both are shown and of as many centres."""
    if now.value is None or before.value is None or now.houses != before.houses:
        return None
    return now.value - before.value


def share_taken(people: Figure, seats: Figure) -> Figure:
    """How many percent of the places are taken: hidden as soon as one of the two is, and told of ten places or more."""
    if people.value is None or seats.value is None:
        return people if people.value is None else seats
    if seats.value < SMALLEST_BASE:
        return Figure(CellState.SMALL_BASE)
    return shown((people.value * 100 / seats.value).quantize(Decimal("0.1")))


@dataclass(frozen=True)
class Hidden:
    """How much of what was published is hidden."""

    hidden: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.hidden / self.total) if self.total else 0


def hidden_among(figures: Iterable[Figure]) -> Hidden:
    """What is missing counts neither as hidden nor as shown."""
    there = [figure for figure in figures if figure.state is not CellState.MISSING]
    return Hidden(sum(figure.is_hidden for figure in there), len(there))


# The closed family of tables


@dataclass(frozen=True)
class Tile:
    """One of the eight numbers of the network at a glance, and the period it is told for."""

    indicator: str
    period: PeriodKind = PeriodKind.MONTH


TILES = (
    Tile("people"),
    Tile("seats"),
    Tile("joined"),
    Tile("left"),
    Tile("hours", PeriodKind.QUARTER),
    Tile("attendance"),
    Tile("benefits"),
    Tile("premiums"),
)


def periods_of(indicator: str, dimension: str = "", *, of_centre: bool = False) -> tuple[PeriodKind, ...]:
    """For which periods there is such a table."""
    found = (each for each in FAMILY if (each.indicator, each.dimension) == (indicator, dimension))
    return next(((each.of_centre if of_centre else each.of_network) for each in found), ())


def dimensions_of(indicator: str, kind: PeriodKind, *, of_centre: bool = False) -> tuple[str, ...]:
    """By what an indicator is split in the tables of such periods."""
    return tuple(
        each.dimension
        for each in FAMILY
        if each.indicator == indicator and each.dimension and kind in (each.of_centre if of_centre else each.of_network)
    )


def indicators_of(kind: PeriodKind, *, of_centre: bool = False) -> tuple[str, ...]:
    """Which indicators have a table of such periods."""
    return tuple(code for code in INDICATORS if kind in periods_of(code, of_centre=of_centre))


def longer_ways(indicator: str, period: Period, published: Sequence[Period]) -> tuple[tuple[str, Period], ...]:
    """Where less is hidden: the indicator in published quarters and years around or before a period.

    People at a month's end have none of these: there it is the people who took part.
    """
    instead = "served" if indicator == "people" else indicator
    order = list(PeriodKind)
    longer = [each for each in periods_of(instead) if order.index(each) > order.index(period.kind)]
    found = (nearest(period.within(kind), published) for kind in longer)
    return tuple((instead, each) for each in found if each is not None)
