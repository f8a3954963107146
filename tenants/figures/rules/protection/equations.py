"""Statements and relations as rows over columns, and what follows from them without a linear program."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tenants.figures.rules.protection.statements import Atom, Relation, Statement

INFINITY = float("inf")
Name = TypeVar("Name", bound=Hashable)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Row:
    """`lowest` <= sum of coefficient x column <= `highest`."""

    terms: tuple[tuple[int, int], ...]
    lowest: float
    highest: float

    @property
    def is_equation(self) -> bool:
        return self.lowest == self.highest


@dataclass(frozen=True)
class Columns:
    """Atoms that stand in the same statements and relations are one column: only their sum can be known."""

    statements: tuple[tuple[int, ...], ...]
    relations: tuple[tuple[tuple[int, int], ...], ...]


def columns_of(statements: Sequence[Statement], relations: Sequence[Relation]) -> Columns:
    """The columns of each statement and relation, in their order."""
    places: defaultdict[Atom, list[tuple[int, int]]] = defaultdict(list)
    for number, statement in enumerate(statements):
        for atom in statement.atoms:
            places[atom].append((number, 1))
    for number, relation in enumerate(relations, start=len(statements)):
        for atom, coefficient in relation.terms:
            places[atom].append((number, coefficient))
    terms: list[list[tuple[int, int]]] = [[] for _ in range(len(statements) + len(relations))]
    for column, signature in enumerate(sorted({tuple(each) for each in places.values()})):
        for number, coefficient in signature:
            terms[number].append((column, coefficient))
    return Columns(
        tuple(tuple(column for column, _ in each) for each in terms[: len(statements)]),
        tuple(tuple(each) for each in terms[len(statements) :]),
    )


def settled_by(rows: Iterable[Row]) -> dict[int, float]:
    """Columns whose value follows at once: the only unknown of an equation, or parts of a sum that is zero."""
    equations = [_Equation(row) for row in rows if row.is_equation]
    with_column: defaultdict[int, list[tuple[_Equation, int]]] = defaultdict(list)
    for equation in equations:
        for column, by in equation.open.items():
            with_column[column].append((equation, by))
    settled: dict[int, float] = {}
    waiting = equations
    while waiting:
        for column, value in waiting.pop().follows().items():
            settled[column] = value
            for equation, by in with_column.pop(column, ()):
                del equation.open[column]
                equation.rest -= by * value
                waiting.append(equation)
    return settled


class _Equation:
    """What is still open of an equation: the columns, and what they add up to."""

    __slots__ = ("open", "rest")

    def __init__(self, row: Row) -> None:
        self.open = dict(row.terms)
        self.rest = row.lowest

    def follows(self) -> dict[int, float]:
        """What the equation alone says of its columns."""
        if len(self.open) == 1:
            return {column: self.rest / by for column, by in self.open.items()}
        return dict.fromkeys(self.open, 0.0) if self.rest == 0 and self._is_of_one_sign() else {}

    def _is_of_one_sign(self) -> bool:
        """Then nothing open makes up for anything else open, as in the classes of a total that is known to be zero."""
        return len({by > 0 for by in self.open.values()}) == 1


def without(row: Row, settled: Mapping[int, float]) -> Row:
    """The row over the columns that are still open."""
    terms = tuple((column, by) for column, by in row.terms if column not in settled)
    if len(terms) == len(row.terms):
        return row
    known = sum(by * settled[column] for column, by in row.terms if column in settled)
    return Row(terms, row.lowest - known, row.highest - known)


def gathered(pairs: Iterable[tuple[Name, Item]]) -> dict[Name, list[Item]]:
    """The items by name, in their order."""
    found: defaultdict[Name, list[Item]] = defaultdict(list)
    for name, item in pairs:
        found[name].append(item)
    return dict(found)


class Groups:
    """Columns that stand together in a row, directly or by way of others (a forest of disjoint sets)."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def of(self, column: int) -> int:
        """The group's name: one of its columns."""
        root = column
        while (parent := self._parent.setdefault(root, root)) != root:
            root = parent
        while column != root:
            self._parent[column], column = root, self._parent[column]
        return root

    def join(self, columns: Iterable[int]) -> None:
        """Make one group of them."""
        roots = [self.of(column) for column in columns]
        for root in roots[1:]:
            self._parent[self.of(root)] = self.of(roots[0])
