"""One label and one line of migrations for the square; the models live in their slices."""

from networking.directory.models import CentreProfile
from networking.meetings.models import (
    Action,
    AgendaPart,
    Attendee,
    CalendarFeed,
    Conclusion,
    Guest,
    Invitation,
    Meeting,
    MeetingNote,
    NeedCount,
)

__all__ = [
    "Action",
    "AgendaPart",
    "Attendee",
    "CalendarFeed",
    "CentreProfile",
    "Conclusion",
    "Guest",
    "Invitation",
    "Meeting",
    "MeetingNote",
    "NeedCount",
]
