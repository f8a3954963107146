"""Pages of attendance: the month as a grid and as plain fields, the calendar, letters of codes, closing a month."""

from casework.attendance.views.calendar import closed_days, code_letters, reopen_day
from casework.attendance.views.closing import approve, month_closing, submit, withdraw
from casework.attendance.views.grid import month, save, this_month
from casework.attendance.views.plain import person, week

__all__ = [
    "approve",
    "closed_days",
    "code_letters",
    "month",
    "month_closing",
    "person",
    "reopen_day",
    "save",
    "submit",
    "this_month",
    "week",
    "withdraw",
]
