"""Papers of attendance: the list to sign, the card of a person's month, the summary of a group's month."""

from casework.attendance.reports.cards import ATTENDANCE_CARDS
from casework.attendance.reports.lists import ATTENDANCE_LIST
from casework.attendance.reports.summary import ATTENDANCE_SUMMARY

ATTENDANCE_REPORTS = (ATTENDANCE_LIST, ATTENDANCE_SUMMARY, ATTENDANCE_CARDS)

__all__ = ["ATTENDANCE_CARDS", "ATTENDANCE_LIST", "ATTENDANCE_REPORTS", "ATTENDANCE_SUMMARY"]
