"""Words of the border, the list of definitions, and what a release may hold. Pure."""

from tenants.figures.rules.definitions import (
    CUBES,
    CUBES_OF,
    DEFINITIONS_VERSION,
    DIMENSIONS,
    FAMILY,
    INDICATORS,
    MAY_BE_EXACT,
    Dimension,
    Indicator,
    Nature,
    Table,
    Unit,
)
from tenants.figures.rules.figures import EXTRAS, PERIOD_CODES, Figures, NoFigures, figures_from
from tenants.figures.rules.spans import freezes_on, last_day_of, months_of, next_month, periods_ending_with, start_of
from tenants.figures.rules.words import FIGURES_RELEASED, Audience, CellState, PeriodKind, ReceiptState

__all__ = [
    "CUBES",
    "CUBES_OF",
    "DEFINITIONS_VERSION",
    "DIMENSIONS",
    "EXTRAS",
    "FAMILY",
    "FIGURES_RELEASED",
    "INDICATORS",
    "MAY_BE_EXACT",
    "PERIOD_CODES",
    "Audience",
    "CellState",
    "Dimension",
    "Figures",
    "Indicator",
    "Nature",
    "NoFigures",
    "PeriodKind",
    "ReceiptState",
    "Table",
    "Unit",
    "figures_from",
    "freezes_on",
    "last_day_of",
    "months_of",
    "next_month",
    "periods_ending_with",
    "start_of",
]
