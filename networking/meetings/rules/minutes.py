"""When a meeting is written up, and how far its agreements are."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from networking.meetings.rules.words import MeetingState

REMINDED_BEFORE = timedelta(days=3)
"""An agreement is recalled this long before it is due, and once more when the day has passed."""


class MinutesProblem(StrEnum):
    """Why a meeting cannot be written up, or closed, now."""

    NOT_CALLED = "not-called"
    CANCELLED = "cancelled"
    NOT_YET = "not-yet"
    NOT_BEGUN = "not-begun"
    CLOSED = "closed"


def problem_of_writing_up(*, state: MeetingState, held_on: date, today: date) -> MinutesProblem | None:
    """Presence, notes and conclusions are written from the day of the meeting on, also after it was closed."""
    if state == MeetingState.DRAFT:
        return MinutesProblem.NOT_CALLED
    if state == MeetingState.CANCELLED:
        return MinutesProblem.CANCELLED
    return MinutesProblem.NOT_YET if today < held_on else None


def problem_of_closing(*, state: MeetingState, starts_at: datetime, now: datetime) -> MinutesProblem | None:
    """A meeting is closed once, and not before it began."""
    if state == MeetingState.HELD:
        return MinutesProblem.CLOSED
    if state == MeetingState.SENT:
        return MinutesProblem.NOT_BEGUN if now < starts_at else None
    return MinutesProblem.CANCELLED if state == MeetingState.CANCELLED else MinutesProblem.NOT_CALLED


def lines_of(text: str) -> list[str]:
    """What was written one below the other, without empty lines and the signs that people put before a line."""
    lines = (line.strip().lstrip("-–—•*").strip() for line in text.splitlines())
    return [line for line in lines if line]


def as_lines(texts: Iterable[str]) -> str:
    """The same the other way round, as a form shows it."""
    return "\n".join(texts)


class ActionState(StrEnum):
    """How far an agreement is."""

    DONE = "done"
    OVERDUE = "overdue"
    OPEN = "open"


def state_of_action(*, due_on: date, is_done: bool, today: date) -> ActionState:
    """An agreement that is due today is still in time."""
    if is_done:
        return ActionState.DONE
    return ActionState.OVERDUE if due_on < today else ActionState.OPEN


class Recall(StrEnum):
    """Of what the responsible organisation is reminded."""

    SOON = "soon"
    OVERDUE = "overdue"


def recall_of(*, due_on: date, reminded_on: date | None, today: date) -> Recall | None:
    """The reminder of an open agreement that is due today, if any: one shortly before the day, one after it.

    A day on which nobody was there to remind is made up for on the next.
    """
    if today > due_on:
        return Recall.OVERDUE if reminded_on is None or reminded_on <= due_on else None
    is_soon = today >= due_on - REMINDED_BEFORE
    return Recall.SOON if is_soon and reminded_on is None else None
