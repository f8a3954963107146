"""Which of the new numbers to hide."""

from collections.abc import Hashable, Iterator, Sequence

from tenants.figures.rules.protection.equations import Groups, Row, columns_of, gathered, settled_by, without
from tenants.figures.rules.protection.group import Group, Number
from tenants.figures.rules.protection.known import relations_among
from tenants.figures.rules.protection.programs import holding
from tenants.figures.rules.protection.statements import Protection, Relation, Statement
from tenants.figures.rules.protection.thresholds import USUAL, Rules, seen

_NOWHERE = -1
"""The group of what follows from facts alone."""


def protect(
    new: Sequence[Statement],
    *,
    known: Sequence[Statement] = (),
    relations: Sequence[Relation] | None = None,
    rules: Rules = USUAL,
) -> Protection:
    """Hide what is small, then more of the new statements until nothing hidden can be worked out.

    `known` are statements published before and hidden before (`was_shown`): give those of the same calendar year and of
    the year before. None of them changes; those that were hidden stay protected against the new ones. `relations`
    None: `relations_among` all the statements (for cells made by `count_of` and `sum_of`).

    Deterministic: the same statements in any order give the same answer.
    """
    statements = sorted((*known, *new), key=lambda each: str(each.key))
    tables = _Tables(statements, relations_among(statements) if relations is None else relations, rules)
    added: set[int] = set()
    exposed: set[int] = set()
    for group in tables.groups():
        group.hide_until_safe()
        added |= group.added
        exposed |= group.exposed
    return tables.protection(added, exposed)


class _Tables:
    """The statements as rows. They are named by their places; what is always shown is a fact, like the relations."""

    def __init__(self, statements: Sequence[Statement], relations: Sequence[Relation], rules: Rules) -> None:
        self._statements, self._rules = statements, rules
        self._new = {place for place, each in enumerate(statements) if each.was_shown is None}
        self._always = {place for place, each in enumerate(statements) if self._is_always_shown(each)}
        self._hidden = {
            place
            for place, each in enumerate(statements)
            if each.was_shown is False or (each.is_small and place not in self._always)
        }
        columns = columns_of(statements, relations)
        self._columns = columns.statements
        always = [self._row(place) for place in sorted(self._always)]
        facts = [*always, *self._holding(columns.relations, relations)]
        self._settled = settled_by(facts)
        self._facts = [row for row in (without(each, self._settled) for each in facts) if row.terms]

    def _is_always_shown(self, statement: Statement) -> bool:
        """Rounding knows no exact totals: every count is rounded."""
        return bool(statement.was_shown) or (
            statement.was_shown is None and statement.is_exact and not self._rounding(statement)
        )

    def _row(self, place: int, *, exactly: bool = False) -> Row:
        """What a reader knows of the statement where it is shown; `exactly`: what is true."""
        each = self._statements[place]
        rounding = self._rounding(each) if not exactly else 0
        lowest, highest = seen(each.value, rounding=rounding, smallest=self._rules.smallest)
        return Row(tuple((column, 1) for column in self._columns[place]), lowest, highest)

    def _rounding(self, statement: Statement) -> int:
        if not statement.is_count:
            return 0
        return self._rules.rounding if statement.rounding is None else statement.rounding

    def _holding(self, terms: Sequence[tuple[tuple[int, int], ...]], relations: Sequence[Relation]) -> list[Row]:
        """The relations that the true numbers do not contradict."""
        rows = [Row(each, relation.lowest, relation.highest) for each, relation in zip(terms, relations, strict=True)]
        truth = [self._row(place, exactly=True) for place in range(len(self._statements))]
        return holding(rows, truth)

    def groups(self) -> Iterator[Group]:
        """What hangs together and has something new in it, each with its facts, shown and hidden numbers."""
        rows = {place: without(self._row(place), self._settled) for place in self._new - self._hidden - self._always}
        shown = [(self._number(place), row) for place, row in sorted(rows.items()) if row.terms]
        hidden = [self._number(place) for place in sorted(self._hidden)]
        together = Groups()
        for row in (*self._facts, *(row for _, row in shown)):
            together.join(column for column, _ in row.terms)
        for number in hidden:
            together.join(number.columns)

        facts_of = gathered((together.of(row.terms[0][0]), row) for row in self._facts)
        shown_of = gathered((together.of(row.terms[0][0]), (number, row)) for number, row in shown)
        hidden_of = gathered((together.of(each.columns[0]) if each.columns else _NOWHERE, each) for each in hidden)
        for name, numbers in hidden_of.items():
            if name in shown_of or any(each.place in self._new for each in numbers):
                yield Group(facts_of.get(name, []), shown_of.get(name, []), numbers)

    def _number(self, place: int) -> Number:
        each = self._statements[place]
        columns = tuple(column for column in self._columns[place] if column not in self._settled)
        settled = sum(self._settled.get(column, 0) for column in self._columns[place])
        width = self._rules.width if each.width is None else each.width
        return Number(place, columns, each.value - settled, width, each.rank)

    def protection(self, added: set[int], exposed: set[int]) -> Protection:
        """The answer for the new statements, by their keys."""
        small = self._new & self._hidden

        def keys(places: set[int]) -> frozenset[Hashable]:
            return frozenset(self._statements[place].key for place in places)

        return Protection(keys(self._new - small - added), keys(small), keys(added), keys(exposed))
