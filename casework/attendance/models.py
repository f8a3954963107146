"""Marks, their earlier versions, the centre's calendar and letters, and the closing of months."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casework.attendance.rules import Code
from casework.participants.models import Stay
from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel, HouseQuerySet


class MarkQuerySet(HouseQuerySet["Mark"]):
    """Named filters on marks."""

    def between(self, *, since: date, until: date) -> "MarkQuerySet":
        """Days between these two, both included."""
        return self.filter(day__gte=since, day__lte=until)


class Mark(HouseModel):
    """What is known of one person's day. No row: nobody has said anything yet.

    `version` counts the changes of this day, also across deletions: whoever saves on top of an older one is shown both.
    The database refuses days outside of the stay and days of an approved month.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="marks")
    day = models.DateField()
    code = models.CharField(max_length=3)
    hours = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    version = models.PositiveIntegerField(default=1)
    marked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[Any] = models.Manager.from_queryset(MarkQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("day", "id")
        constraints = (
            models.UniqueConstraint(fields=("stay", "day"), name="mark_once_a_day"),
            models.CheckConstraint(condition=Q(code__in=[each.value for each in Code]), name="mark_code_known"),
            models.CheckConstraint(condition=Q(hours__gte=0, hours__lte=24), name="mark_hours_of_a_day"),
            models.CheckConstraint(condition=Q(code=Code.PRESENT.value) | Q(hours=0), name="mark_hours_when_present"),
        )
        indexes = (models.Index(fields=("day",), name="mark_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.code}"


class MarkVersion(HouseModel):
    """What a mark was changed to, by whom and when; an empty code: it was taken away. Only ever added to."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=3, blank=True, default="")
    hours = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("stay", "day", "version")
        constraints = (models.UniqueConstraint(fields=("stay", "day", "version"), name="mark_version_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.version}: {self.code}"


class ClosedDay(HouseModel):
    """A day on which the centre is closed, beside weekends and public holidays."""

    day = models.DateField(unique=True)
    reason = models.CharField(max_length=120)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class CodeLetter(HouseModel):
    """The letters by which this centre writes a code, such as NN for N. The meaning stays."""

    code = models.CharField(max_length=3, unique=True)
    letters = models.CharField(max_length=5, unique=True)

    class Meta(HouseModel.Meta):
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__in=[each.value for each in Code]), name="letter_code_known"),
            models.CheckConstraint(condition=~Q(letters=""), name="letter_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.code} = {self.letters}"


class MonthClosing(HouseModel):
    """How far a month is: submitted, approved (from then on immutable), paid (from then on for good).

    `month` is its first day. `version` counts approvals: a withdrawn one opens the next version.
    """

    month = models.DateField(unique=True)
    version = models.PositiveIntegerField(default=1)
    submitted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    paid_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)

    class Meta(HouseModel.Meta):
        ordering = ("-month",)
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="closing_of_a_month"),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="closing_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, submitted_at__isnull=False),
                name="closing_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True, paid_at__isnull=True)
                | Q(paid_by__isnull=False, paid_at__isnull=False, approved_at__isnull=False),
                name="closing_paid_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Reopening(HouseModel):
    """An approval that was withdrawn, and why. `version` is the one that ended."""

    closing = models.ForeignKey(MonthClosing, on_delete=models.PROTECT, related_name="reopenings")
    version = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("closing", "version"), name="reopening_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.closing_id} {self.version}"
