"""When a meeting is written up, and when agreements are recalled."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.meetings.rules import (
    ActionState,
    MeetingState,
    MinutesProblem,
    Recall,
    as_lines,
    lines_of,
    problem_of_closing,
    problem_of_writing_up,
    recall_of,
    state_of_action,
)

DAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("state", "days_before", "problem"),
    [
        (MeetingState.DRAFT, 0, MinutesProblem.NOT_CALLED),
        (MeetingState.CANCELLED, 0, MinutesProblem.CANCELLED),
        (MeetingState.SENT, 1, MinutesProblem.NOT_YET),
        (MeetingState.SENT, 0, None),
        (MeetingState.SENT, -30, None),
        (MeetingState.HELD, -30, None),
    ],
)
def test_minutes_are_written_from_the_day_of_the_meeting_on(
    state: MeetingState, days_before: int, problem: MinutesProblem | None
) -> None:
    assert problem_of_writing_up(state=state, held_on=DAY, today=DAY - timedelta(days=days_before)) == problem


@pytest.mark.parametrize(
    ("state", "minutes", "problem"),
    [
        (MeetingState.SENT, -1, MinutesProblem.NOT_BEGUN),
        (MeetingState.SENT, 0, None),
        (MeetingState.SENT, 1, None),
        (MeetingState.HELD, 1, MinutesProblem.CLOSED),
        (MeetingState.DRAFT, 1, MinutesProblem.NOT_CALLED),
        (MeetingState.CANCELLED, 1, MinutesProblem.CANCELLED),
    ],
)
def test_a_meeting_is_closed_once_and_not_before_it_began(
    state: MeetingState, minutes: int, problem: MinutesProblem | None
) -> None:
    begin = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert problem_of_closing(state=state, starts_at=begin, now=begin + timedelta(minutes=minutes)) == problem


@pytest.mark.parametrize(
    ("days_to_go", "reminded_days_to_go", "recall"),
    [
        (4, None, None),
        (3, None, Recall.SOON),
        (0, None, Recall.SOON),
        (2, 3, None),
        (-1, 3, Recall.OVERDUE),
        (-1, 0, Recall.OVERDUE),
        (-1, None, Recall.OVERDUE),
        (-9, -1, None),
    ],
)
def test_an_agreement_is_recalled_shortly_before_and_once_after(
    days_to_go: int, reminded_days_to_go: int | None, recall: Recall | None
) -> None:
    reminded_on = None if reminded_days_to_go is None else DAY - timedelta(days=reminded_days_to_go)
    assert recall_of(due_on=DAY, reminded_on=reminded_on, today=DAY - timedelta(days=days_to_go)) == recall


@given(due_on=DAYS, seen=st.lists(st.integers(min_value=-10, max_value=10), max_size=20))
def test_however_often_the_job_runs_it_recalls_at_most_twice(due_on: date, seen: list[int]) -> None:
    reminded_on, recalls = None, []
    for days in sorted(seen):
        today = due_on + timedelta(days=days)
        recall = recall_of(due_on=due_on, reminded_on=reminded_on, today=today)
        if recall:
            recalls.append(recall)
            reminded_on = today
    assert len(recalls) == len(set(recalls))


@pytest.mark.parametrize(
    ("due_in", "is_done", "state"),
    [(0, False, ActionState.OPEN), (-1, False, ActionState.OVERDUE), (-1, True, ActionState.DONE)],
)
def test_an_agreement_that_is_due_today_is_in_time(due_in: int, is_done: bool, state: ActionState) -> None:
    assert state_of_action(due_on=DAY + timedelta(days=due_in), is_done=is_done, today=DAY) == state


def test_lines_lose_the_signs_that_people_put_before_them() -> None:
    assert lines_of(" - jeden\n\n• dwa \n3 razy") == ["jeden", "dwa", "3 razy"]


@given(st.text())
def test_lines_written_and_read_again_stay_the_same(text: str) -> None:
    lines = lines_of(text)
    assert lines_of(as_lines(lines)) == lines
