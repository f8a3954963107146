"""Amounts, rates, limits and roundings: what each may be, what the law says on a day, what holds in a centre. Pure."""

from casework.parameters.rules.definitions import (
    DEFINITIONS,
    Definition,
    Group,
    Kind,
    Misfit,
    MisfitCode,
    Parameter,
    Rounding,
)
from casework.parameters.rules.law import Article, Evidence, LawValue, law_history, law_value
from casework.parameters.rules.values import NoValue, Setting, Values, values_in_force

__all__ = [
    "DEFINITIONS",
    "Article",
    "Definition",
    "Evidence",
    "Group",
    "Kind",
    "LawValue",
    "Misfit",
    "MisfitCode",
    "NoValue",
    "Parameter",
    "Rounding",
    "Setting",
    "Values",
    "law_history",
    "law_value",
    "values_in_force",
]
