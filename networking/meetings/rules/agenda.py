"""The parts of a meeting's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from networking.meetings.rules.words import PartKind


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the agenda as it is called: from when until when, what is done, about what, led by whom."""

    starts_at: time
    ends_at: time
    kind: PartKind
    topic: str
    leader: str = ""


class PartProblem(StrEnum):
    """Why a part cannot stand in the agenda."""

    BACKWARDS = "backwards"
    OUTSIDE = "outside"
    OVERLAPS = "overlaps"


def problems_of_agenda(parts: Sequence[Part], *, starts_at: time, ends_at: time) -> dict[int, PartProblem]:
    """What is wrong, by the part's place in the sequence; empty: the agenda holds.

    A part lies within the meeting and begins when, or after, the one before it has ended. Of two parts that overlap
    the one that begins later is named; of two that begin together, the one written later.
    """
    found: dict[int, PartProblem] = {}
    taken_until = time.min
    for place in sorted(range(len(parts)), key=lambda each: (parts[each].starts_at, each)):
        part = parts[place]
        problem = _alone(part, starts_at=starts_at, ends_at=ends_at)
        if problem is None and part.starts_at < taken_until:
            problem = PartProblem.OVERLAPS
        if problem is not None:
            found[place] = problem
        taken_until = max(taken_until, part.ends_at)
    return found


def _alone(part: Part, *, starts_at: time, ends_at: time) -> PartProblem | None:
    if part.ends_at <= part.starts_at:
        return PartProblem.BACKWARDS
    return None if starts_at <= part.starts_at and part.ends_at <= ends_at else PartProblem.OUTSIDE
