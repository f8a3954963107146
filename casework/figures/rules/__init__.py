"""Counting a month's figures, and where a month stands between the centre and the OWES. Pure."""

from casework.figures.rules.counting import (
    UNKNOWN,
    DaysFacts,
    MoneyFacts,
    PersonFacts,
    StayFacts,
    age_band,
    figures_of,
    spans_needed,
)
from casework.figures.rules.standing import (
    MOST_AUTOMATIC_DAYS,
    REMINDED_AFTER,
    SMALLEST_BASE,
    Change,
    Number,
    Standing,
    changes_between,
    goes_by_itself_on,
    numbers_of,
    seal_of,
    standing_of,
    will_be_hidden,
)

__all__ = [
    "MOST_AUTOMATIC_DAYS",
    "REMINDED_AFTER",
    "SMALLEST_BASE",
    "UNKNOWN",
    "Change",
    "DaysFacts",
    "MoneyFacts",
    "Number",
    "PersonFacts",
    "Standing",
    "StayFacts",
    "age_band",
    "changes_between",
    "figures_of",
    "goes_by_itself_on",
    "numbers_of",
    "seal_of",
    "spans_needed",
    "standing_of",
    "will_be_hidden",
]
