"""Participants and their stays."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Now

from casework.participants.rules import ClosingReason, Education, LabourStatus, PeriodKind, Sex, masked
from core.accounts.models import Account
from core.sealing.models import SealedField, SealedJSONField
from tenants.walls.tripwires import HouseModel, HouseQuerySet

_FULL_NAME = Concat(F("last_name"), Value(" "), F("first_name"))


def _values(words: Any) -> list[str]:
    return [each.value for each in words]


class Participant(HouseModel):
    """A person of the centre. `categories` holds the groups of art. 1(2), the main one first.

    `pesel`, `other_identifier`, `phone` and `categories` are sealed; `pesel_index` and `phone_index` are their keyed
    fingerprints, for exact search. `external_id` is the name by which another program knows
    the person. `version` counts changes: whoever saves an older one is shown what changed.
    """

    last_name = models.CharField(max_length=80)
    first_name = models.CharField(max_length=80)
    pesel = SealedField(blank=True)
    pesel_index = models.CharField(max_length=64, null=True, blank=True, editable=False)
    other_identifier = SealedField(blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, default="")
    street = models.CharField(max_length=120, blank=True, default="")
    postal_code = models.CharField(max_length=6, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    phone = SealedField(blank=True)
    phone_index = models.CharField(max_length=64, null=True, blank=True, editable=False)
    email = models.EmailField(blank=True, default="")
    categories = SealedJSONField(default=list, blank=True)
    education = models.CharField(max_length=20, blank=True, default="")
    labour_status = models.CharField(max_length=30, blank=True, default="")
    external_id = models.CharField(max_length=100, null=True, blank=True)
    version = models.PositiveIntegerField(db_default=1, default=1)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    updated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(db_default=Now())
    search_name = models.GeneratedField(
        expression=Func(_FULL_NAME, function="public.ogniwo_plain", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_name = models.GeneratedField(
        expression=Func(_FULL_NAME, function="public.ogniwo_sort_key", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta(HouseModel.Meta):
        ordering = ("sort_name", "id")
        constraints = (
            models.UniqueConstraint(fields=("pesel_index",), name="participant_pesel_once"),
            models.UniqueConstraint(fields=("external_id",), name="participant_external_id_once"),
            models.CheckConstraint(condition=~Q(external_id=""), name="participant_external_id_not_empty"),
            models.CheckConstraint(
                condition=Q(pesel__isnull=True, pesel_index__isnull=True)
                | Q(pesel__isnull=False, pesel_index__isnull=False),
                name="participant_pesel_found",
            ),
            models.CheckConstraint(condition=Q(sex__in=["", *_values(Sex)]), name="participant_sex_known"),
            models.CheckConstraint(
                condition=Q(education__in=["", *_values(Education)]), name="participant_education_known"
            ),
            models.CheckConstraint(
                condition=Q(labour_status__in=["", *_values(LabourStatus)]), name="participant_labour_status_known"
            ),
        )
        indexes = (
            models.Index(fields=("sort_name", "id"), name="participant_by_name"),
            models.Index(fields=("phone_index",), name="participant_by_phone"),
            models.Index(fields=("updated_at", "id"), name="participant_by_change"),
        )

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def pesel_masked(self) -> str:
        """What lists show of the number."""
        return masked(self.pesel)


class Tombstone(HouseModel):
    """That a participant's row was deleted, for programs that keep a copy. The database writes it."""

    participant = models.UUIDField(unique=True, editable=False)
    external_id = models.CharField(max_length=100, null=True)
    deleted_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("deleted_at", "id")
        indexes = (models.Index(fields=("deleted_at", "id"), name="tombstone_by_time"),)

    def __str__(self) -> str:
        return str(self.participant)


class StayQuerySet(HouseQuerySet["Stay"]):
    """Named filters on stays."""

    def touching(self, *, since: date, until: date) -> "StayQuerySet":
        """Those of which at least one day lies between these two, both included."""
        return self.filter(starts_on__lte=until).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=since))

    def on(self, day: date) -> "StayQuerySet":
        return self.touching(since=day, until=day)

    def open(self) -> "StayQuerySet":
        """Those that have not been ended."""
        return self.filter(ends_on__isnull=True)


class Stay(HouseModel):
    """One participation, from the first day to the last (`ends_on`, included; None while it lasts).

    Stays of a person never overlap: the database excludes it. `plan_signed_on`: the day on which the individual
    programme (IPZS) was signed; `benefit_applied_on`: of the application for the benefit. Both may come later than the
    first day.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="stays")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=40, blank=True, default="")
    closing_note = models.TextField(blank=True, default="")
    plan_signed_on = models.DateField(null=True, blank=True)
    benefit_applied_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(db_default=1, default=1)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[Any] = models.Manager.from_queryset(StayQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="stay_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, closing_reason="")
                | Q(ends_on__isnull=False, closing_reason__in=_values(ClosingReason)),
                name="stay_ends_with_a_reason",
            ),
            models.UniqueConstraint(fields=("participant",), condition=Q(ends_on__isnull=True), name="stay_open_once"),
        )
        indexes = (models.Index(fields=("starts_on", "ends_on"), name="stay_by_days"),)

    def __str__(self) -> str:
        return f"{self.participant} {self.starts_on:%d.%m.%Y}"


class StayPeriod(HouseModel):
    """A part of a stay as it was granted: trial, main or extension. The stay may end before its last period does."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta(HouseModel.Meta):
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_in_order"),
            models.CheckConstraint(condition=Q(kind__in=_values(PeriodKind)), name="period_kind_known"),
            models.UniqueConstraint(fields=("stay", "kind", "starts_on"), name="period_once"),
        )
        indexes = (models.Index(fields=("ends_on",), name="period_by_end"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on} – {self.ends_on}"
