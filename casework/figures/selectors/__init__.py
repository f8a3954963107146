"""Looking at figures: counted now, released before, what differs, what waits."""

from casework.figures.selectors.facts import count_months
from casework.figures.selectors.months import (
    DecisionRow,
    MonthView,
    Ties,
    decision_now,
    decisions,
    month_view,
    months_of_year,
    receipt_of,
    ties,
    views_of,
    years,
)
from casework.figures.selectors.tables import Difference, Sheet, differences_of, sheets_of
from casework.figures.selectors.today import cards_of_figures, corrections_waiting, months_waiting
from casework.figures.selectors.words import (
    CUBE_LABELS,
    STANDING_LABELS,
    TITLES,
    automatic_in_words,
    exact_in_words,
    kind_of,
    label_of,
)

__all__ = [
    "CUBE_LABELS",
    "STANDING_LABELS",
    "TITLES",
    "DecisionRow",
    "Difference",
    "MonthView",
    "Sheet",
    "Ties",
    "automatic_in_words",
    "cards_of_figures",
    "corrections_waiting",
    "count_months",
    "decision_now",
    "decisions",
    "differences_of",
    "exact_in_words",
    "kind_of",
    "label_of",
    "month_view",
    "months_of_year",
    "months_waiting",
    "receipt_of",
    "sheets_of",
    "ties",
    "views_of",
    "years",
]
