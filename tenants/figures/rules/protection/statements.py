"""What a table says: numbers that are sums of atoms."""

from collections.abc import Hashable
from dataclasses import dataclass, field

Atom = Hashable
"""A whole, non-negative number that no table shows by itself and all tables are made of."""


@dataclass(frozen=True)
class Statement:
    """One cell: `value` is the sum of `atoms`.

    `key` names it (unique among new and known). `is_small`: it is hidden for its own sake. `is_exact`: always shown,
    because a manager chose so. `is_count`: of people, so it may be printed rounded. `was_shown`: published before,
    shown (True) or hidden (False); None: it is new. `rank`: which of two cells is hidden first when one has to go (the
    lower; totals from 4 on). `width`: how wide the interval must stay where it is hidden (None: as the rules say).
    `rounding`: to what it was printed, where that is not what the rules say now.
    """

    key: Hashable
    atoms: frozenset[Atom]
    value: int
    is_small: bool = False
    is_exact: bool = False
    is_count: bool = True
    was_shown: bool | None = None
    rank: int = 0
    width: int | None = None
    rounding: int | None = None


@dataclass(frozen=True)
class Relation:
    """Something known of atoms without any table: `lowest` <= sum of coefficient x atom <= `highest`."""

    terms: tuple[tuple[Atom, int], ...]
    lowest: float = 0
    highest: float = float("inf")


@dataclass(frozen=True)
class Protection:
    """What is to be done with the new statements, by their keys.

    `small` are hidden for their own sake, `complementary` so that nobody works those out. `exposed` are hidden ones
    (new or known) that hiding more could not protect, because what was shown before and the exact totals say them
    already. A hidden part of an exact total below the width is no such case: it may be anything up to that total.
    """

    shown: frozenset[Hashable]
    small: frozenset[Hashable]
    complementary: frozenset[Hashable]
    exposed: frozenset[Hashable] = field(default_factory=frozenset)

    @property
    def hidden(self) -> frozenset[Hashable]:
        """All that is not shown; a table does not tell the two reasons apart."""
        return self.small | self.complementary
