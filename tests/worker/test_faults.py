"""Whatever is killed, what was asked for is done, once (R1 to R5, R19): real processes and signals."""

import os
import random
import time

import pytest
import redis
from celery import Celery

from tenants.jobs.services import enqueue
from tenants.walls.context import house_context
from tests.stack import Stack
from tests.worker.faults import POINTS
from tests.worker.watched import all_done_once, ask, rows, stay_in_their_houses, wait_for

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("OGNIWO_KILLS", "5"))


@pytest.mark.parametrize("point", POINTS)
def test_a_child_killed_at_any_point_loses_nothing_and_doubles_nothing(stack: Stack, point: str) -> None:
    stack.order_death(point)
    jobs = ask(stack)
    assert all_done_once(stack, jobs) <= 15


def test_children_killed_at_random_moments_lose_nothing(stack: Stack) -> None:
    for _ in range(KILLS):
        jobs = ask(stack, 2, seconds=0.4)
        time.sleep(random.random())
        stack.kill_a_child("worker")
        assert all_done_once(stack, jobs) <= 15


def test_a_whole_worker_killed_gives_its_jobs_to_the_next(stack: Stack) -> None:
    for _ in range(KILLS):
        jobs = ask(stack, 3, seconds=0.5)
        time.sleep(0.2 + random.random() / 2)
        stack.kill("worker")
        stack.start("worker")
        assert all_done_once(stack, jobs) <= 60


def test_fifty_jobs_outlive_the_death_of_valkey(stack: Stack) -> None:
    jobs = ask(stack, 50, seconds=0.02)
    stack.servers.valkey.kill()
    begun = time.monotonic()
    jobs += ask(stack, 5)
    assert time.monotonic() - begun < 1, "asking does not need Valkey"
    time.sleep(1)
    stack.servers.valkey.start()
    assert all_done_once(stack, jobs) <= 60


def test_jobs_outlive_the_emptying_of_valkey(stack: Stack) -> None:
    jobs = ask(stack, 10, seconds=0.1)
    time.sleep(0.3)
    with redis.Redis.from_url(stack.servers.valkey.url()) as valkey:
        valkey.flushall()
    assert all_done_once(stack, jobs) <= 60


def test_a_message_that_comes_five_times_to_two_workers_is_obeyed_once(stack: Stack) -> None:
    stack.start("worker-2")
    job = ask(stack, seconds=0.5)[0]
    headers = {"house": str(job.house_id), "job": str(job.pk)}
    with Celery(broker=stack.servers.valkey.url()) as sender:
        for _ in range(5):
            sender.send_task("tests.paper", headers=headers, queue="ogniwo", ignore_result=True)
    all_done_once(stack, [job])
    time.sleep(1)
    assert rows(stack, [job])[0].attempt == 1
    stack.kill("worker-2")


def test_jobs_of_three_houses_at_once_stay_each_in_its_house(stack: Stack) -> None:
    stay_in_their_houses(stack, 15)


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_jobs_outlive_a_restart_of_postgresql(stack: Stack, how: str) -> None:
    jobs = ask(stack, 10, seconds=0.3)
    time.sleep(0.4)
    if how == "fast":
        stack.servers.postgres.stop()
    else:
        stack.servers.postgres.kill()
    stack.servers.postgres.start()
    jobs += ask(stack, 2)
    assert all_done_once(stack, jobs) <= 60


def test_work_that_cannot_be_done_is_given_up_and_blocks_nobody(stack: Stack) -> None:
    with stack.database(), house_context("poraj"):
        strange = enqueue("tests.unheard_of", parameters={})
        poison = [enqueue("tests.poison", parameters={}) for _ in range(2)]
    all_done_once(stack, ask(stack, 5))
    wait_for(stack, [strange, *poison], "failed", patience=60)
    assert {(job.attempt, job.failures) for job in rows(stack, poison)} == {(3, 3)}
    assert all(job.error for job in rows(stack, [strange, *poison])), "the reason is on record"


def test_the_second_dispatcher_takes_over_from_a_killed_one(stack: Stack) -> None:
    stack.start("dispatcher-2")
    time.sleep(2)
    assert "at work" not in stack.log("dispatcher-2").read_text(), "only one dispatcher works"
    stack.kill("dispatcher")
    assert all_done_once(stack, ask(stack, 3)) <= 15
    stack.stop("dispatcher-2")
    stack.start("dispatcher")


def test_a_worker_asked_to_stop_finishes_short_work_and_hands_long_work_back(stack: Stack) -> None:
    short, long = ask(stack, seconds=1.0), ask(stack, seconds=5.0)
    wait_for(stack, [*short, *long], "running", patience=10)
    assert stack.stop("worker") <= 30
    assert rows(stack, short)[0].state == "done"
    handed_back = rows(stack, long)[0]
    assert (handed_back.state, handed_back.failures) == ("queued", 0), "nobody is blamed"
    stack.start("worker")
    all_done_once(stack, [*short, *long])
