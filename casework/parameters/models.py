"""Values that this centre set itself. The law's own stand in the rules."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel


class ParameterOverride(HouseModel):
    """A value of this centre, from a day on (`valid_until` None: until further notice), and why.

    Never deleted: a withdrawn one keeps its place in the history. Of several that hold on a day the latest made counts.
    """

    parameter = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    reason = models.TextField()
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ("parameter", "-valid_from", "-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="override_in_order"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="override_withdrawn_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.parameter} = {self.value}"
