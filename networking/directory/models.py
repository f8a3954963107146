"""What a centre tells about itself, in the shared schema. Row level security: its network reads, the centre writes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from tenants.organisations.models import Organisation
from tenants.walls.identifiers import UUID7


class CentreProfile(models.Model):
    """The profile of a centre: who runs it, which decision gives it the status (art. 4), what it does, how to reach it.

    Contacts are those of the office. The signature says who last changed it, as words.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    house = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="profile")
    run_by = models.CharField(max_length=200, blank=True, default="")
    decision_number = models.CharField(max_length=80, blank=True, default="")
    decision_on = models.DateField(null=True, blank=True)
    status_until = models.DateField(null=True, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    workshops = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    about = models.TextField(blank=True, default="")
    street = models.CharField(max_length=120, blank=True, default="")
    postal_code = models.CharField(max_length=6, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.URLField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    changed_by_account = models.UUIDField()
    changed_by_name = models.CharField(max_length=200)
    changed_by_function = models.CharField(max_length=200)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("house",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status_until__isnull=True)
                | Q(decision_on__isnull=True)
                | Q(status_until__gte=F("decision_on")),
                name="profile_status_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"profile of {self.house_id}"
