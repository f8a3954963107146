"""Looking at releases and published tables, and what their words are called."""

from tenants.figures.selectors.labels import (
    CLASS_LABELS,
    DIMENSION_LABELS,
    FORMULAS,
    HELD_BACK_REASON,
    INDICATOR_LABELS,
    MISSING_REASONS,
    PERIOD_LABELS,
    RECEIPT_LABELS,
    STATE_LABELS,
    UNIT_LABELS,
    class_label,
    classes_of,
)
from tenants.figures.selectors.reading import (
    Freshness,
    cells,
    freshness,
    is_frozen,
    receipts,
)
from tenants.figures.selectors.releases import latest_release, own_releases

__all__ = [
    "CLASS_LABELS",
    "DIMENSION_LABELS",
    "FORMULAS",
    "HELD_BACK_REASON",
    "INDICATOR_LABELS",
    "MISSING_REASONS",
    "PERIOD_LABELS",
    "RECEIPT_LABELS",
    "STATE_LABELS",
    "UNIT_LABELS",
    "Freshness",
    "cells",
    "class_label",
    "classes_of",
    "freshness",
    "is_frozen",
    "latest_release",
    "own_releases",
    "receipts",
]
