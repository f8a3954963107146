"""A message is only a hint: what does not fit a job of an open house is refused before the body (I4, I10)."""

from typing import Any
from uuid import UUID

import pytest
from celery import Celery, chain
from celery.exceptions import Ignore, SoftTimeLimitExceeded
from django.db import transaction

from tenants.errors import RuleBroken, WrongHouse
from tenants.jobs.models import Job
from tenants.jobs.services import complete_current_job, enqueue, take_lease
from tenants.organisations.models import Organisation
from tenants.walls.context import current_house, house_context
from tests.suspending import suspended
from worker.tenancy import HouseTask, rest_a_job_of_unknown_kind

pytestmark = pytest.mark.django_db
KIND = "tests.watched"


class Watched:
    """A task that notes where it ran and with what, and then does what the test asks for."""

    def __init__(self) -> None:
        self.entered: list[tuple[str, dict[str, Any]]] = []
        self.then: Any = lambda: None
        app = Celery("tests", task_cls=HouseTask, broker="memory://", set_as_current=False)

        @app.task(name=KIND, shared=False)
        def body(**parameters: Any) -> None:
            self.entered.append((current_house().slug, parameters))
            self.then()

        self.task: HouseTask = body

    def deliver(self, **headers: Any) -> None:
        """What Celery does with a message of these headers."""
        self.task.push_request(called_directly=False, **headers)
        try:
            self.task(note="the arguments of the message are ignored")
        finally:
            self.task.pop_request()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def job(poraj: Organisation) -> Job:
    with house_context(poraj):
        return enqueue(KIND, parameters={"paper": "7"})


def state_of(job: Job) -> Job:
    with house_context(Organisation.objects.get(pk=job.house_id)):
        return Job.objects.get(pk=job.pk)


def headers(job: Job) -> dict[str, str]:
    return {"house": str(job.house_id), "job": str(job.pk)}


def test_a_job_runs_in_its_house_with_what_its_row_says(watched: Watched, job: Job) -> None:
    watched.deliver(**headers(job))
    assert watched.entered == [("poraj", {"paper": "7"})]
    assert state_of(job).state == "done"


def test_a_message_that_comes_again_is_without_effect(watched: Watched, job: Job) -> None:
    for _ in range(3):
        watched.deliver(**headers(job))
    assert len(watched.entered) == 1


def test_a_message_that_meets_a_living_lease_is_without_effect(watched: Watched, job: Job) -> None:
    with house_context("poraj"):
        take_lease(job.pk)
    watched.deliver(**headers(job))
    assert watched.entered == []
    assert state_of(job).attempt == 1


INJECTION = "poraj'; DROP SCHEMA poraj; --"
BAD = ["", "poraj", "public", "Poraj", "../poraj", INJECTION, str(UUID(int=0)), str(UUID(int=2**100)), 7, None]


@pytest.mark.parametrize("house", BAD)
def test_a_message_for_no_such_house_is_refused(watched: Watched, job: Job, house: Any) -> None:
    with pytest.raises(Ignore):
        watched.deliver(house=house, job=str(job.pk))
    assert watched.entered == []
    assert state_of(job).state == "queued", "the job of the house it does belong to is not touched"


@pytest.mark.parametrize("given", [{}, {"house": "x"}, {"job": "x"}, {"job": None, "house": None}])
def test_a_message_without_its_headers_is_refused(watched: Watched, given: dict[str, Any], db: None) -> None:
    with pytest.raises(Ignore):
        watched.deliver(**given)
    assert watched.entered == []


def test_a_message_for_the_public_site_is_refused(watched: Watched, job: Job) -> None:
    public = Organisation.objects.get(kind="public")
    with pytest.raises(Ignore):
        watched.deliver(house=str(public.pk), job=str(job.pk))


def test_a_message_that_names_another_houses_job_is_refused(watched: Watched, job: Job, klobuck: Organisation) -> None:
    with pytest.raises(Ignore):
        watched.deliver(house=str(klobuck.pk), job=str(job.pk))
    assert watched.entered == []
    assert state_of(job).state == "queued"


def test_a_message_for_another_task_of_the_same_house_is_refused(watched: Watched, poraj: Organisation) -> None:
    with house_context(poraj):
        other = enqueue("tests.other", parameters={})
    with pytest.raises(Ignore):
        watched.deliver(**headers(other))
    assert watched.entered == []


def test_work_of_a_suspended_house_is_rejected_on_record(
    watched: Watched, job: Job, poraj: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    with suspended(poraj), pytest.raises(Ignore):
        watched.deliver(**headers(job))
    assert watched.entered == []
    row = state_of(job)
    assert row.state == "rejected"
    assert row.error
    assert [record.levelname for record in caplog.records] == ["CRITICAL"], "an alert"


@pytest.mark.parametrize("how", ["apply", "chain", "link", "retry"])
def test_the_other_ways_into_a_task_are_shut(watched: Watched, poraj: Organisation, how: str) -> None:
    """Work can be asked for by `enqueue` alone: a message that Celery made itself names no job."""
    with house_context(poraj):
        if how == "apply":
            watched.task.apply(kwargs={"paper": "1"})
        elif how == "chain":
            chain(watched.task.si(), watched.task.si()).apply()
        elif how == "link":
            watched.task.apply(link=watched.task.si())
        else:
            watched.task.apply(retries=1)
    assert watched.entered == []


def test_a_direct_call_runs_where_it_is_called(watched: Watched, klobuck: Organisation) -> None:
    with house_context(klobuck):
        watched.task(paper="9")
    assert watched.entered == [("klobuck", {"paper": "9"})]


# --- What becomes of it -----------------------------------------------------------------------------------------------


def test_a_broken_rule_fails_the_job_with_its_sentence(watched: Watched, job: Job) -> None:
    watched.then = raising(RuleBroken("The month is closed."))
    watched.deliver(**headers(job))
    row = state_of(job)
    assert (row.state, row.error, row.attempt) == ("failed", "The month is closed.", 1)


ERRORS = [ValueError("a name that must not be kept"), SoftTimeLimitExceeded(), WrongHouse("x")]


@pytest.mark.parametrize("error", ERRORS)
def test_any_other_error_is_tried_again_later_and_not_quoted(watched: Watched, job: Job, error: Exception) -> None:
    watched.then = raising(error)
    watched.deliver(**headers(job))
    row = state_of(job)
    assert (row.state, row.failures, row.error) == ("queued", 1, "")


def test_a_worker_that_is_stopped_hands_its_job_back(
    watched: Watched, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.leases.connection.close", lambda: None)  # the connection of this test must live on
    watched.then = raising(SystemExit())
    with pytest.raises(SystemExit):
        watched.deliver(**headers(job))
    row = state_of(job)
    assert (row.state, row.failures) == ("queued", 0)


def test_what_was_done_under_a_lost_lease_is_undone(watched: Watched, job: Job) -> None:
    def lose_it_and_write() -> None:
        Job.objects.filter(pk=job.pk).update(attempt=7)
        with transaction.atomic():
            enqueue("tests.effect", parameters={})
            complete_current_job()

    watched.then = lose_it_and_write
    watched.deliver(**headers(job))
    with house_context("poraj"):
        assert not Job.objects.filter(kind="tests.effect").exists()
    assert state_of(job).state == "running", "it is another's now"


def test_a_kind_that_this_release_does_not_know_counts_as_a_failure(
    poraj: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.tenancy.connection.close", lambda: None)
    with house_context(poraj):
        strange = enqueue("tests.unheard_of", parameters={})
    rest_a_job_of_unknown_kind(name=strange.kind, message=Message(headers(strange)))
    row = state_of(strange)
    assert (row.state, row.failures) == ("queued", 1)


class Message:
    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers


def raising(error: BaseException) -> Any:
    def body() -> None:
        raise error

    return body


@pytest.fixture(autouse=True)
def _patient_keeper(settings: Any) -> None:
    """The keeper of the lease has a connection of its own, to which the rows of a test are invisible: let it sleep."""
    settings.OGNIWO_LEASE_SECONDS = 120
