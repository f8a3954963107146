"""The rows of the queue, in the shared schema. Row level security shows each house its own and nothing else."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from tenants.jobs.rules import GIVE_UP_AFTER
from tenants.organisations.models import Kind, Organisation, Status
from tenants.walls.identifiers import UUID7

NOTIFY_CHANNEL = "ogniwo_jobs"
"""Triggers of the migration announce here, at commit, what the dispatcher should look at."""


class Lane(models.TextChoices):
    """Who works on a job: the workers in a house, or the ground process with the owner's login."""

    WORK = "work"
    GROUND = "ground"


class State(models.TextChoices):
    """What became of a job. `rejected`: its house was closed, so the work was never begun."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REJECTED = "rejected"


UNFINISHED = (State.QUEUED, State.RUNNING)
FINISHED = (State.DONE, State.FAILED, State.REJECTED)


DUE_AT = Coalesce("lease_until", "run_after")
"""When a job may be taken. Only a running job has a lease (a constraint)."""

SPENT = Q(state=State.RUNNING, failures__gte=GIVE_UP_AFTER - 1)


class JobQuerySet(models.QuerySet["Job"]):
    """Filters by PostgreSQL's clock: workers on several machines agree on no other."""

    def unfinished(self) -> "JobQuerySet":
        """Still owed."""
        return self.filter(state__in=UNFINISHED)

    def due(self) -> "JobQuerySet":
        """May be taken now: waiting and rested, or its lease ran out because its worker died."""
        return self.unfinished().annotate(due_at=DUE_AT).filter(due_at__lte=Now()).exclude(SPENT)

    def spent(self) -> "JobQuerySet":
        """Its worker died, and that was once too often."""
        return self.filter(SPENT, lease_until__lte=Now())

    def told(self, *, within: timedelta) -> "JobQuerySet":
        """A worker was told since the job fell due, not longer ago than `within`."""
        return self.unfinished().annotate(due_at=DUE_AT).filter(woken_at__gte=F("due_at"), woken_at__gt=Now() - within)

    def of_open_houses(self) -> "JobQuerySet":
        """Jobs of a suspended house wait until it is opened again."""
        return self.filter(house__status=Status.ACTIVE)

    def of_houses(self) -> "JobQuerySet":
        """Jobs that workers do inside a house."""
        return self.filter(lane=Lane.WORK).exclude(house__kind=Kind.PUBLIC)


class Job(models.Model):
    """One piece of work that a house (or, in the lane `ground`, the operator) asked for.

    `attempt` is the fence: every lease raises it, and only its holder may finish the job. `failures` counts the
    errors and crashes, and not the jobs that were handed back when a worker was asked to stop.
    `woken_at` is when a worker was last told; a message is only a hint, so it may be lost or told twice.
    `parameters` hold identifiers, never values about people.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.WORK)
    kind = models.CharField(max_length=100)
    parameters = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField(db_default=Now())
    woken_at = models.DateTimeField(null=True)
    error = models.TextField(default="")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint("house", "key", name="job_key_once_per_house"),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="job_lane_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False, started_at__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_until__isnull=True)),
                name="job_lease_exactly_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINISHED, finished_at__isnull=False)
                | (~Q(state__in=FINISHED) & Q(finished_at__isnull=True)),
                name="job_finished_with_its_moment",
            ),
        )
        indexes = (models.Index(fields=("run_after",), name="job_unfinished", condition=Q(state__in=UNFINISHED)),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CalendarSlot(models.Model):
    """A day's (or hour's) entry of the calendar that has been turned into jobs. The key makes it happen once."""

    key = models.CharField(max_length=200, primary_key=True)
    opened_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.key


class DispatcherHeartbeat(models.Model):
    """What the dispatcher last saw: one row, readable by the web's login, naming no house."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    beat_at = models.DateTimeField()
    waiting = models.PositiveIntegerField()
    oldest_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="dispatcher_heartbeat_is_one_row"),)

    def __str__(self) -> str:
        return f"dispatcher at {self.beat_at}"
