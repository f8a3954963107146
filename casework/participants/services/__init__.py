"""Entering people, changing what is known of them, and the course of their stays. Every look is put on record."""

from casework.participants.services.history import PARTICIPANT_ACTIONS, note_reading
from casework.participants.services.people import add_participant, edit_participant, reveal
from casework.participants.services.stays import amend_stay, begin_stay, end_stay, extend_stay, reopen_stay

__all__ = [
    "PARTICIPANT_ACTIONS",
    "add_participant",
    "amend_stay",
    "begin_stay",
    "edit_participant",
    "end_stay",
    "extend_stay",
    "note_reading",
    "reopen_stay",
    "reveal",
]
