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
from tenants.figures.rules.words import Audience, CellState, PeriodKind, ReceiptState

__all__ = [
    "CUBES",
    "CUBES_OF",
    "DEFINITIONS_VERSION",
    "DIMENSIONS",
    "EXTRAS",
    "FAMILY",
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
]
