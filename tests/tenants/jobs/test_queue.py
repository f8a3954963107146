"""The queue of record, job by job, under the roles of the houses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from tenants.errors import NoHouse
from tenants.jobs.models import CalendarSlot, DispatcherHeartbeat, Job
from tenants.jobs.selectors import (
    ground_job_state,
    job_states,
    jobs_in_flight,
    next_ground_job,
    queue_health,
    waiting_jobs,
)
from tenants.jobs.services import (
    Lease,
    LeaseLost,
    Work,
    beat,
    bury_spent_jobs,
    complete,
    complete_current_job,
    enqueue,
    enqueue_for_ground,
    fail,
    forget_old_records,
    hand_back,
    holding,
    note_that_workers_were_told,
    open_calendar_slot,
    reject,
    renew_lease,
    take_lease,
    try_again_later,
)
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context, service_role
from tests.suspending import suspended

pytestmark = pytest.mark.django_db
KIND = "some.work"


def taken(job: Job) -> Work:
    work = take_lease(job.pk)
    assert work is not None
    return work


def crash(job: Job) -> None:
    """The worker of this job dies: nobody renews the lease any more."""
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


@pytest.fixture
def in_poraj(poraj: Organisation) -> Any:
    with house_context(poraj):
        yield poraj


def test_a_request_is_a_row_of_its_house(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={"report_id": "7"})
    assert (job.house, job.state, job.lane) == (in_poraj, "queued", "work")
    assert job_states([job.pk])[job.pk].state == "queued"


def test_nothing_can_be_asked_for_outside_of_a_house(db: None) -> None:
    with pytest.raises(NoHouse):
        enqueue(KIND, parameters={})


def test_the_same_key_is_the_same_request(in_poraj: Organisation) -> None:
    first, second = (enqueue(KIND, parameters={"try": number}, key="one") for number in (1, 2))
    assert first.pk == second.pk
    assert second.parameters == {"try": 1}


def test_two_houses_may_use_the_same_key(poraj: Organisation, klobuck: Organisation) -> None:
    made = set()
    for house in (poraj, klobuck):
        with house_context(house):
            made.add(enqueue(KIND, parameters={}, key="one").pk)
    assert len(made) == 2


def test_a_house_sees_and_takes_its_own_jobs_only(in_poraj: Organisation, klobuck: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    with house_context(klobuck):
        assert not Job.objects.exists()
        assert job_states([job.pk]) == {}
        assert take_lease(job.pk) is None
        assert Job.objects.filter(pk=job.pk).update(state="queued") == 0


def test_a_house_cannot_ask_in_the_name_of_another(in_poraj: Organisation, klobuck: Organisation) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Job(house=klobuck, kind=KIND).save(force_insert=True)


def test_a_house_cannot_ask_the_ground_process(in_poraj: Organisation) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Job(house=in_poraj, kind="found_house", lane="ground").save(force_insert=True)


@pytest.mark.parametrize("column", ["house_id", "kind", "parameters", "lane", "key", "created_at"])
def test_a_house_cannot_rewrite_what_was_asked(in_poraj: Organisation, column: str) -> None:
    enqueue(KIND, parameters={})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Job.objects.update(**{column: Job.objects.values(column)[:1]})


def test_a_house_cannot_delete_jobs(in_poraj: Organisation) -> None:
    enqueue(KIND, parameters={})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Job.objects.all()._raw_delete(using="default")


def test_only_one_takes_the_lease(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={"a": 1})
    work = take_lease(job.pk)
    assert work == Work(Lease(job.pk, 1), KIND, {"a": 1})
    assert take_lease(job.pk) is None


def test_a_job_for_later_is_not_taken_now(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={}, run_after=timezone.now() + timedelta(minutes=5))
    assert take_lease(job.pk) is None


def test_the_next_holder_fences_the_one_before_off(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    old = taken(job).lease
    crash(job)
    new = taken(job).lease
    assert new.attempt == 2
    assert not renew_lease(old)
    with holding(old), pytest.raises(LeaseLost):
        complete_current_job()
    with pytest.raises(LeaseLost):
        complete(old)
    fail(old, reason="too late")
    hand_back(old)
    try_again_later(old)
    assert Job.objects.get().state == "running"
    with holding(new):
        complete_current_job()
    complete(new)
    assert Job.objects.get().state == "done"


def test_completion_is_undone_with_the_transaction_it_belongs_to(in_poraj: Organisation) -> None:
    lease = taken(enqueue(KIND, parameters={})).lease
    with holding(lease), transaction.atomic():
        complete_current_job()
        transaction.set_rollback(True)
    assert Job.objects.get().state == "running"


def test_a_service_called_without_a_job_has_nothing_to_complete(in_poraj: Organisation) -> None:
    complete_current_job()


def test_a_job_that_fails_rests_and_is_given_up_the_third_time(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    for failures in (1, 2):
        try_again_later(taken(job).lease)
        row = Job.objects.get()
        assert (row.state, row.failures) == ("queued", failures)
        assert take_lease(job.pk) is None, "it rests"
        Job.objects.update(run_after=Now())
    try_again_later(taken(job).lease)
    row = Job.objects.get()
    assert (row.state, row.attempt) == ("failed", 3)
    assert row.error
    assert job_states([job.pk])[job.pk].is_failed


def test_a_job_whose_workers_die_is_buried_after_the_third(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    for _ in range(3):
        taken(job)
        crash(job)
    assert take_lease(job.pk) is None
    with service_role("dispatcher"):
        assert bury_spent_jobs() == 1
    row = Job.objects.get()
    assert (row.state, row.failures) == ("failed", 3)


def test_a_job_handed_back_is_due_at_once_and_blamed_on_nobody(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    for _ in range(5):
        hand_back(taken(job).lease)
    row = Job.objects.get()
    assert (row.state, row.failures, row.attempt) == ("queued", 0, 5)


def test_a_refusal_is_recorded_with_its_sentence(in_poraj: Organisation) -> None:
    fail(taken(enqueue(KIND, parameters={})).lease, reason="The month is closed.")
    assert Job.objects.get().error == "The month is closed."


def test_rejection_reaches_only_the_job_of_that_house(in_poraj: Organisation, klobuck: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    reject(job.pk, house=klobuck.pk)
    assert Job.objects.get().state == "queued"
    reject(job.pk, house=in_poraj.pk)
    assert Job.objects.get().state == "rejected"


NONSENSE = [{"state": "lost"}, {"lease_until": Now()}, {"state": "done"}, {"finished_at": Now()}, {"state": "running"}]


@pytest.mark.parametrize("values", NONSENSE)
def test_the_database_refuses_states_that_make_no_sense(in_poraj: Organisation, values: dict[str, Any]) -> None:
    enqueue(KIND, parameters={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(**values)


# --- The dispatcher ------------------------------------------------------------------------------------------------


def test_what_was_told_is_in_flight_until_the_message_counts_as_lost(in_poraj: Organisation, settings: Any) -> None:
    job = enqueue(KIND, parameters={})
    with service_role("dispatcher"):
        assert [item.job for item in waiting_jobs(per_house=4)] == [job.pk]
        note_that_workers_were_told([job.pk])
        assert waiting_jobs(per_house=4) == []
        assert jobs_in_flight() == {in_poraj.pk: 1}
        long_ago = Now() - timedelta(seconds=settings.OGNIWO_RESEND_SECONDS)
        Job.objects.update(woken_at=long_ago, run_after=Now() - timedelta(hours=1))
        assert [item.job for item in waiting_jobs(per_house=4)] == [job.pk]
        assert jobs_in_flight() == {}


def test_a_lease_that_ran_out_is_told_again_at_once(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    with service_role("dispatcher"):
        note_that_workers_were_told([job.pk])
    taken(job)
    with service_role("dispatcher"):
        assert jobs_in_flight() == {in_poraj.pk: 1}
        Job.objects.update(woken_at=Now() - timedelta(seconds=5))
        crash(job)
        assert [item.job for item in waiting_jobs(per_house=4)] == [job.pk]


def test_the_first_few_of_each_house_are_looked_at(in_poraj: Organisation, klobuck: Organisation) -> None:
    mine = [enqueue(KIND, parameters={}).pk for _ in range(4)]
    with house_context(klobuck):
        theirs = enqueue(KIND, parameters={}).pk
    with service_role("dispatcher"):
        assert [item.job for item in waiting_jobs(per_house=2)] == [*mine[:2], theirs]


def test_jobs_of_a_suspended_house_wait(in_poraj: Organisation) -> None:
    job = enqueue(KIND, parameters={})
    with service_role("dispatcher"):
        with suspended(in_poraj):
            assert waiting_jobs(per_house=2) == []
        assert [item.job for item in waiting_jobs(per_house=2)] == [job.pk], "until it is opened again"


def test_a_calendar_slot_opens_once_with_a_job_for_every_house(poraj: Organisation) -> None:
    with service_role("dispatcher"):
        assert open_calendar_slot("calendar/x/2026-10-25", kind=KIND)
        assert not open_calendar_slot("calendar/x/2026-10-25", kind=KIND)
        slugs = Job.objects.order_by("house__schema_name").values_list("house__schema_name", flat=True)
        assert list(slugs) == ["jowes", "klobuck", "poraj"]


def test_what_was_finished_long_ago_is_forgotten(in_poraj: Organisation) -> None:
    old, young = (enqueue(KIND, parameters={}) for _ in range(2))
    for job in (old, young):
        complete(taken(job).lease)
    Job.objects.filter(pk=old.pk).update(finished_at=Now() - timedelta(days=31))
    with service_role("dispatcher"):
        CalendarSlot.objects.create(key="old", opened_at=Now() - timedelta(days=31))
        forget_old_records()
        assert not CalendarSlot.objects.exists()
    assert Job.objects.get().pk == young.pk


def test_monitoring_learns_the_age_of_the_queue_and_names_nobody(in_poraj: Organisation) -> None:
    enqueue(KIND, parameters={}, run_after=timezone.now() - timedelta(minutes=1))
    with service_role("dispatcher"):
        beat()
        health = queue_health()
        assert health.dispatcher
        assert 60 <= health.age < 70
        DispatcherHeartbeat.objects.update(beat_at=Now() - timedelta(minutes=1))
        assert not queue_health().dispatcher


def test_a_dispatcher_never_heard_of_is_not_alive(db: None) -> None:
    assert not queue_health().dispatcher


def test_the_operator_asks_the_ground_process_and_learns_what_became_of_it(db: None) -> None:
    job = enqueue_for_ground("found_house", parameters={"host": "x.localhost"}, key="found/x")
    assert enqueue_for_ground("found_house", parameters={}, key="found/x").pk == job.pk
    state = ground_job_state(job.pk)
    assert state is not None
    assert not state.is_finished
    with service_role("dispatcher"):
        assert next_ground_job() == job.pk
        assert waiting_jobs(per_house=5) == [], "workers are not told of it"
