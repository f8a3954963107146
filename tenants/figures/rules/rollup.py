"""From releases to the numbers of the tables: classes from atoms, quarters and years from months, the network from its
centres. Nothing is hidden here; the same numbers can be counted by anybody who has the releases.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tenants.figures.rules.definitions import CUBES_OF, DIMENSIONS, FAMILY, INDICATORS, Nature, Table
from tenants.figures.rules.figures import Figures
from tenants.figures.rules.protection import Cell, rate
from tenants.figures.rules.spans import months_of, periods_ending_with, start_of
from tenants.figures.rules.words import PeriodKind

ZERO = Decimal(0)


@dataclass(frozen=True)
class Released:
    """A release as the roll-up reads it. `since` tells, by code, with which version its numbers came first: a
    correction of one indicator leaves the others what they were."""

    house: Hashable
    month: date
    version: int
    figures: Figures
    definitions: int = 1
    exact: frozenset[str] = frozenset()
    since: Mapping[str, int] = field(default_factory=dict)

    def source(self, code: str) -> tuple[Hashable, date, int]:
        """What a cell's sources call the numbers of that code."""
        return (self.house, self.month, self.since.get(code, self.version))


def with_history(versions: Sequence[Released]) -> list[Released]:
    """The versions of one centre's month in their order, each with what it says of earlier ones."""
    return [
        replace(each, since={code: _first_with(code, each, versions) for code in each.figures.codes})
        for each in versions
    ]


def _first_with(code: str, release: Released, versions: Iterable[Released]) -> int:
    told = release.figures.of(code)
    return min(each.version for each in versions if each.figures.of(code) == told)


@dataclass(frozen=True)
class Number:
    """The exact number of a cell; `value` None: it is missing.

    `amount` is the whole number behind it that protection works with: people, hundredths of an hour, grosze, days
    present. `people` is how many, at least, are behind a sum or a rate. `contributions` are the values of the single
    centres. `is_exact`: every manager whose figures are in it chose to show this total as it is.
    """

    cell: Cell
    value: Decimal | None
    amount: int = 0
    people: int = 0
    contributions: tuple[Decimal, ...] = ()
    is_exact: bool = False

    @property
    def nature(self) -> Nature:
        return INDICATORS[self.cell.indicator].nature


def numbers_of(
    period: PeriodKind, starts_on: date, *, releases: Iterable[Released], house: Hashable | None = None
) -> list[Number]:
    """Every cell of the family for one period: of a centre, or of the network (`house` None).

    `releases` has at most one version of a house and month. A centre is counted when all its months are there.
    """
    complete = _complete(releases, months_of(period, starts_on), house)
    return [
        _number(Cell(table.indicator, period, starts_on, house, table.dimension, class_name), complete)
        for table in FAMILY
        if period in (table.of_network if house is None else table.of_centre)
        for class_name in _classes(table)
    ]


def numbers_of_centre(month: date, *, house: Hashable, releases: Iterable[Released]) -> list[Number]:
    """What a centre's release of a month brings: the month, and its quarter and year as soon as they are complete."""
    known = [each for each in releases if each.house == house]
    return [
        number
        for period in PeriodKind
        for number in numbers_of(period, start_of(period, month), releases=known, house=house)
        if number.cell.sources
    ]


def numbers_of_network(month: date, *, releases: Sequence[Released]) -> list[Number]:
    """The network's own tables that are made when a month is frozen: of the month, and of what ends with it."""
    return [
        number
        for period in periods_ending_with(month)
        for number in numbers_of(period, start_of(period, month), releases=releases)
    ]


def _classes(table: Table) -> tuple[str, ...]:
    return tuple(DIMENSIONS[table.dimension].classes) if table.dimension else ("",)


def _complete(
    releases: Iterable[Released], months: Sequence[date], house: Hashable | None
) -> dict[Hashable, list[Released]]:
    """Centre → its months in their order, for centres with every month of the period."""
    found: dict[Hashable, dict[date, Released]] = defaultdict(dict)
    for each in releases:
        if each.month in months and house in (None, each.house):
            found[each.house][each.month] = each
    return {
        who: [of_house[month] for month in months] for who, of_house in found.items() if len(of_house) == len(months)
    }


def _number(cell: Cell, complete: Mapping[Hashable, list[Released]]) -> Number:
    counted = {who: _telling(cell, months) for who, months in complete.items()}
    counted = {who: months for who, months in counted.items() if all(_tells(cell, each) for each in months)}
    used = [each for months in counted.values() for each in months]
    if not used or len({each.definitions for each in used}) > 1:
        return Number(cell, None)
    cell = replace(cell, sources=frozenset(each.source(_code(cell)) for each in used))
    is_exact = not cell.dimension and all(cell.indicator in each.exact for each in used)
    return replace(_BY_NATURE[INDICATORS[cell.indicator].nature](cell, counted), is_exact=is_exact)


def _telling(cell: Cell, months: list[Released]) -> list[Released]:
    """Which months tell the number: all of a flow, the last of people at a month's end or served in the period."""
    is_told_once = INDICATORS[cell.indicator].nature in (Nature.STOCK, Nature.SERVED)
    return months[-1:] if is_told_once else months


def _code(cell: Cell) -> str:
    return f"served-{cell.period}" if cell.indicator == "served" else cell.indicator


def _tells(cell: Cell, release: Released) -> bool:
    figures, code = release.figures, _code(cell)
    if INDICATORS[cell.indicator].nature is Nature.RATE:
        return (code, "expected") in figures.extras
    if cell.dimension:
        return (code, DIMENSIONS[cell.dimension].cube) in figures.atoms
    return code in figures.totals


Counted = Mapping[Hashable, Sequence[Released]]


def _count(cell: Cell, counted: Counted) -> Number:
    parts = _sums(counted, lambda figures: class_count(figures, _code(cell), cell.dimension, cell.class_name))
    return Number(cell, sum(parts, ZERO), amount=int(sum(parts)), contributions=parts)


def _flow(cell: Cell, counted: Counted) -> Number:
    return _money(cell, counted) if cell.indicator == "hours" else _count(cell, counted)


def _money(cell: Cell, counted: Counted) -> Number:
    parts = _sums(counted, lambda figures: figures.totals[cell.indicator])
    total = sum(parts, ZERO)
    people = _people_behind(cell.indicator, counted)
    return Number(cell, total, amount=int(total * 100), people=people, contributions=parts)


def _rate(cell: Cell, counted: Counted) -> Number:
    present = sum(_sums(counted, lambda figures: figures.extras[cell.indicator, "present"]), ZERO)
    expected = sum(_sums(counted, lambda figures: figures.extras[cell.indicator, "expected"]), ZERO)
    people = _people_behind(cell.indicator, counted)
    return Number(cell, rate(present, expected), amount=int(present), people=people)


_BY_NATURE: dict[Nature, Callable[[Cell, Counted], Number]] = {
    Nature.STOCK: _count,
    Nature.SERVED: _count,
    Nature.FLOW: _flow,
    Nature.MONEY: _money,
    Nature.RATE: _rate,
}


def _sums(counted: Counted, number: Callable[[Figures], Decimal]) -> tuple[Decimal, ...]:
    """One sum for each centre."""
    return tuple(sum((number(each.figures) for each in months), ZERO) for months in counted.values())


def _people_behind(code: str, counted: Counted) -> int:
    """At least so many: in a centre as many as in the month with most of them, who may be the same in the others."""
    most = (max(each.figures.extras.get((code, "people"), ZERO) for each in months) for months in counted.values())
    return int(sum(most, ZERO))


def class_count(figures: Figures, code: str, dimension: str = "", class_name: str = "") -> Decimal:
    """The total of a code, or how many of it are in one class."""
    if not dimension:
        return figures.totals[code]
    split = figures.atoms[code, DIMENSIONS[dimension].cube]
    return Decimal(sum(split.get(atom, 0) for atom in DIMENSIONS[dimension].classes[class_name]))


def smallest_change(before: Figures, after: Figures) -> Decimal | None:
    """The smallest difference, other than none, between two versions in any number that is about people; None: nothing
    has changed. Every class of every split counts, whether or not it is shown somewhere."""
    changes = {abs(before_it - after_it) for before_it, after_it in _pairs(before, after)}
    return min(changes - {ZERO}, default=None)


def _pairs(before: Figures, after: Figures) -> Iterator[tuple[Decimal, Decimal]]:
    for code in {*before.totals, *after.totals} - {"seats", "benefits", "premiums"}:
        yield before.totals.get(code, ZERO), after.totals.get(code, ZERO)
        for cube in CUBES_OF.get(code.split("-")[0], ()):
            yield from _classes_of_both(code, cube, before, after)


def _classes_of_both(code: str, cube: str, before: Figures, after: Figures) -> Iterator[tuple[Decimal, Decimal]]:
    for dimension in DIMENSIONS.values():
        if dimension.cube == cube:
            for atoms in dimension.classes.values():
                yield _in_class(before, code, cube, atoms), _in_class(after, code, cube, atoms)


def _in_class(figures: Figures, code: str, cube: str, atoms: Iterable[str]) -> Decimal:
    split = figures.atoms.get((code, cube), {})
    return Decimal(sum(split.get(atom, 0) for atom in atoms))
