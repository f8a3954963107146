"""Settlements of months, their lines, and premiums."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from casework.participants.models import Stay
from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel


class Settlement(HouseModel):
    """The benefits of a month for everybody. `closing_version`: the version of the attendance that it was made from.

    One per month and version; when an approval of the attendance is withdrawn, the next version gets a settlement of
    its own and this one stays as it was. Once approved, the database refuses changes of its lines.
    """

    month = models.DateField()
    closing_version = models.PositiveIntegerField()
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta(HouseModel.Meta):
        ordering = ("-month", "-closing_version")
        constraints = (
            models.UniqueConstraint(fields=("month", "closing_version"), name="settlement_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="settlement_of_a_month"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="settlement_approved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SettlementLine(HouseModel):
    """One person's month: what went into the calculation (`inputs`, as the rules' own dataclass holds it) and what came
    out. The steps are not stored: the same rule version makes the same steps from the same inputs."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="lines")
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="+")
    rule_version = models.CharField(max_length=20)
    inputs = models.JSONField()
    full_amount = models.DecimalField(max_digits=9, decimal_places=2)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    premium = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    payable = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta(HouseModel.Meta):
        ordering = ("settlement", "id")
        constraints = (
            models.UniqueConstraint(fields=("settlement", "stay"), name="settlement_line_once"),
            models.CheckConstraint(condition=Q(payable=F("amount") + F("premium")), name="settlement_line_adds_up"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, premium__gte=0, amount__lte=F("full_amount")),
                name="settlement_line_in_bounds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.stay_id}: {self.payable}"


class Premium(HouseModel):
    """A premium (art. 15a) proposed for a person and month, with its reasons; the manager decides by approving the
    settlement."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="premiums")
    month = models.DateField()
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    reasons = models.TextField()
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("-month", "id")
        constraints = (
            models.UniqueConstraint(fields=("stay", "month"), name="premium_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="premium_of_a_month"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="premium_is_something"),
            models.CheckConstraint(condition=~Q(reasons=""), name="premium_has_reasons"),
        )

    def __str__(self) -> str:
        return f"{self.stay_id} {self.month:%Y-%m}: {self.amount}"
