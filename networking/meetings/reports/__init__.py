"""Papers of meetings: the report of one, and the list to sign at the door."""

from networking.meetings.reports.attendance_list import MEETING_ATTENDANCE_LIST
from networking.meetings.reports.meeting_report import MEETING_REPORT

MEETING_REPORTS = (MEETING_REPORT, MEETING_ATTENDANCE_LIST)

__all__ = ["MEETING_ATTENDANCE_LIST", "MEETING_REPORT", "MEETING_REPORTS"]
