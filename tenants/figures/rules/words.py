"""Words of the border: indicators, their definitions and dimensions; what a release may hold. Pure."""

from enum import StrEnum

FIGURES_RELEASED = "figures.released"
"""The kind of post between houses that tells an OWES that figures have come."""


class Audience(StrEnum):
    """Who reads a published cell: the OWES alone, or the member centres too."""

    OWES = "owes"
    MEMBERS = "members"


class PeriodKind(StrEnum):
    """The span a figure is about."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class CellState(StrEnum):
    """What a table shows. `hidden`: it could tell of a person or an organisation; `small-base`: a rate over too few
    people; `missing`: the centre has not released it. A zero is a shown value."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    SMALL_BASE = "small-base"
    MISSING = "missing"


class ReceiptState(StrEnum):
    """What became of a centre's last release: it is in the tables, waits for the roll-up, or a correction so small
    that it would tell of a person is held back."""

    WAITING = "waiting"
    PUBLISHED = "published"
    HELD_BACK = "held-back"
