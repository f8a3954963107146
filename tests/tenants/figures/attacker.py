"""The attacker: somebody who has everything the OWES sees, a pencil, and a solver of linear programs.

An implementation of its own: it shares with the program only the public list of tables and classes (FAMILY,
DIMENSIONS, CUBES). What it knows: every published cell of all periods and versions; that the classes of a table add up
to its total, quarters and years to their months, the network to its centres; that whoever is there at a month's end
was served in that quarter and year (by sex too) and whoever was served in a quarter is of the year; that people of a
month are those of the month before, plus joined, minus left; that nobody comes twice, so that those served are those of
the month before, plus joined; how counts are rounded; the full benefit and the parts in which it is paid.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

import highspy
import numpy as np

from tenants.figures.rules.definitions import CUBES, DIMENSIONS
from tenants.figures.rules.words import PeriodKind

PEOPLE = ("people", "joined", "left", "served")
TOTAL = ("", "")
SEXES = ("K", "M", "unknown")
Unknown = tuple[Hashable, ...]
"""(centre, version, indicator, first day, length in months, cube, class)"""


@dataclass(frozen=True)
class Seen:
    """A published cell as it is read. `sources`: centre, month and version of what is in it; that much is public."""

    indicator: str
    period: PeriodKind
    starts_on: date
    house: Hashable | None
    dimension: str
    class_name: str
    value: Decimal | None
    sources: frozenset[tuple[Hashable, date, int]]


@dataclass(frozen=True)
class Finding:
    """A hidden cell and the limits between which it must lie."""

    cell: Seen
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Fact:
    """low <= sum of factor x unknown <= high."""

    factors: Mapping[Unknown, float]
    low: float
    high: float


def unknowns_in(cell: Seen) -> list[Unknown]:
    """What a cell is the sum of."""
    names = [TOTAL]
    if cell.dimension:
        dimension = DIMENSIONS[cell.dimension]
        names = [(dimension.cube, atom) for atom in dimension.classes[cell.class_name]]
    if cell.indicator == "people" and cell.dimension:
        return [("network", cell.sources, "people", cell.starts_on, 1, *name) for name in names]
    return [
        (house, version, cell.indicator, *_span(cell, month), *name)
        for house, month, version in cell.sources
        for name in names
    ]


def _span(cell: Seen, month: date) -> tuple[date, int]:
    if cell.indicator == "served":
        return cell.starts_on, {PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}[cell.period]
    return month, 1


class Attack:
    """What the cells give away."""

    def __init__(self, cells: Iterable[Seen], *, rounding: int = 0, smallest: int = 5) -> None:
        everything = list(cells)
        self._cells = [each for each in everything if each.indicator in PEOPLE and each.sources]
        self._rounding, self._smallest = rounding, smallest
        self._unknowns = {unknown for each in self._cells for unknown in unknowns_in(each)}
        self._facts = [self._read(each) for each in self._cells if each.value is not None]
        self._facts += self._sums()
        self._facts += self._stocks()
        self._facts += self._years()
        self._facts += self._balances()

    # --- What is known ------------------------------------------------------------------------------------------

    def _read(self, cell: Seen) -> Fact:
        value = float(cell.value or 0)
        low = high = value
        if self._rounding and value:
            low = max(value - self._rounding // 2, self._smallest)
            high = value + (self._rounding - 1) // 2
        return Fact(dict.fromkeys(unknowns_in(cell), 1.0), low, high)

    def _split(self) -> dict[tuple[Unknown, str], dict[str, Unknown]]:
        found: dict[tuple[Unknown, str], dict[str, Unknown]] = defaultdict(dict)
        for each in self._unknowns:
            if each[5]:
                found[(*each[:5], *TOTAL), str(each[5])][str(each[6])] = each
        return found

    def _sums(self) -> Iterator[Fact]:
        for (total, cube), classes in self._split().items():
            factors = dict.fromkeys(classes.values(), 1.0) | dict.fromkeys(self._totals(total), -1.0)
            complete = set(classes) == set(CUBES[cube])
            yield Fact(factors, 0 if complete else -np.inf, 0)

    @staticmethod
    def _totals(total: Unknown) -> list[Unknown]:
        if total[0] != "network":
            return [total]
        sources: Iterable[tuple[Hashable, date, int]] = total[1]  # type: ignore[assignment]
        return [(house, version, *total[2:]) for house, _, version in sources]

    def _whole(self, indicator: str, months: int) -> list[Unknown]:
        """The totals that stand in some table, in a fixed order."""
        found = (each for each in self._unknowns if each[2] == indicator and each[4] == months and each[5:] == TOTAL)
        return sorted(found, key=repr)

    def _stocks(self) -> Iterator[Fact]:
        served = self._whole("served", 3) + self._whole("served", 12)
        for people in self._whole("people", 1):
            for span in served:
                if span[0] == people[0] and _covers(span, people[3]):
                    yield Fact({span: 1.0, people: -1.0}, 0, np.inf)
        for (total, cube), classes in self._split().items():
            if total[0] == "network" and total[2] == "people" and cube == "sex-age":
                yield from self._stock_by_sex(total, classes, served)

    def _stock_by_sex(self, total: Unknown, classes: Mapping[str, Unknown], served: list[Unknown]) -> Iterator[Fact]:
        centres = self._totals(total)
        for sex in SEXES:
            inside = {(*each[:5], "sex", sex): -1.0 for each in centres}
            yield Fact(inside | {u: 1.0 for name, u in classes.items() if name.startswith(f"{sex}|")}, 0, 0)
            for each in centres:
                for span in served:
                    if span[0] == each[0] and _covers(span, each[3]):
                        yield Fact(self._of_sex(span, sex) | {(*each[:5], "sex", sex): -1.0}, 0, np.inf)
        for each in centres:
            yield Fact({(*each[:5], "sex", sex): 1.0 for sex in SEXES} | {each: -1.0}, 0, 0)

    def _of_sex(self, total: Unknown, sex: str, factor: float = 1.0) -> dict[Unknown, float]:
        names = (name for name in CUBES["sex-age"] if name.startswith(f"{sex}|"))
        return {(*total[:5], "sex-age", name): factor for name in names}

    def _years(self) -> Iterator[Fact]:
        for year in self._whole("served", 12):
            quarters = [each for each in self._whole("served", 3) if each[0] == year[0] and _covers(year, each[3])]
            for quarter in quarters:
                yield Fact({year: 1.0, quarter: -1.0}, 0, np.inf)
                for sex in SEXES:
                    yield Fact(self._of_sex(year, sex) | self._of_sex(quarter, sex, -1.0), 0, np.inf)
            if len({each[3] for each in quarters}) == 4 == len(quarters):
                yield Fact(dict.fromkeys(quarters, 1.0) | {year: -1.0}, 0, np.inf)
                for sex in SEXES:
                    of_quarters = {u: 1.0 for each in quarters for u in self._of_sex(each, sex)}
                    yield Fact(of_quarters | self._of_sex(year, sex, -1.0), 0, np.inf)

    def _balances(self) -> Iterator[Fact]:
        people = {(each[0], each[3]): each for each in self._whole("people", 1)}
        joined = {(each[0], each[3]): each for each in self._whole("joined", 1)}
        left = {(each[0], each[3]): each for each in self._whole("left", 1)}
        for (house, month), now in people.items():
            before = people.get((house, _earlier(month, 1)))
            if before and (house, month) in joined and (house, month) in left:
                yield Fact({now: 1.0, before: -1.0, joined[house, month]: -1.0, left[house, month]: 1.0}, 0, 0)
        for months in (3, 12):
            for served in self._whole("served", months):
                house, first = served[0], served[3]
                before = people.get((house, _earlier(first, 1)))
                came = [joined.get((house, _earlier(first, -each))) for each in range(months)]
                if before and all(came):
                    yield Fact({served: 1.0, before: -1.0} | {each: -1.0 for each in came if each}, 0, 0)

    # --- What follows -------------------------------------------------------------------------------------------

    def findings(self, *, width: float = 5) -> list[Finding]:
        """Hidden cells whose interval is narrower than `width`, from the narrowest on."""
        hidden = [each for each in self._cells if each.value is None]
        groups = _groups(
            [*(fact.factors for fact in self._facts), *(dict.fromkeys(unknowns_in(c), 1.0) for c in hidden)]
        )
        facts, cells = defaultdict(list), defaultdict(list)
        for fact in self._facts:
            facts[groups[next(iter(fact.factors))]].append(fact)
        for each in hidden:
            cells[groups[unknowns_in(each)[0]]].append(each)
        found = [
            Finding(inside[at], low, high)
            for name, inside in cells.items()
            for at, low, high in _search(facts[name], [unknowns_in(each) for each in inside], width)
        ]
        return sorted(found, key=lambda each: each.width)


def narrow_sums(
    shown: Mapping[frozenset[str], int], hidden: Sequence[frozenset[str]], *, width: float = 5
) -> dict[frozenset[str], tuple[float, float]]:
    """The same for any tables: sums over letters that are shown, and which of the hidden sums are narrow."""
    facts = [Fact({(letter,): 1.0 for letter in letters}, value, value) for letters, value in shown.items()]
    sums = [[(letter,) for letter in sorted(letters)] for letters in hidden]
    return {hidden[at]: (low, high) for at, low, high in _search(facts, sums, width)}


def _covers(span: Unknown, day: object) -> bool:
    first, months = span[3], span[4]
    assert isinstance(first, date)
    assert isinstance(months, int)
    assert isinstance(day, date)
    return first.year == day.year and first.month <= day.month < first.month + months


def _earlier(month: object, by: int) -> date:
    assert isinstance(month, date)
    number = month.year * 12 + month.month - 1 - by
    return date(number // 12, number % 12 + 1, 1)


def _groups(rows: Iterable[Mapping[Unknown, float]]) -> dict[Unknown, Unknown]:
    """Which unknowns have to do with each other."""
    parent: dict[Unknown, Unknown] = {}

    def root(one: Unknown) -> Unknown:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for row in rows:
        unknowns = list(row)
        for each in unknowns:
            parent[root(each)] = root(unknowns[0])
    return {each: root(each) for each in list(parent)}


def _search(
    facts: Sequence[Fact], hidden: Sequence[Sequence[Unknown]], width: float
) -> Iterator[tuple[int, float, float]]:
    """The narrow ones of a group of sums: by bounds first, then by linear programs; witnesses clear many at once."""
    columns: dict[Unknown, int] = {}
    for row in (*(fact.factors for fact in facts), *hidden):
        for unknown in row:
            columns.setdefault(unknown, len(columns))
    solver = _solver(facts, columns, *_bounds(facts, columns))
    where = [np.array([columns[unknown] for unknown in each]) for each in hidden]
    least, most = np.full(len(hidden), np.inf), np.full(len(hidden), -np.inf)

    def ask(weights: Mapping[int, float]) -> None:
        corner = _corner(solver, len(columns), [(where[at], weight) for at, weight in weights.items()])
        values = np.array([corner[places].sum() for places in where])
        np.minimum(least, values, out=least)
        np.maximum(most, values, out=most)

    chance = Random(1)
    for _ in range(10 if len(hidden) > 10 else 0):
        ask({at: chance.choice((-1.0, 1.0)) for at in range(len(hidden)) if most[at] - least[at] < width})
    for at in range(len(hidden)):
        for sign in (1.0, -1.0):
            if most[at] - least[at] < width - 1e-6:
                ask({at: sign})
        if most[at] - least[at] < width - 1e-6:
            yield at, round(float(least[at]), 6), round(float(most[at]), 6)


def _corner(solver: highspy.Highs, size: int, weights: Iterable[tuple["np.ndarray", float]]) -> "np.ndarray":  # type: ignore[type-arg]
    costs = np.zeros(size)
    for places, weight in weights:
        costs[places] += weight
    solver.changeColsCost(size, np.arange(size, dtype=np.int32), costs)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, "what is published contradicts itself"
    return np.array(solver.getSolution().col_value)


def _bounds(facts: Sequence[Fact], columns: Mapping[Unknown, int]) -> tuple["np.ndarray", "np.ndarray"]:  # type: ignore[type-arg]
    """Limits of the single unknowns, carried from fact to fact until nothing changes (at most a few rounds)."""
    low, high = np.zeros(len(columns)), np.full(len(columns), 10_000.0)
    rows = [([(columns[u], f) for u, f in fact.factors.items()], fact.low, fact.high) for fact in facts]
    for _ in range(4):
        before = high.sum() - low.sum()
        for terms, _, most in rows:
            smallest = sum(f * (low[c] if f > 0 else high[c]) for c, f in terms)
            if smallest == -np.inf or most == np.inf:
                continue
            for column, factor in terms:
                if factor > 0:
                    rest = smallest - factor * low[column]
                    high[column] = min(high[column], max((most - rest) / factor, low[column]))
        if high.sum() - low.sum() == before:
            break
    return low, high


def _solver(
    facts: Sequence[Fact], columns: Mapping[Unknown, int], low: "np.ndarray", high: "np.ndarray"
) -> highspy.Highs:  # type: ignore[type-arg]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(columns), len(facts)
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(len(columns)), low, high
    model.row_lower_ = np.array([fact.low for fact in facts], dtype=float)
    model.row_upper_ = np.array([fact.high for fact in facts], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(fact.factors) for fact in facts)], dtype=np.int32)
    model.a_matrix_.index_ = np.array([columns[u] for fact in facts for u in fact.factors], dtype=np.int32)
    model.a_matrix_.value_ = np.array([f for fact in facts for f in fact.factors.values()], dtype=float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("simplex_strategy", 4)
    solver.passModel(model)
    return solver


# --- Money --------------------------------------------------------------------------------------------------------


def people_behind(amount: Decimal, *, full: Decimal, parts: Sequence[int] = (20, 40, 30)) -> int | None:
    """How many full benefits a sum is, exactly: 6,422.10 / 2,140.70 = 3. None where it is no such number.

    A sum that is no whole number of benefits may still be one with days taken off: n full ones less some parts.
    """
    number = amount / full
    if number == number.to_integral_value():
        return int(number)
    rounded_up = int(number) + 1
    missing = rounded_up * full - amount
    return rounded_up if any((missing * part / full) % 1 == 0 for part in parts) else None


def sums_that_tell(cells: Iterable[Seen], *, full: Decimal, smallest: int = 5) -> list[tuple[Seen, int]]:
    """Shown sums of benefits behind which there are, to the grosz, so few people."""
    found = []
    for each in cells:
        if each.indicator == "benefits" and each.value:
            people = people_behind(each.value, full=full)
            if people is not None and 0 < people < smallest:
                found.append((each, people))
    return found
