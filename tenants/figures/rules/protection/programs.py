"""Linear programs over rows: between which limits a reader can place a number, and which relations hold at all.

A program is built once; afterwards only the objective and the limits of single rows change, and every search starts
from where the last one ended.
"""

from collections.abc import Iterable, Sequence

import highspy
import numpy as np

from tenants.figures.rules.protection.equations import INFINITY, Row, settled_by, without

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]

_TOLERANCE = 1e-6
_PRIMAL = 4
_OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",
    "solver": "simplex",
    "simplex_strategy": _PRIMAL,
}
"""Primal simplex: after another objective, the last corner is still a corner."""


class NoSolution(ArithmeticError):
    """The rows contradict each other, or the solver gave up."""


class Program:
    """The rows of a group of columns, none of them above `ceiling`, so that nothing asked for is unbounded."""

    def __init__(self, rows: Sequence[Row], *, ceiling: float) -> None:
        self._place = {column: place for place, column in enumerate(sorted({c for r in rows for c, _ in r.terms}))}
        self._places = np.arange(len(self._place), dtype=np.int32)
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # the package has no types there
        for option, value in _OPTIONS.items():
            self._highs.setOptionValue(option, value)
        self._highs.passModel(self._model(rows, ceiling))

    def _model(self, rows: Sequence[Row], ceiling: float) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._place), len(rows)
        model.col_cost_ = np.zeros(model.num_col_)
        model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.full(model.num_col_, ceiling)
        model.row_lower_ = np.array([row.lowest for row in rows], dtype=float)
        model.row_upper_ = np.array([row.highest for row in rows], dtype=float)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row.terms) for row in rows)], dtype=np.int32)
        matrix.index_ = np.array([self._place[column] for row in rows for column, _ in row.terms], dtype=np.int32)
        matrix.value_ = np.array([by for row in rows for _, by in row.terms], dtype=float)
        return model

    def release(self, row: int) -> None:
        """This row says nothing any more."""
        self._highs.changeRowBounds(row, -INFINITY, INFINITY)

    def holds(self, columns: Iterable[int]) -> bool:
        """Whether every one of these columns stands in a row; of others nothing is known."""
        return all(column in self._place for column in columns)

    @property
    def size(self) -> int:
        """How many columns it has."""
        return len(self._place)

    def places(self, columns: Iterable[int]) -> list[int]:
        """Where these columns stand in a corner; those that stand in no row are left out."""
        return [self._place[column] for column in columns if column in self._place]

    def lowest(self, costs: Vector) -> Vector:
        """The columns where the objective is smallest.

        Raises:
            NoSolution: there is none.
        """
        self._highs.changeColsCost(len(self._places), self._places, costs)
        self._highs.run()
        if (status := self._highs.getModelStatus()) != highspy.HighsModelStatus.kOptimal:
            raise NoSolution(self._highs.modelStatusToString(status))
        return np.array(self._highs.getSolution().col_value)

    def reasons(self) -> frozenset[int]:
        """The rows that keep the last objective from being smaller."""
        duals = np.array(self._highs.getSolution().row_dual)
        return frozenset(np.flatnonzero(np.abs(duals) > _TOLERANCE).tolist())


def holding(doubtful: Sequence[Row], truth: Sequence[Row]) -> list[Row]:
    """The doubtful rows that can hold beside the truth; of several that cannot all hold, the fewest are dropped.

    Raises:
        NoSolution: the truth contradicts itself.
    """
    settled = settled_by(truth)
    rest = [without(row, settled) for row in doubtful]
    wrong = {
        at for at, row in enumerate(rest) if not row.terms and (row.lowest > _TOLERANCE or row.highest < -_TOLERANCE)
    }
    open_ones = [at for at, row in enumerate(rest) if row.terms]
    facts = [row for row in (without(each, settled) for each in truth) if row.terms]
    missed = _missed(facts, [rest[at] for at in open_ones])
    wrong |= {at for at, by in zip(open_ones, missed, strict=True) if by > _TOLERANCE}
    return [row for at, row in enumerate(doubtful) if at not in wrong]


def _missed(facts: Sequence[Row], doubtful: Sequence[Row]) -> list[float]:
    """By how much each of the doubtful rows must be missed, together as little as can be."""
    if not doubtful:
        return []
    spare = 1 + max(column for row in (*facts, *doubtful) for column, _ in row.terms)
    slack = range(spare, spare + 2 * len(doubtful))
    loose = [
        Row((*row.terms, (spare + 2 * at, 1), (spare + 2 * at + 1, -1)), row.lowest, row.highest)
        for at, row in enumerate(doubtful)
    ]
    program = Program((*facts, *loose), ceiling=INFINITY)
    missed = program.lowest(np.where(np.arange(program.size) < program.size - len(slack), 0.0, 1.0))[-len(slack) :]
    return [float(more + less) for more, less in zip(missed[::2], missed[1::2], strict=True)]
