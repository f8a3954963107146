"""What of a set of tables may be shown, so that no small number can be worked out. Pure; decision 13.

How a caller uses it:

1. One `Statement` for every cell of the tables (total, class; centre, network; month, quarter, year), with its exact
   value: `count_of(cell, ...)` for people, `sum_of(cell, ...)` for hours, money and the days behind a rate.
2. `protect(new, known=..., rules=...)` says which of the new ones are shown and which are hidden. What was published
   before is passed as `known` (a statement with `was_shown`), is never shown anew, and never taken back.
3. The count to print is `printed(value, rules)`.
"""

from tenants.figures.rules.protection.cells import Cell, atoms_of, count_of, sum_of
from tenants.figures.rules.protection.known import relations_among
from tenants.figures.rules.protection.statements import Atom, Protection, Relation, Statement
from tenants.figures.rules.protection.suppression import protect
from tenants.figures.rules.protection.thresholds import (
    CENTRES_IN_A_SUM,
    STRICTER,
    USUAL,
    Rules,
    is_small,
    may_show_money,
    may_show_rate,
    printed,
    rate,
)

__all__ = [
    "CENTRES_IN_A_SUM",
    "STRICTER",
    "USUAL",
    "Atom",
    "Cell",
    "Protection",
    "Relation",
    "Rules",
    "Statement",
    "atoms_of",
    "count_of",
    "is_small",
    "may_show_money",
    "may_show_rate",
    "printed",
    "protect",
    "rate",
    "relations_among",
    "sum_of",
]
