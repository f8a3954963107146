"""The faults of `tests/worker`, each twenty times in a row at random moments, and with two hundred jobs waiting."""

import random
import time
from collections.abc import Callable

import pytest

from tests.stack import Stack
from tests.worker import test_faults as daily
from tests.worker import test_report_faults as reports
from tests.worker.faults import POINTS, REPORT_POINTS
from tests.worker.watched import all_done_once, ask, stay_in_their_houses

pytestmark = pytest.mark.campaign
TIMES = range(20)
FAULTS = (
    daily.test_children_killed_at_random_moments_lose_nothing,
    daily.test_jobs_outlive_the_emptying_of_valkey,
    daily.test_a_message_that_comes_five_times_to_two_workers_is_obeyed_once,
    daily.test_the_second_dispatcher_takes_over_from_a_killed_one,
    daily.test_a_worker_asked_to_stop_finishes_short_work_and_hands_long_work_back,
    reports.test_a_report_survives_the_death_of_the_whole_worker_and_of_valkey,
)


@pytest.mark.parametrize("turn", TIMES)
@pytest.mark.parametrize("point", POINTS)
def test_a_child_dies_at_every_point(stack: Stack, point: str, turn: int) -> None:
    daily.test_a_child_killed_at_any_point_loses_nothing_and_doubles_nothing(stack, point)


@pytest.mark.parametrize("turn", TIMES)
@pytest.mark.parametrize("point", REPORT_POINTS)
def test_the_maker_of_a_report_dies_at_every_point(stack: Stack, point: str, turn: int) -> None:
    reports.test_a_report_survives_the_death_of_its_maker(stack, point)


@pytest.mark.parametrize("turn", TIMES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_faults_of_every_day(stack: Stack, fault: Callable[[Stack], None], turn: int) -> None:
    fault(stack)


def test_five_thousand_jobs_stay_each_in_its_house(stack: Stack) -> None:
    stay_in_their_houses(stack, 1700)


@pytest.mark.parametrize("moment", TIMES)
def test_a_whole_worker_dies(stack: Stack, moment: int) -> None:
    jobs = ask(stack, 5, seconds=0.5)
    time.sleep(random.random())
    stack.kill("worker")
    stack.start("worker")
    assert all_done_once(stack, jobs) <= 60


@pytest.mark.parametrize("moment", TIMES)
def test_valkey_dies_for_a_while_with_two_hundred_jobs_waiting(stack: Stack, moment: int) -> None:
    jobs = ask(stack, 200)
    time.sleep(random.random())
    stack.servers.valkey.kill()
    jobs += ask(stack, 20)
    time.sleep(10 * random.random())
    stack.servers.valkey.start()
    assert all_done_once(stack, jobs) <= 60


@pytest.mark.parametrize("moment", TIMES)
@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_postgresql_restarts(stack: Stack, how: str, moment: int) -> None:
    daily.test_jobs_outlive_a_restart_of_postgresql(stack, how)
    reports.test_a_restart_of_postgresql_shows_as_a_short_pause_and_never_as_an_error(stack, how)
