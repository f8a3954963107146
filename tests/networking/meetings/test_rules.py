"""Agendas, deadlines, seats and what comes next, as tables and for any hours at all."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.meetings.rules import (
    Answer,
    MeetingPlan,
    MeetingState,
    Need,
    NextStep,
    Part,
    PartKind,
    PartProblem,
    Person,
    PlanProblem,
    Reader,
    answers_are_open,
    named_twice,
    needs_above_heads,
    next_step,
    problem_of_plan,
    problems_of_agenda,
    seats_left,
)


def part(starts: int, ends: int) -> Part:
    hours = [time(each // 60, each % 60) for each in (starts, ends)]
    return Part(starts_at=hours[0], ends_at=hours[1], kind=PartKind.DISCUSSION, topic="x")


TEN, NOON, TWO = 600, 720, 840


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ([(TEN, NOON), (NOON, TWO)], {}),
        ([(NOON, TWO), (TEN, NOON)], {}),
        ([(TEN, NOON), (NOON - 1, TWO)], {1: PartProblem.OVERLAPS}),
        ([(NOON - 1, TWO), (TEN, NOON)], {0: PartProblem.OVERLAPS}),
        ([(TEN, TWO), (TEN, NOON)], {1: PartProblem.OVERLAPS}),
        ([(TEN, TWO), (TEN + 1, TEN + 2), (NOON, TWO)], {1: PartProblem.OVERLAPS, 2: PartProblem.OVERLAPS}),
        ([(TEN - 1, NOON)], {0: PartProblem.OUTSIDE}),
        ([(NOON, TWO + 1)], {0: PartProblem.OUTSIDE}),
        ([(NOON, TEN)], {0: PartProblem.BACKWARDS}),
        ([(NOON, NOON)], {0: PartProblem.BACKWARDS}),
    ],
)
def test_parts_lie_within_the_meeting_and_follow_each_other(parts, problems):
    given_parts = [part(*hours) for hours in parts]
    assert problems_of_agenda(given_parts, starts_at=time(10), ends_at=time(14)) == problems


minutes = st.integers(0, 24 * 60 - 1)


@given(st.lists(st.tuples(minutes, minutes), max_size=8))
def test_an_agenda_without_problems_never_holds_two_parts_at_a_time(hours):
    parts = [part(*each) for each in hours]
    if not problems_of_agenda(parts, starts_at=time(0), ends_at=time(23, 59)):
        for minute in range(0, 24 * 60, 7):
            clock = time(minute // 60, minute % 60)
            assert sum(each.starts_at <= clock < each.ends_at for each in parts) <= 1


PLAN = MeetingPlan(
    title="x", day=date(2026, 9, 30), starts_at=time(10), ends_at=time(14), answers_until=date(2026, 9, 20), place="y"
)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"place": "", "link": "https://example.org"}, None),
        ({"answers_until": date(2026, 9, 30)}, None),
        ({"place": ""}, PlanProblem.NOWHERE),
        ({"ends_at": time(10)}, PlanProblem.ENDS_BEFORE_IT_BEGINS),
        ({"day": date(2026, 8, 31)}, PlanProblem.IN_THE_PAST),
        ({"answers_until": date(2026, 10, 1)}, PlanProblem.DEADLINE_TOO_LATE),
    ],
)
def test_a_plan_says_when_and_where_and_until_when_to_answer(changes, problem):
    plan = MeetingPlan(**(vars(PLAN) | changes))
    assert problem_of_plan(plan, earliest=date(2026, 9, 1)) == problem


UNTIL = datetime(2026, 9, 20, 23, 59)
BEGINS = datetime(2026, 9, 30, 10)


@pytest.mark.parametrize(
    ("state", "now", "opened"),
    [
        (MeetingState.SENT, UNTIL, True),
        (MeetingState.SENT, UNTIL + timedelta(minutes=1), False),
        (MeetingState.DRAFT, UNTIL, False),
        (MeetingState.CANCELLED, UNTIL, False),
        (MeetingState.HELD, UNTIL, False),
    ],
)
def test_answers_are_taken_from_the_sending_until_the_deadline(state, now, opened):
    assert answers_are_open(state=state, until=UNTIL, starts_at=BEGINS, now=now) is opened


def test_nobody_answers_a_meeting_that_has_begun_even_on_the_last_day_for_answers():
    late = datetime(2026, 9, 30, 23, 59)
    assert not answers_are_open(state=MeetingState.SENT, until=late, starts_at=BEGINS, now=BEGINS)


@pytest.mark.parametrize(("seats", "taken", "left"), [(None, 9, None), (5, 2, 3), (5, 5, 0), (5, 7, 0)])
def test_seats_that_are_left(seats, taken, left):
    assert seats_left(seats, taken=taken) == left


def test_a_need_of_more_people_than_are_coming_is_found():
    assert needs_above_heads({Need.PARKING: 3, Need.VEGETARIAN: 2}, heads=2) == [Need.PARKING]


@pytest.mark.parametrize(
    ("names", "place"),
    [(["Anna Nowak", "Jan Lis"], None), (["Anna Nowak", "anna  nowak"], 1), (["A B", "C D", " c d "], 2)],
)
def test_somebody_written_down_twice_is_found_however_it_is_typed(names, place):
    assert named_twice([Person(name) for name in names]) == place


OPEN = {"begun": False, "open_for_answers": True}
SHUT = {"begun": True, "open_for_answers": False}


@pytest.mark.parametrize(
    ("reader", "facts", "step"),
    [
        (Reader.CONVENER, {"state": MeetingState.DRAFT, **SHUT, "begun": False}, NextStep.SEND),
        (Reader.CONVENER, {"state": MeetingState.SENT, **OPEN, "silent": 1}, NextStep.REMIND),
        (Reader.CONVENER, {"state": MeetingState.SENT, **OPEN}, NextStep.NOTHING),
        (Reader.CONVENER, {"state": MeetingState.SENT, **SHUT, "silent": 2}, NextStep.MINUTES),
        (Reader.CONVENER, {"state": MeetingState.HELD, **SHUT}, NextStep.NOTHING),
        (Reader.CONVENER, {"state": MeetingState.CANCELLED, **SHUT, "silent": 2}, NextStep.NOTHING),
        (Reader.INVITED, {"state": MeetingState.SENT, **OPEN}, NextStep.ANSWER),
        (Reader.INVITED, {"state": MeetingState.SENT, **OPEN, "answer": Answer.COMING}, NextStep.NOTHING),
        (
            Reader.INVITED,
            {"state": MeetingState.SENT, **OPEN, "answer": Answer.COMING, "is_outdated": True},
            NextStep.CONFIRM,
        ),
        (Reader.INVITED, {"state": MeetingState.SENT, **SHUT}, NextStep.NOTHING),
        (Reader.OTHER, {"state": MeetingState.SENT, **OPEN, "silent": 3}, NextStep.NOTHING),
    ],
)
def test_everybody_sees_the_one_thing_to_do_next(reader, facts, step):
    assert next_step(reader, **facts) == step
