"""Participants for other programs."""

from casework.participants.api.people import Participant, Participants, ParticipantSearch

__all__ = ["Participant", "ParticipantSearch", "Participants"]
