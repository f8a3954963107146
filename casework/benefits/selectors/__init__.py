"""What goes into a settlement, what it comes to, and how it reads."""

from casework.benefits.selectors.inputs import inputs_of, inputs_of_stay
from casework.benefits.selectors.lines import LineRow, Totals, lines_of
from casework.benefits.selectors.months import (
    MonthPage,
    MonthRow,
    line_of,
    months,
    pay_list,
    premium_limit_on,
    premium_of,
    premiums_of,
    settlement_of,
    stay_in,
)
from casework.benefits.selectors.standing import changed_since, open_before
from casework.benefits.selectors.today import cards_of_months, first_step
from casework.benefits.selectors.words import (
    ARTICLES,
    STEP_LABELS,
    ShownStep,
    money,
    month_code,
    step_in_words,
)

__all__ = [
    "ARTICLES",
    "STEP_LABELS",
    "LineRow",
    "MonthPage",
    "MonthRow",
    "ShownStep",
    "Totals",
    "cards_of_months",
    "changed_since",
    "first_step",
    "inputs_of",
    "inputs_of_stay",
    "line_of",
    "lines_of",
    "money",
    "month_code",
    "months",
    "open_before",
    "pay_list",
    "premium_limit_on",
    "premium_of",
    "premiums_of",
    "settlement_of",
    "stay_in",
    "step_in_words",
]
