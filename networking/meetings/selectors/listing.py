"""Meetings as other programs follow them: page by page, with the answers counted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from networking.meetings.models import Meeting
from networking.meetings.selectors.answers import with_answers
from networking.meetings.selectors.meetings import meetings_visible, past_meetings, upcoming_meetings

Position = tuple[datetime, UUID]


class Which(StrEnum):
    """Part of the list: every meeting, those that have yet to end, those that are over or called off."""

    ALL = "all"
    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class MeetingsPart:
    """A part of the list. `next`: where it goes on; None: this is the end."""

    meetings: list[Any]
    next: Position | None


def part_of_meetings(which: Which, *, after: Position | None, size: int, now: datetime) -> MeetingsPart:
    """So many meetings from a position on: upcoming ones the next first, all others the latest first."""
    found = list(_beyond(which, with_answers(_of(which, now=now)), after)[: size + 1])
    shown = found[:size]
    return MeetingsPart(meetings=shown, next=(shown[-1].starts_at, shown[-1].pk) if len(found) > size else None)


def _of(which: Which, *, now: datetime) -> QuerySet[Meeting]:
    if which is Which.ALL:
        return meetings_visible()
    return upcoming_meetings(now=now) if which is Which.UPCOMING else past_meetings(now=now)


def _beyond(which: Which, meetings: QuerySet[Any], after: Position | None) -> QuerySet[Any]:
    if after is None:
        return meetings
    at, key = after
    if which is Which.UPCOMING:
        return meetings.filter(Q(starts_at__gt=at) | Q(starts_at=at, id__gt=key))
    return meetings.filter(Q(starts_at__lt=at) | Q(starts_at=at, id__lt=key))
