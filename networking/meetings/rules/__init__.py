"""Words and rules of meetings. Pure."""

from networking.meetings.rules.agenda import Part, PartProblem, problems_of_agenda
from networking.meetings.rules.answers import (
    Headcount,
    NextStep,
    Reader,
    answers_are_open,
    needs_above_heads,
    next_step,
    seats_left,
)
from networking.meetings.rules.minutes import (
    REMINDED_BEFORE,
    ActionState,
    MinutesProblem,
    Recall,
    as_lines,
    lines_of,
    problem_of_closing,
    problem_of_writing_up,
    recall_of,
    state_of_action,
)
from networking.meetings.rules.plans import MeetingPlan, Person, PlanProblem, named_twice, problem_of_plan
from networking.meetings.rules.words import Answer, ConclusionKind, MeetingState, Need, PartKind

__all__ = [
    "REMINDED_BEFORE",
    "ActionState",
    "Answer",
    "ConclusionKind",
    "Headcount",
    "MeetingPlan",
    "MeetingState",
    "MinutesProblem",
    "Need",
    "NextStep",
    "Part",
    "PartKind",
    "PartProblem",
    "Person",
    "PlanProblem",
    "Reader",
    "Recall",
    "answers_are_open",
    "as_lines",
    "lines_of",
    "named_twice",
    "needs_above_heads",
    "next_step",
    "problem_of_closing",
    "problem_of_plan",
    "problem_of_writing_up",
    "problems_of_agenda",
    "recall_of",
    "seats_left",
    "state_of_action",
]
