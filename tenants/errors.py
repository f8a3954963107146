"""The refusals of the ground, shared by every slice above it."""


class RuleBroken(Exception):
    """A rule of the domain says no.

    `message` is the sentence a person reads, `field` the form field it belongs to (None: the form as a whole).
    The same sentence appears on a form, in an API answer, on a row of an import and on a failed report.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class ChangedMeanwhile(RuleBroken):
    """Somebody else saved this record after it was opened here: it is shown as it is now, and nothing was saved."""


class Taken(RuleBroken):
    """What there may be once only is there already."""


class RowsBroken(RuleBroken):
    """Rows of a form cannot stand as they are; `rows` says of each, by its place, what is wrong with it."""

    def __init__(self, message: str, rows: dict[int, str]) -> None:
        super().__init__(message)
        self.rows = rows


class WallError(Exception):
    """The border between houses was about to be crossed. Never caught on the way: it is a defect or an attack."""


class NoHouse(WallError):
    """Work that belongs in a house was started outside of any house, or in one that is not active."""


class WrongHouse(WallError):
    """A record or a query of one house was about to be used in another."""
