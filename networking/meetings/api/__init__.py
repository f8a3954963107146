"""Networking meetings for other programs."""

from networking.meetings.api.meetings import Meeting, Meetings

__all__ = ["Meeting", "Meetings"]
