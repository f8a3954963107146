"""What a mark means. Pure."""

from enum import StrEnum


class Code(StrEnum):
    """Meanings of a day (art. 15 of the Act on social employment and practice). A centre may rename the letters."""

    PRESENT = "O"
    UNEXCUSED = "N"
    SICK = "ZL"
    SICK_BEYOND = "ZL+"
    DAY_OFF = "DW"
    EXCUSED = "U"
    NO_CLASSES = "BZ"
