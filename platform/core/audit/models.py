"""One line of the history. No foreign keys: nothing that is deleted may take its history along."""

from django.db import models
from django.db.models.functions import Now

from tenants.walls.tripwires import HouseModel


class AuditEntry(HouseModel):
    """Who (`by_id`, and `by_name` as it was then) did what (`action`) to what (`target_*`), when and from where.

    `by_id` is empty for the operator's command line and for the platform itself; `by_name` then says so.
    """

    at = models.DateTimeField(db_default=Now())
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60, blank=True, default="")
    target_id = models.CharField(max_length=64, blank=True, default="")
    target_label = models.CharField(max_length=200, blank=True, default="")
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True, default="")
    ip = models.GenericIPAddressField(null=True)

    class Meta(HouseModel.Meta):
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("-at", "-id"), name="audit_by_time"),
            models.Index(fields=("by_id", "-at", "-id"), name="audit_by_account"),
            models.Index(fields=("target_id", "-at", "-id"), name="audit_by_target"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action}"
