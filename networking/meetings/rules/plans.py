"""What a meeting is called with, and who comes to it."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from networking.meetings.rules.agenda import Part


@dataclass(frozen=True, kw_only=True)
class MeetingPlan:
    """A meeting as its convener writes it down. Hours are those of the wall clock in Poland; `seats` None: no limit.

    `answers_until` is the last day for answers. `host` is the centre at whose place it is, if any.
    """

    title: str
    day: date
    starts_at: time
    ends_at: time
    answers_until: date
    place: str = ""
    link: str = ""
    series: str = ""
    theme: str = ""
    introduction: str = ""
    partners: tuple[str, ...] = ()
    host: UUID | None = None
    seats: int | None = None
    parts: tuple[Part, ...] = ()


class PlanProblem(StrEnum):
    """Why a meeting cannot be called like this; each value is the field that it belongs to."""

    ENDS_BEFORE_IT_BEGINS = "ends_at"
    NOWHERE = "place"
    IN_THE_PAST = "day"
    DEADLINE_TOO_LATE = "answers_until"


def problem_of_plan(plan: MeetingPlan, *, earliest: date) -> PlanProblem | None:
    """What is wrong with a plan, beside its agenda. `earliest`: the first day on which the meeting may be."""
    if plan.day < earliest:
        return PlanProblem.IN_THE_PAST
    if plan.ends_at <= plan.starts_at:
        return PlanProblem.ENDS_BEFORE_IT_BEGINS
    if not (plan.place or plan.link):
        return PlanProblem.NOWHERE
    return PlanProblem.DEADLINE_TOO_LATE if plan.answers_until > plan.day else None


@dataclass(frozen=True)
class Person:
    """A professional whom a centre sends."""

    name: str
    function: str = ""


def named_twice(people: list[Person]) -> int | None:
    """The place of the first person who stands in the list a second time, however the name is spaced or cased."""
    seen: set[str] = set()
    for place, person in enumerate(people):
        name = " ".join(person.name.split()).casefold()
        if name in seen:
            return place
        seen.add(name)
    return None
