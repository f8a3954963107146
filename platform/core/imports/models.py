"""Imports: what was uploaded, its rows until the day is over, and how columns were understood before."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.accounts.models import Account
from core.imports.rules import Stage, importer_of
from core.sealing.models import SealedBytesField, SealedField, SealedJSONField
from tenants.walls.tripwires import HouseModel


class ImportBatch(HouseModel):
    """One upload. The numbers stay for good; whatever came out of the file goes when its time is over.

    `file_index` is the keyed fingerprint of the bytes: the same file is recognised, and nobody can guess its content.
    `parameters` are what was chosen beside the file, `layout` what is known of the sheet (names of sheets, headings,
    samples), `mapping` the columns as somebody confirmed them. `job_id` is the job that works on it, or did last,
    and `asked_by` who asked for that; `message` is the sentence with which the work was refused.
    """

    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    file_name = SealedField()
    file_index = models.CharField(max_length=64)
    stage = models.CharField(max_length=20, default=Stage.READING.value)
    layout: Any = SealedJSONField(default=dict, blank=True)
    mapping = models.JSONField(null=True)
    message = models.TextField(blank=True, default="")
    job_id = models.UUIDField(null=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    only_good = models.BooleanField(default=False)
    rows_found = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    rows_warned = models.PositiveIntegerField(default=0)
    rows_taken = models.PositiveIntegerField(default=0)
    rows_skipped = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta(HouseModel.Meta):
        ordering = ("-uploaded_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(stage__in=[each.value for each in Stage]), name="import_stage_known"),
            models.CheckConstraint(
                condition=Q(stage__in=["taken", "undoing", "undone"], taken_by__isnull=False, taken_at__isnull=False)
                | (~Q(stage__in=["taken", "undoing", "undone"]) & Q(taken_at__isnull=True)),
                name="import_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage="undone", undone_by__isnull=False, undone_at__isnull=False)
                | (~Q(stage="undone") & Q(undone_at__isnull=True)),
                name="import_undone_by_somebody",
            ),
            models.CheckConstraint(condition=Q(rows_bad__lte=models.F("rows_found")), name="import_rows_add_up"),
        )
        indexes = (models.Index(fields=("kind", "file_index"), name="import_by_file"),)

    @property
    def label(self) -> str:
        """What pages and the history call it: its kind and what was chosen beside the file, never a word out of it."""
        importer = importer_of(self.kind)
        about = importer.about(self.parameters)
        return f"{importer.label}: {about}" if about else str(importer.label)

    def __str__(self) -> str:
        return self.label


class ImportFile(HouseModel):
    """The bytes of an upload, sealed; apart, so that looking at an import does not carry them along."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    content: Any = SealedBytesField()

    def __str__(self) -> str:
        return f"the file of {self.batch_id}"


class ImportRow(HouseModel):
    """A row of the table: its number in the spreadsheet, its cells, what was found, and what it brought about."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values: Any = SealedJSONField(default=dict, blank=True)
    findings: Any = SealedJSONField(default=list, blank=True)
    is_bad = models.BooleanField(default=False)
    is_warned = models.BooleanField(default=False)
    is_taken = models.BooleanField(default=False)
    made: Any = SealedJSONField(default=dict, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
            models.CheckConstraint(condition=Q(is_bad=False) | Q(is_taken=False), name="import_takes_good_rows"),
        )

    def __str__(self) -> str:
        return str(self.number)


class ImportMapping(HouseModel):
    """How the columns of such a table were understood last time. `signature`: the keyed fingerprint of its headings."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        constraints = (models.UniqueConstraint(fields=("kind", "signature"), name="import_mapping_once"),)

    def __str__(self) -> str:
        return self.kind
