"""People from a centre's own list: what its rows say, what is wrong with them, and how they come in and go again."""

from casework.participants.services.importing.columns import PEOPLE_COLUMNS, missing_columns
from casework.participants.services.importing.people import (
    IMPORTED_PEOPLE_ACTIONS,
    Groups,
    OpenGroup,
    check_people,
    people_importer,
    take_people_over,
    undo_people,
)

__all__ = [
    "IMPORTED_PEOPLE_ACTIONS",
    "PEOPLE_COLUMNS",
    "Groups",
    "OpenGroup",
    "check_people",
    "missing_columns",
    "people_importer",
    "take_people_over",
    "undo_people",
]
