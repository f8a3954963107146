"""Looking at people, their stays, and what they are called on the screen."""

from casework.participants.selectors.cards import Card, Difference, Fact, card_of, differences
from casework.participants.selectors.labels import (
    CATEGORY_LABELS,
    CLOSING_LABELS,
    EDUCATION_LABELS,
    FIELD_LABELS,
    LABOUR_STATUS_LABELS,
    PERIOD_LABELS,
    SEX_LABELS,
    STATE_LABELS,
    sentence,
)
from casework.participants.selectors.lists import ListPage, PersonRow, has_participants, list_page
from casework.participants.selectors.people import (
    data_of,
    namesakes,
    participant_for,
    participants_visible_to,
    person_with_pesel,
)
from casework.participants.selectors.stays import (
    Timeline,
    limits_on,
    period_on,
    stay_for,
    stays_touching,
    timelines_of,
)
from casework.participants.selectors.today import cards_of_stays, first_step

__all__ = [
    "CATEGORY_LABELS",
    "CLOSING_LABELS",
    "EDUCATION_LABELS",
    "FIELD_LABELS",
    "LABOUR_STATUS_LABELS",
    "PERIOD_LABELS",
    "SEX_LABELS",
    "STATE_LABELS",
    "Card",
    "Difference",
    "Fact",
    "ListPage",
    "PersonRow",
    "Timeline",
    "card_of",
    "cards_of_stays",
    "data_of",
    "differences",
    "first_step",
    "has_participants",
    "limits_on",
    "list_page",
    "namesakes",
    "participant_for",
    "participants_visible_to",
    "period_on",
    "person_with_pesel",
    "sentence",
    "stay_for",
    "stays_touching",
    "timelines_of",
]
