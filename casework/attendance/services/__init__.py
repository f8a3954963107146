"""Acts on attendance: marking, the calendar, the letters of codes, closing a month, and noting who looked."""

from casework.attendance.services.calendar import close_day, open_day, rename_letter, rename_letters
from casework.attendance.services.closing import approve_month, mark_paid, submit_month, withdraw_approval
from casework.attendance.services.history import ATTENDANCE_ACTIONS, note_reading
from casework.attendance.services.marking import Conflict, Refused, Saved, SavedMark, save_all_marks, save_marks

__all__ = [
    "ATTENDANCE_ACTIONS",
    "Conflict",
    "Refused",
    "Saved",
    "SavedMark",
    "approve_month",
    "close_day",
    "mark_paid",
    "note_reading",
    "open_day",
    "rename_letter",
    "rename_letters",
    "save_all_marks",
    "save_marks",
    "submit_month",
    "withdraw_approval",
]
