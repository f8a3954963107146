"""What the tables will say: numbers on the one side, what may be shown of them on the other."""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tenants.figures.rules.definitions import FAMILY, INDICATORS, Nature, Unit
from tenants.figures.rules.protection import (
    Cell,
    Rules,
    Statement,
    count_of,
    is_small,
    may_show_money,
    may_show_rate,
    printed,
    protect,
    sum_of,
)
from tenants.figures.rules.protection.thresholds import CENTRES_IN_A_SUM
from tenants.figures.rules.rollup import Number
from tenants.figures.rules.spans import periods_ending_with, start_of
from tenants.figures.rules.words import CellState, PeriodKind

CENTRES_IN_QUARTILES = 5
"""Members compare themselves with a median and quartiles of at least so many centres."""


@dataclass(frozen=True)
class Entry:
    """A cell as it is published: `value` exactly where the state is `shown`."""

    cell: Cell
    state: CellState
    value: Decimal | None
    houses: int = 1


@dataclass(frozen=True)
class Earlier:
    """What a table has said so far: the number behind it, and how it was shown."""

    number: Number
    entry: Entry


def place_of(cell: Cell) -> Cell:
    """The cell whatever its sources: where it stands in the tables."""
    return replace(cell, sources=frozenset())


def entries_of(
    numbers: Sequence[Number],
    *,
    rules: Rules,
    known: Sequence[Statement] = (),
    earlier: Mapping[Cell, Earlier] | None = None,
) -> list[Entry]:
    """How each number is published: people first, then the sums and rates that must not tell of them.

    `known` are the statements published before. `earlier` tells what a corrected table says now, by place: what has
    not changed is shown, or stays hidden, as it was.
    """
    kept = {number.cell: before.entry for number, before in _unchanged(numbers, earlier or {})}
    told = {statement.key: statement for statement in known}
    counts = [each for each in numbers if _is_count(each) and has_statement(each)]
    told |= _settled([statement_of(each, rules=rules, entry=kept.get(each.cell)) for each in counts], told, rules)
    seen = frozenset(place_of(each.cell) for each in counts if told[each.cell].was_shown)
    sums = [statement_of(each, rules=rules, entry=kept.get(each.cell), seen=seen) for each in numbers if _is_sum(each)]
    told |= _settled(sums, told, rules)
    return [
        replace(kept[each.cell], cell=each.cell) if each.cell in kept else _entry(each, told.get(each.cell), rules)
        for each in numbers
    ]


def _unchanged(numbers: Iterable[Number], earlier: Mapping[Cell, Earlier]) -> Iterable[tuple[Number, Earlier]]:
    for number in numbers:
        before = earlier.get(place_of(number.cell))
        if before and number.value is not None and _told(before.number) == _told(number):
            yield number, before


def _told(number: Number) -> tuple[object, ...]:
    return (number.value, number.amount, number.people)


def _is_count(number: Number) -> bool:
    return number.value is not None and INDICATORS[number.cell.indicator].unit is Unit.PEOPLE


def _is_sum(number: Number) -> bool:
    return number.value is not None and INDICATORS[number.cell.indicator].unit not in (Unit.PEOPLE, Unit.SEATS)


def _may_be_split(number: Number) -> bool:
    """Classes of a network of one or two centres would be those of a centre."""
    is_of_few = number.cell.house is None and len(number.contributions) < CENTRES_IN_A_SUM
    return not (number.cell.dimension and is_of_few)


Told = dict[Hashable, Statement]
"""What has been published, by key."""


def _settled(statements: Iterable[Statement], told: Told, rules: Rules) -> Told:
    """The statements with what became of them; what was told before under the same key stays so. Counts and sums have
    no atoms in common, so each are protected beside their own kind."""
    fresh = [each for each in statements if each.key not in told]
    old = [each for each in fresh if each.was_shown is not None]
    new = [each for each in fresh if each.was_shown is None]
    kinds = {each.is_count for each in new}
    known = [each for each in (*told.values(), *old) if each.is_count in kinds]
    shown = protect(new, known=known, rules=rules).shown if new else frozenset()
    return {each.key: each if each in old else replace(each, was_shown=each.key in shown) for each in fresh}


def has_statement(number: Number) -> bool:
    """Whether protection has anything to do with it: it is not missing, about people, and not hidden anyway."""
    return _is_sum(number) or (_is_count(number) and _may_be_split(number))


def statement_of(
    number: Number, *, rules: Rules, entry: Entry | None = None, seen: frozenset[Cell] = frozenset()
) -> Statement:
    """The number as protection sees it. `entry` is how it was published; `seen` are the places of shown counts."""
    was_shown = None if entry is None else entry.state is CellState.SHOWN
    if _is_count(number):
        return count_of(number.cell, number.amount, is_exact=number.is_exact, was_shown=was_shown, rules=rules)
    may = _may_be_shown(number, rules) and _people_behind(number.cell) in seen
    return sum_of(number.cell, number.amount, may_be_shown=may, is_exact=number.is_exact, was_shown=was_shown)


def _may_be_shown(number: Number, rules: Rules) -> bool:
    if number.nature is Nature.RATE:
        return may_show_rate(number.people)
    if number.nature is Nature.MONEY:
        return may_show_money(number.contributions) and not is_small(number.people, is_sensitive=False, rules=rules)
    return True


def _people_behind(cell: Cell) -> Cell:
    """The place of the count of the people behind a sum: with it hidden, the sum is hidden too."""
    people = "people" if cell.period is PeriodKind.MONTH else "served"
    return replace(cell, indicator=people, dimension="", class_name="", sources=frozenset())


def _entry(number: Number, told: Statement | None, rules: Rules) -> Entry:
    state = _state(number, is_shown=bool(told and told.was_shown))
    value = _printed(number, number.value, rules) if number.value is not None and state is CellState.SHOWN else None
    return Entry(number.cell, state, value, houses=len({house for house, _, _ in number.cell.sources}))


def _state(number: Number, *, is_shown: bool) -> CellState:
    if not number.cell.sources:
        return CellState.MISSING
    if number.nature is Nature.RATE and (number.value is None or not may_show_rate(number.people)):
        return CellState.SMALL_BASE
    is_open = INDICATORS[number.cell.indicator].unit is Unit.SEATS
    return CellState.SHOWN if is_open or is_shown else CellState.HIDDEN


def _printed(number: Number, value: Decimal, rules: Rules) -> Decimal:
    """Rounding knows no exact totals: a count printed exactly among rounded ones would tell more of the others."""
    return Decimal(printed(number.amount, rules)) if _is_count(number) else value


def missing_entries(month: date, *, houses: Iterable[Hashable], current: Container[Cell]) -> list[Entry]:
    """Totals that centres owe when a month is frozen: of the month, and of what ends with it."""
    places = (
        Cell(table.indicator, period, start_of(period, month), house)
        for house in houses
        for table in FAMILY
        for period in periods_ending_with(month)
        if period in table.of_centre and not table.dimension
    )
    return [Entry(each, CellState.MISSING, None) for each in places if each not in current]


def quartiles_of(entries: Iterable[Entry]) -> list[Entry]:
    """What members compare themselves with: quartiles of the totals that centres show, where at least five do."""
    shown: dict[Cell, list[Decimal]] = {}
    for each in entries:
        if each.cell.house is not None and each.value is not None and not each.cell.dimension:
            shown.setdefault(replace(each.cell, house=None, sources=frozenset()), []).append(each.value)
    return [
        Entry(replace(cell, class_name=name), CellState.SHOWN, _quantile(sorted(values), share), houses=len(values))
        for cell, values in shown.items()
        if len(values) >= CENTRES_IN_QUARTILES
        for name, share in (("lower-quartile", 1), ("median", 2), ("upper-quartile", 3))
    ]


def _quantile(values: Sequence[Decimal], quarters: int) -> Decimal:
    """The value below which so many quarters lie, between neighbours in a straight line, with one decimal."""
    whole, rest = divmod((len(values) - 1) * quarters, 4)
    between = values[whole] + (values[min(whole + 1, len(values) - 1)] - values[whole]) * rest / 4
    return between.quantize(Decimal("0.1"), ROUND_HALF_UP)
