"""Asking for work, holding it, and settling it.

Every function runs under the role of the place it is called in: a house reaches its own rows only, the dispatcher all.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, F, Min, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tenants.jobs.models import CalendarSlot, DispatcherHeartbeat, Job, JobQuerySet, Lane, State
from tenants.jobs.rules import GIVE_UP_AFTER, RESULT_IS_KEPT_FOR, pause_after
from tenants.organisations.models import Kind, Organisation
from tenants.organisations.selectors import active_houses
from tenants.walls.context import current_house, service_role

Parameters = Mapping[str, str | int | bool | None]


class LeaseLost(Exception):
    """Somebody else has taken this job over; whatever was done under the old lease must be rolled back."""


@dataclass(frozen=True)
class Lease:
    """The right to work on a job until the lease runs out. `attempt` tells this holder from the next."""

    job: UUID
    attempt: int


@dataclass(frozen=True)
class Work:
    """What the holder of a lease has to do."""

    lease: Lease
    kind: str
    parameters: dict[str, Any]


_held: ContextVar[Lease | None] = ContextVar("held_lease", default=None)


# --- Asking ------------------------------------------------------------------------------------------------------


def enqueue(kind: str, *, parameters: Parameters, key: str | None = None, run_after: datetime | None = None) -> Job:
    """Ask for background work in the current house and the current transaction.

    Args:
        kind: the name of the task.
        parameters: its keyword arguments; identifiers only.
        key: names the request; asking again under the same key returns the job that is already there.
        run_after: not before this moment.

    Raises:
        NoHouse: outside of any house.
    """
    return _ask(
        Job(house=current_house(), kind=kind, parameters=dict(parameters), key=key, run_after=run_after or Now())
    )


def enqueue_for_ground(kind: str, *, parameters: Parameters, key: str | None = None) -> Job:
    """Ask the ground process (founding, upgrading, suspending). For the operator, never for a house."""
    with service_role("dispatcher"):
        nobody = Organisation.objects.get(kind=Kind.PUBLIC)
        return _ask(Job(house=nobody, lane=Lane.GROUND, kind=kind, parameters=dict(parameters), key=key))


def _ask(job: Job) -> Job:
    if job.key is None:
        job.save(force_insert=True)
        return job
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.get(house=job.house_id, key=job.key)


@transaction.atomic
def open_calendar_slot(key: str, *, kind: str) -> bool:
    """Turn one entry of the calendar into a job of every open house, once. False: it was done before."""
    _slot, is_new = CalendarSlot.objects.get_or_create(key=key)
    if is_new:
        houses = active_houses().values_list("pk", flat=True)
        jobs = [Job(house_id=house, kind=kind, key=key) for house in houses]
        Job.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=500)
    return is_new


# --- Holding -----------------------------------------------------------------------------------------------------


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.OGNIWO_LEASE_SECONDS)


@transaction.atomic
def take_lease(job_id: UUID) -> Work | None:
    """Become the one who works on this job, by compare-and-set. None: it is not due, or somebody else was quicker."""
    crashed = Case(When(state=State.RUNNING, then=1), default=0)
    taken = (
        Job.objects.due()
        .filter(pk=job_id)
        .update(
            state=State.RUNNING,
            attempt=F("attempt") + 1,
            failures=F("failures") + crashed,
            lease_until=_lease_end(),
            started_at=Now(),
        )
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    return Work(Lease(job.pk, job.attempt), job.kind, job.parameters)


def renew_lease(lease: Lease) -> bool:
    """Go on working. False: the lease is lost, nothing done from now on will count."""
    return _held_rows(lease).update(lease_until=_lease_end()) == 1


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """Within this block `complete_current_job` means this job."""
    token = _held.set(lease)
    try:
        yield
    finally:
        _held.reset(token)


def _held_rows(lease: Lease) -> JobQuerySet:
    return Job.objects.filter(pk=lease.job, attempt=lease.attempt, state=State.RUNNING)


# --- Settling ----------------------------------------------------------------------------------------------------


def complete_current_job() -> None:
    """Mark the job that is being worked on as done, in the caller's transaction.

    Call it in the transaction that makes the result visible: both commit together or not at all. Does nothing where
    a service is called directly, without a job.

    Raises:
        LeaseLost: another worker took over; the transaction must roll back.
    """
    lease = _held.get()
    if lease is not None and not _settle(lease, State.DONE):
        raise LeaseLost(f"job {lease.job}: attempt {lease.attempt} is no longer the one that counts")


def complete(lease: Lease) -> None:
    """Mark a job as done when its body has not done so itself.

    Raises:
        LeaseLost: another worker took over.
    """
    if _settle(lease, State.DONE):
        return
    if not Job.objects.filter(pk=lease.job, attempt=lease.attempt, state=State.DONE).exists():
        raise LeaseLost(f"job {lease.job}: attempt {lease.attempt} is no longer the one that counts")


def fail(lease: Lease, *, reason: str) -> None:
    """End a job for good, with the sentence a person will read."""
    _settle(lease, State.FAILED, error=reason)


@transaction.atomic
def try_again_later(lease: Lease) -> None:
    """After an error: rest and try again, or give up after the third failure."""
    job = _held_rows(lease).select_for_update().first()
    if job is None:
        return
    failures = job.failures + 1
    if failures >= GIVE_UP_AFTER:
        _settle(lease, State.FAILED, error=_("This could not be done because of an unexpected error."))
        return
    _held_rows(lease).update(
        state=State.QUEUED, failures=failures, lease_until=None, run_after=Now() + pause_after(failures)
    )


def hand_back(lease: Lease) -> None:
    """Give a job back unfinished because this worker was asked to stop. It counts as nobody's failure."""
    _held_rows(lease).update(state=State.QUEUED, lease_until=None, run_after=Now())


def _settle(lease: Lease, state: State, *, error: str = "") -> bool:
    settled = _held_rows(lease).update(state=state, error=error, lease_until=None, finished_at=Now())
    return settled == 1


# --- The dispatcher's own ------------------------------------------------------------------------------------------


def reject(job_id: UUID, *, house: UUID) -> None:
    """Put on record that a job was not begun because its house is not open."""
    with service_role("dispatcher"):
        Job.objects.unfinished().filter(pk=job_id, house=house).update(
            state=State.REJECTED,
            error=_("This was not done because the organisation's access is suspended."),
            lease_until=None,
            finished_at=Now(),
        )


def bury_spent_jobs() -> int:
    """Fail the jobs whose workers died once too often, so that poison blocks nobody. Returns how many."""
    return Job.objects.spent().update(
        state=State.FAILED,
        failures=F("failures") + 1,
        error=_("This could not be done: the work was interrupted again and again."),
        lease_until=None,
        finished_at=Now(),
    )


def note_that_workers_were_told(job_ids: Iterable[UUID]) -> None:
    """Remember when the messages went out; unanswered ones are sent again."""
    Job.objects.filter(pk__in=list(job_ids)).update(woken_at=Now())


def beat() -> None:
    """Write down that the dispatcher lives and what it sees, for the page that monitoring asks."""
    seen = Job.objects.of_open_houses().due().aggregate(waiting=Count("pk"), oldest_due_at=Min("due_at"))
    DispatcherHeartbeat.objects.update_or_create(defaults={**seen, "beat_at": Now()}, pk=DispatcherHeartbeat.ONLY)


def forget_old_records() -> None:
    """Delete what was finished long ago; the requests themselves live in the houses."""
    Job.objects.filter(finished_at__lt=Now() - RESULT_IS_KEPT_FOR).delete()
    CalendarSlot.objects.filter(opened_at__lt=Now() - RESULT_IS_KEPT_FOR).delete()
