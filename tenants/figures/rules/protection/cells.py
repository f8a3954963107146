"""The cells of the family of tables as statements: which atoms they are made of, and which of them are small."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tenants.figures.rules.definitions import DIMENSIONS, INDICATORS, Nature
from tenants.figures.rules.protection.statements import Statement
from tenants.figures.rules.protection.thresholds import USUAL, Rules, is_small
from tenants.figures.rules.words import PeriodKind

Source = tuple[Hashable, date, int]
"""A house, a month, and the version in which this house's numbers of this indicator and month last changed."""


class Part(NamedTuple):
    """An atom of the family: people (days, grosze, hundredths of an hour) of one class in one span. `cube` and `name`
    are empty for the whole. `house` None: of all the centres in `version`, which then holds the sources."""

    house: Hashable
    version: Hashable
    indicator: str
    period: PeriodKind
    starts_on: date
    cube: str = ""
    name: str = ""


@dataclass(frozen=True)
class Cell:
    """A published cell. `house` None: the network. `dimension` and `class_name` empty: the total.

    `sources` are the releases whose numbers are in it: for flows, money and days every house and month that is added
    up; for people at a month's end that month; for `served` the last month of the period, whose release tells it. A
    corrected cell has other sources, so it is another statement than the one published before; where a correction left
    an indicator as it was, its sources keep their version, because readers will take it to be unchanged.
    """

    indicator: str
    period: PeriodKind
    starts_on: date
    house: Hashable | None = None
    dimension: str = ""
    class_name: str = ""
    sources: frozenset[Source] = frozenset()

    def __str__(self) -> str:
        """Where it stands in the tables, and its last version: the order in which protection looks at cells."""
        version = max((version for _, _, version in self.sources), default=0)
        return " ".join(map(str, (self.indicator, self.period, self.starts_on, self.house, self.dimension,
                                  self.class_name, version)))  # fmt: skip


def atoms_of(cell: Cell) -> frozenset[Part]:
    """The atoms whose sum the cell is."""
    return frozenset(whole._replace(cube=cube, name=name) for whole in _wholes(cell) for cube, name in _names(cell))


def count_of(
    cell: Cell, value: int, *, is_exact: bool = False, was_shown: bool | None = None, rules: Rules = USUAL
) -> Statement:
    """A count of people as a statement; small by the rules and by its dimension (sensitive: zero too).

    `is_exact`: every release in it shows this total as it is; only totals can be.
    """
    is_sensitive = bool(cell.dimension) and DIMENSIONS[cell.dimension].is_sensitive
    return Statement(
        key=cell,
        atoms=atoms_of(cell),
        value=value,
        is_small=is_small(value, is_sensitive=is_sensitive, rules=rules),
        is_exact=is_exact and not cell.dimension,
        was_shown=was_shown,
        rank=_rank(cell),
        rounding=rules.rounding,
    )


def sum_of(
    cell: Cell, value: int, *, may_be_shown: bool, is_exact: bool = False, was_shown: bool | None = None
) -> Statement:
    """A sum that is no count (grosze; hundredths of an hour; days present, for a rate) as a statement.

    The caller says whether it may be shown for itself: `may_show_money`, `may_show_rate`, and that the count of its
    people is not hidden; so `protect` the counts first. A rate is protected as the sum of the days present: whoever
    sees the rates is taken to know the days. A hidden sum stays uncertain by half of itself.
    """
    return Statement(
        key=cell,
        atoms=atoms_of(cell),
        value=value,
        is_small=not may_be_shown,
        is_exact=is_exact,
        is_count=False,
        was_shown=was_shown,
        rank=_rank(cell),
        width=max(value // 2, 1),
    )


def _wholes(cell: Cell) -> Iterator[Part]:
    """The totals inside the cell, one for each centre and month (or period, for people counted once in it)."""
    nature = INDICATORS[cell.indicator].nature
    if nature is Nature.STOCK and cell.dimension:
        yield Part(cell.house, cell.sources, cell.indicator, cell.period, cell.starts_on)
        return
    for house, month, version in cell.sources:
        if nature in (Nature.STOCK, Nature.SERVED):
            yield Part(house, version, cell.indicator, cell.period, cell.starts_on)
        else:
            yield Part(house, version, cell.indicator, PeriodKind.MONTH, month)


def _names(cell: Cell) -> list[tuple[str, str]]:
    if not cell.dimension:
        return [("", "")]
    dimension = DIMENSIONS[cell.dimension]
    return [(dimension.cube, atom) for atom in dimension.classes[cell.class_name]]


def _rank(cell: Cell) -> int:
    """A fine class goes before a coarse one, that before who came and left, and last go the people themselves; a
    centre's number goes before the network's."""
    if cell.dimension:
        importance = 0 if DIMENSIONS[cell.dimension].coarser else 1
    else:
        importance = 2 if INDICATORS[cell.indicator].nature is Nature.FLOW else 3
    return 2 * importance + (cell.house is None)
