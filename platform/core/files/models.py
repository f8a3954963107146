"""What is known about each stored file; the bytes themselves lie on disk."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel


class StoredFile(HouseModel):
    """A file of this house. `key` is its name on disk: random, and never shown."""

    class Purpose(models.TextChoices):
        REPORT = "report"
        LOGO = "logo"

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.UUIDField(unique=True, editable=False)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_has_sha256"),
            models.CheckConstraint(condition=Q(purpose__in=["report", "logo"]), name="file_purpose_known"),
        )

    def __str__(self) -> str:
        return self.name
