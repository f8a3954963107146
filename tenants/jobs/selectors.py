"""Looking at the queue: what became of a request, what is due, whose turn it is, is anybody working."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, Window
from django.db.models.functions import Now, RowNumber

from tenants.jobs.models import DispatcherHeartbeat, Job, Lane, State
from tenants.jobs.rules import Limits, Waiting
from tenants.walls.context import service_role

SILENT_AFTER = timedelta(seconds=15)
"""A dispatcher that has not been heard of for this long is taken for dead."""


@dataclass(frozen=True)
class JobState:
    """What a page may say about a request: its state, and why it failed."""

    state: str
    error: str
    attempt: int
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_failed(self) -> bool:
        return self.state in {State.FAILED, State.REJECTED}


def job_states(job_ids: Iterable[UUID]) -> dict[UUID, JobState]:
    """The state of these jobs of the current house. Jobs finished long ago are no longer on record."""
    rows = Job.objects.filter(pk__in=list(job_ids)).order_by("pk")
    return {job.pk: JobState(job.state, job.error, job.attempt, job.created_at, job.finished_at) for job in rows}


def kind_of_job(job_id: UUID) -> str | None:
    """The task a job asks for; None when the current house has no such job."""
    return Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()


def limits() -> Limits:
    """How much may be handed out at once on this installation."""
    return Limits(slots=settings.OGNIWO_WORKER_SLOTS, per_house=settings.OGNIWO_JOBS_PER_HOUSE)


def resend_after() -> timedelta:
    """After this long a message that nobody took up counts as lost."""
    return timedelta(seconds=settings.OGNIWO_RESEND_SECONDS)


def waiting_jobs(*, per_house: int) -> list[Waiting]:
    """Due jobs of open houses of which no worker has been told lately: the first few of each house, oldest first."""
    told = Job.objects.told(within=resend_after()).values("pk")
    place = Window(RowNumber(), partition_by=F("house_id"), order_by=("created_at", "id"))
    rows = Job.objects.of_houses().of_open_houses().due().exclude(pk__in=told).annotate(place=place)
    first = rows.filter(place__lte=per_house).order_by("created_at", "id")[:1000]
    return [Waiting(job.pk, job.house_id, job.kind) for job in first]


def jobs_in_flight() -> dict[UUID, int]:
    """How many jobs of each house workers hold or have just been told of."""
    held = Q(state=State.RUNNING, lease_until__gt=Now())
    told = Q(pk__in=Job.objects.told(within=resend_after()).values("pk"))
    rows = Job.objects.of_houses().unfinished().filter(held | told).order_by("house_id").values_list("house_id")
    return dict(rows.annotate(Count("pk")))


def next_ground_job() -> UUID | None:
    """The oldest due job of the ground process."""
    return Job.objects.filter(lane=Lane.GROUND).due().order_by("created_at", "id").values_list("pk", flat=True).first()


def ground_job_state(job_id: UUID) -> JobState | None:
    """What became of a job of the ground process, for the operator's command line."""
    with service_role("dispatcher"):
        return job_states([job_id]).get(job_id)


@dataclass(frozen=True)
class QueueHealth:
    """What monitoring may know: is the dispatcher alive, and how long has the oldest due job waited (seconds)."""

    dispatcher: bool
    age: float


def queue_health() -> QueueHealth:
    """The queue as the dispatcher last saw it. Readable by the web's own login: the row names no house."""
    row = (
        DispatcherHeartbeat.objects.order_by("pk")
        .annotate(silence=Now() - F("beat_at"), age=Now() - F("oldest_due_at"))
        .values_list("silence", "age")
        .first()
    )
    silence, age = row or (None, None)
    return QueueHealth(
        dispatcher=silence is not None and silence < SILENT_AFTER,
        age=max(age.total_seconds(), 0.0) if age else 0.0,
    )
