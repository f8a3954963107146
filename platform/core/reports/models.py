"""Requested reports, and the letterhead of the house."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Now

from core.accounts.models import Account
from core.files.models import StoredFile
from core.reports.rules import Format, ReportState
from tenants.jobs.models import Job
from tenants.walls.tripwires import HouseModel, HouseQuerySet


class ReportQuerySet(HouseQuerySet["Report"]):
    """Named filters on reports."""

    def requested_by(self, account: Account) -> "ReportQuerySet":
        return self.filter(requested_by=account)

    def expired(self, *, now: datetime) -> "ReportQuerySet":
        """Those whose file has outlived its time."""
        return self.filter(file__isnull=False, expires_at__lte=now)

    def with_state(self) -> "ReportQuerySet":
        """Adds `state` (a `ReportState`) and `error`, the sentence of a failure."""
        job = Job.objects.filter(pk=OuterRef("job_id"))
        return self.annotate(
            job_state=Subquery(job.values("state")[:1]),
            error=Coalesce(Subquery(job.values("error")[:1]), Value("", models.TextField())),
        ).annotate(
            state=Case(
                When(file__isnull=False, then=Value(ReportState.READY)),
                When(ready_at__isnull=False, then=Value(ReportState.EXPIRED)),
                When(job_state="running", then=Value(ReportState.WORKING)),
                When(job_state="queued", then=Value(ReportState.WAITING)),
                default=Value(ReportState.FAILED),
            )
        )


class Report(HouseModel):
    """A paper somebody asked for. The work itself is a job of the queue (`job_id`), which also knows of
    failures.

    `file` is empty until the paper is ready, and again when its time is over. `people` are the ids of those who
    stand on it: the history names them when somebody takes the paper along.
    """

    kind = models.CharField(max_length=60)
    format = models.CharField(max_length=10, choices=[(each.value, each.value.upper()) for each in Format])
    parameters = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    requested_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reports")
    requested_at = models.DateTimeField(db_default=Now())
    job_id = models.UUIDField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, related_name="report")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    people = models.JSONField(default=list)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ReportQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("-requested_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_progress_is_a_percentage"),
            models.CheckConstraint(condition=Q(format__in=[each.value for each in Format]), name="report_format_known"),
            models.CheckConstraint(
                condition=Q(ready_at=None, expires_at=None, sha256="")
                | Q(ready_at__isnull=False, expires_at__gt=F("ready_at"), sha256__regex=r"^[0-9a-f]{64}$"),
                name="report_ready_with_all_that_belongs_to_it",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True) | Q(ready_at__isnull=False),
                name="report_has_a_file_only_when_ready",
            ),
        )
        indexes = (models.Index(fields=("requested_by", "-requested_at"), name="report_by_requester"),)

    def __str__(self) -> str:
        return self.title


class Letterhead(HouseModel):
    """What stands at the head of every paper of this house. There is at most one row."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    address = models.CharField(max_length=200, blank=True, default="")
    contact = models.CharField(max_length=200, blank=True, default="")
    run_by = models.CharField(max_length=200, blank=True, default="")
    logo = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, related_name="letterhead")
    logo_alt = models.CharField(max_length=200, blank=True, default="")

    class Meta(HouseModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(only=True), name="letterhead_only_one"),
            models.CheckConstraint(
                condition=Q(logo__isnull=True) | ~Q(logo_alt=""), name="letterhead_logo_is_described"
            ),
        )

    def __str__(self) -> str:
        return self.run_by or self.address
