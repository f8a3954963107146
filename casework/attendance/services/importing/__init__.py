"""A month of attendance from a centre's own table: a column per day, or a row per day."""

from casework.attendance.services.importing.columns import ATTENDANCE_COLUMNS, day_heading, missing_columns
from casework.attendance.services.importing.months import (
    attendance_importer,
    check_attendance,
    take_attendance_over,
    undo_attendance,
)

__all__ = [
    "ATTENDANCE_COLUMNS",
    "attendance_importer",
    "check_attendance",
    "day_heading",
    "missing_columns",
    "take_attendance_over",
    "undo_attendance",
]
