"""What is asked for when a meeting is called, answered and written up."""

from networking.meetings.forms.answers import (
    AnswerForm,
    GuestAnswerForm,
    GuestForm,
    NewLinkForm,
    answer_as_typed,
    people_as_typed,
)
from networking.meetings.forms.calling import CallOffForm, MeetingForm, agenda_as_typed, as_typed

__all__ = [
    "AnswerForm",
    "CallOffForm",
    "GuestAnswerForm",
    "GuestForm",
    "MeetingForm",
    "NewLinkForm",
    "agenda_as_typed",
    "answer_as_typed",
    "as_typed",
    "people_as_typed",
]
