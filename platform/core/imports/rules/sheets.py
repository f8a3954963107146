"""A spreadsheet as values: what can stand in a cell, and why a file is refused."""

from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float | None
"""A day is its ISO text (`2026-02-01`), a moment `2026-02-01T10:30`; an empty cell is None."""
Row = list[Cell]

MOST_ROWS = 20_000
MOST_COLUMNS = 400
LONGEST_TEXT = 2_000
"""Characters of one cell; whatever is longer is no name, no number and no address."""


class Refusal(StrEnum):
    """Why a file is not read at all. The sentences are in the selectors."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_A_SPREADSHEET = "not-a-spreadsheet"
    OLD_EXCEL = "old-excel"
    BINARY_EXCEL = "binary-excel"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    BROKEN = "broken"
    TOO_WIDE = "too-wide"
    TOO_LONG = "too-long"
    TOO_HEAVY = "too-heavy"


class Refused(Exception):
    """The file cannot be read, for this reason."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file. `rows[0]` is the first row that one sees, empty ones included, so numbers agree."""

    name: str
    rows: list[Row]
