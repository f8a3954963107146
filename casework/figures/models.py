"""What the manager decided about figures that leave the centre."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel


class FiguresDecision(HouseModel):
    """Which open indicators are shown exactly, and whether figures go by themselves. The newest counts.

    `automatic_after_days`: figures of an approved month go by themselves so many days after the month's end; None:
    never without the manager.
    """

    exact = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    automatic_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("-decided_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(automatic_after_days__isnull=True)
                | Q(automatic_after_days__gte=1, automatic_after_days__lte=60),
                name="figures_go_within_two_months",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decided_at:%Y-%m-%d}"
