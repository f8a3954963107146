"""Until when and for how many an invitation can be answered, and what a reader of a meeting does next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from networking.meetings.rules.words import Answer, MeetingState, Need


def answers_are_open(*, state: str, until: datetime, starts_at: datetime, now: datetime) -> bool:
    """Whether the invited may answer, or change their answer: it was sent, has not begun, and the deadline is ahead."""
    return state == MeetingState.SENT and now <= until and now < starts_at


def seats_left(seats: int | None, *, taken: int) -> int | None:
    """How many more may come; None: as many as like. Never below zero, also when seats were taken away later."""
    return None if seats is None else max(0, seats - taken)


def needs_above_heads(needs: Mapping[Need, int], *, heads: int) -> list[Need]:
    """Needs that more people have than are coming."""
    return [need for need, people in needs.items() if people > heads]


@dataclass(frozen=True, kw_only=True)
class Headcount:
    """How many of the invited have answered."""

    invited: int
    answered: int

    @property
    def silent(self) -> int:
        return self.invited - self.answered


class Reader(StrEnum):
    """Who looks at a meeting: its convener, somebody who may answer for an invited centre, or anybody else."""

    CONVENER = "convener"
    INVITED = "invited"
    OTHER = "other"


class NextStep(StrEnum):
    """The one thing to do next."""

    SEND = "send"
    ANSWER = "answer"
    CONFIRM = "confirm"
    REMIND = "remind"
    MINUTES = "minutes"
    NOTHING = "nothing"


def next_step(
    reader: Reader,
    *,
    state: MeetingState,
    begun: bool,
    open_for_answers: bool,
    answer: Answer = Answer.WAITING,
    is_outdated: bool = False,
    silent: int = 0,
) -> NextStep:
    """What this reader does next.

    Args:
        begun: the meeting has begun, so presence and notes can be written down.
        answer, is_outdated: what the reader's centre said, and whether time or place have changed since.
        silent: how many of the invited have not answered.
    """
    if reader == Reader.CONVENER:
        return _of_convener(state, begun=begun, silent=silent if open_for_answers else 0)
    if reader == Reader.INVITED and open_for_answers:
        if answer == Answer.WAITING:
            return NextStep.ANSWER
        return NextStep.CONFIRM if is_outdated else NextStep.NOTHING
    return NextStep.NOTHING


def _of_convener(state: MeetingState, *, begun: bool, silent: int) -> NextStep:
    if state == MeetingState.DRAFT:
        return NextStep.SEND
    if state == MeetingState.SENT and begun:
        return NextStep.MINUTES
    return NextStep.REMIND if silent else NextStep.NOTHING
