"""How far an import is."""

from enum import StrEnum


class Stage(StrEnum):
    """From the upload to the end. The three in `WORKING` are in the hands of a job."""

    READING = "reading"
    COLUMNS = "columns"
    PREVIEW = "preview"
    TAKING = "taking"
    TAKEN = "taken"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"
    DISCARDED = "discarded"


WORKING = (Stage.READING, Stage.TAKING, Stage.UNDOING)
