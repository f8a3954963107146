"""Whose turn it is, and when to give up. Pure."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tenants.jobs.rules import GIVE_UP_AFTER, Limits, Waiting, next_in_turn, pause_after, renewal_interval

PORAJ, KLOBUCK, JOWES = (UUID(int=number) for number in (1, 2, 3))
TWO = Limits(slots=2, per_house=2)


def waiting(*houses: UUID) -> list[Waiting]:
    return [Waiting(UUID(int=1000 + number), house, "some.work") for number, house in enumerate(houses)]


def houses_of(chosen: list[Waiting]) -> list[UUID]:
    return [item.house for item in chosen]


def test_the_house_with_the_least_in_flight_goes_first() -> None:
    chosen = next_in_turn(waiting(PORAJ, PORAJ, KLOBUCK), in_flight={PORAJ: 1}, limits=TWO)
    assert houses_of(chosen) == [KLOBUCK, PORAJ]


def test_twenty_jobs_of_one_house_do_not_delay_the_first_of_another() -> None:
    chosen = next_in_turn(waiting(*[PORAJ] * 20, KLOBUCK), in_flight={}, limits=TWO)
    assert houses_of(chosen) == [PORAJ, KLOBUCK, PORAJ]


def test_a_house_alone_may_fill_every_slot_but_not_the_reserve_behind_them() -> None:
    chosen = next_in_turn(waiting(*[PORAJ] * 20), in_flight={}, limits=Limits(slots=4, per_house=2))
    assert len(chosen) == 4


def test_the_oldest_of_a_house_goes_first() -> None:
    queue = waiting(PORAJ, PORAJ, PORAJ)
    assert next_in_turn(queue, in_flight={}, limits=TWO) == queue[:2]


def test_nothing_more_is_handed_out_while_everything_is_in_flight() -> None:
    assert next_in_turn(waiting(JOWES), in_flight={PORAJ: 2, KLOBUCK: 2}, limits=TWO) == []


HOUSES = st.sampled_from([PORAJ, KLOBUCK, JOWES, UUID(int=4), UUID(int=5)])


@given(st.lists(HOUSES, max_size=40), st.dictionaries(HOUSES, st.integers(1, 3)), st.integers(1, 8), st.integers(1, 4))
def test_the_limits_hold_and_nobody_is_left_out_without_a_reason(
    queue: list[UUID], in_flight: dict[UUID, int], slots: int, per_house: int
) -> None:
    limits = Limits(slots=slots, per_house=per_house)
    chosen = next_in_turn(waiting(*queue), in_flight=in_flight, limits=limits)
    total = Counter(houses_of(chosen)) + Counter(in_flight)
    assert len(chosen) == len(set(chosen))
    assert not chosen or total.total() <= limits.in_flight
    if len(set(queue)) > 1:
        assert all(total[item.house] <= per_house for item in chosen)
    if total.total() < limits.in_flight:
        assert all(total[house] >= min(per_house, queue.count(house)) for house in queue)


def test_a_failed_job_rests_longer_each_time() -> None:
    pauses = [pause_after(failures) for failures in range(1, GIVE_UP_AFTER + 1)]
    assert pauses == [timedelta(seconds=2), timedelta(seconds=8), timedelta(seconds=32)]


def test_a_lease_of_twelve_seconds_is_renewed_every_three() -> None:
    assert renewal_interval(12) == 3
