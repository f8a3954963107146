"""A member of staff: a name, a function, and perhaps an account."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from casework.staff.rules import StaffFunction
from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel


class StaffMember(HouseModel):
    """Somebody who works here. Never deleted: the papers of past months name them."""

    name = models.CharField(max_length=120)
    function = models.CharField(max_length=30)
    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_member"
    )
    employed_from = models.DateField(null=True, blank=True)
    employed_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(function__in=[each.value for each in StaffFunction]), name="staff_function_known"
            ),
            models.CheckConstraint(
                condition=Q(employed_until__isnull=True)
                | Q(employed_from__isnull=True)
                | Q(employed_until__gte=F("employed_from")),
                name="staff_employed_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name
