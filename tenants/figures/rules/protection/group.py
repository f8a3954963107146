"""Numbers that hang together: hiding more of them until each hidden one is uncertain enough."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tenants.figures.rules.protection.equations import Row
from tenants.figures.rules.protection.programs import Program

_TOLERANCE = 1e-6
_DOUBT = 1e-3
_SCATTERED = 12
_FEW = 8
TOTALS = 4
"""From this rank on a number is a total; a total is hidden after every class."""


@dataclass(frozen=True)
class Number:
    """A statement in its group: its place among all, its columns that are still open and their sum, how wide its
    interval must stay where it is hidden, and its rank (the lowest goes first when one has to go)."""

    place: int
    columns: tuple[int, ...]
    value: float
    width: float
    rank: int


class Group:
    """`facts` are always known, `shown` may still be hidden, `hidden` must not be worked out.

    Afterwards `added` are the shown ones that must go too, and `exposed` the hidden ones that the facts alone tell more
    exactly than they should; those are as uncertain as the facts leave them.
    """

    def __init__(self, facts: Sequence[Row], shown: Sequence[tuple[Number, Row]], hidden: Sequence[Number]) -> None:
        self.added: set[int] = set()
        self.exposed: set[int] = set()
        self._numbers = [*(number for number, _ in shown), *hidden]
        self._ceiling = 1000 + 4 * max((each.value for each in self._numbers), default=0)
        self._facts = facts
        self._shown = {row: number for row, (number, _) in enumerate(shown, start=len(facts))}
        self._waiting = deque(sorted(hidden, key=lambda each: (each.value, each.place)))
        self._readers = _Readers(Program((*facts, *(row for _, row in shown)), ceiling=self._ceiling), self._numbers)

    def hide_until_safe(self) -> None:
        """Hide, cheapest first, until nothing that hiding could help is too narrow."""
        self._readers.scatter([each for each in self._waiting if each.columns])
        while self._waiting:
            number = self._waiting.popleft()
            if (number.columns and self._readers.is_wide(number)) or number.width <= 0:
                continue
            self._widen(number)

    def _widen(self, number: Number) -> None:
        wanted = number.width
        while (reasons := self._readers.why_narrow(number, wanted)) is not None:
            if number.place not in self.exposed and (possible := self._possible(number)) < wanted - _TOLERANCE:
                self.exposed.add(number.place)
                wanted = possible
                continue
            candidates = [row for row in reasons if row in self._shown]
            if not candidates:
                break
            self._take(min(candidates, key=lambda row: self._price(row, wanted - self._readers.width(number))))

    def _possible(self, number: Number) -> float:
        """How wide its interval is for whoever knows nothing but the facts."""
        if not number.columns:
            return 0
        self._bare.why_narrow(number, number.width)
        return self._bare.width(number)

    @cached_property
    def _bare(self) -> "_Readers":
        """Readers who know nothing but the facts."""
        return _Readers(Program(self._facts, ceiling=self._ceiling), self._numbers)

    def _take(self, row: int) -> None:
        """Hide it; but what the facts say anyway stays as it is, because hiding it would be of no use to anybody."""
        number = self._shown.pop(row)
        self._readers.forget(row)
        if self._bare.why_narrow(number, _DOUBT) is not None:
            return
        self.added.add(number.place)
        self._waiting.append(number)

    def _price(self, row: int, gap: float) -> tuple[bool, bool, int, bool, float, int]:
        """The cheapest to hide: no zero (whose uncertainty would cost others), a fine class, large enough to widen the
        narrow one by itself, and small."""
        candidate = self._shown[row]
        is_total = candidate.rank >= TOTALS
        is_zero = candidate.value <= _TOLERANCE
        return (
            is_total,
            is_zero and not is_total,
            candidate.rank,
            candidate.value < gap,
            candidate.value,
            candidate.place,
        )


class _Readers:
    """Between which limits readers can place the numbers; the truth and every corner found are witnesses for all."""

    def __init__(self, program: Program, numbers: Sequence[Number]) -> None:
        self._program = program
        self._at = {number.place: at for at, number in enumerate(numbers)}
        places = [(*program.places(number.columns), -1) for number in numbers]
        self._columns = np.array([each for every in places for each in every], dtype=np.int64)
        self._lengths = [len(each) for each in places]
        self._starts = np.cumsum([0, *map(len, places)])[:-1]
        self._low = np.array([number.value for number in numbers], dtype=float)
        self._high = self._low.copy()
        self._unbounded = {number.place for number in numbers if not program.holds(number.columns)}

    def width(self, number: Number) -> float:
        """As far as witnesses lie apart."""
        at = self._at[number.place]
        return float("inf") if number.place in self._unbounded else float(self._high[at] - self._low[at])

    def is_wide(self, number: Number) -> bool:
        return self.width(number) >= number.width - _TOLERANCE

    def forget(self, row: int) -> None:
        """From now on this row is hidden."""
        self._program.release(row)

    def scatter(self, numbers: Sequence[Number]) -> None:
        """A few corners by chance (always the same): they show at once that most of the numbers are uncertain."""
        chance = np.random.default_rng(len(numbers))
        for _ in range(_SCATTERED):
            narrow = [self._at[each.place] for each in numbers if not self.is_wide(each)]
            if len(narrow) <= _FEW:
                return
            self._search(
                {at: float(sign) for at, sign in zip(narrow, chance.choice((-1.0, 1.0), len(narrow)), strict=True)}
            )

    def why_narrow(self, number: Number, wanted: float) -> frozenset[int] | None:
        """The rows that make the interval narrower than wanted; None where it is wide enough."""
        reasons: frozenset[int] = frozenset()
        for sign in (-1.0, 1.0):
            if self.width(number) >= wanted - _TOLERANCE:
                return None
            if number.columns:
                self._search({self._at[number.place]: sign})
                reasons |= self._program.reasons()
        return None if self.width(number) >= wanted - _TOLERANCE else reasons

    def _search(self, signs: Mapping[int, float]) -> None:
        """The corner where the numbers with a sign of 1 are small, those with -1 large."""
        costs = np.zeros(self._program.size + 1)
        for at, sign in signs.items():
            costs[self._columns[self._starts[at] :][: self._lengths[at]]] += sign
        corner = np.append(self._program.lowest(costs[:-1]), 0.0)
        seen = np.add.reduceat(corner[self._columns], self._starts)
        self._low = np.minimum(self._low, seen)
        self._high = np.maximum(self._high, seen)
