"""Snapshots of the template schemas, and requests to found a centre."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tenants.organisations.models import Network, Organisation
from tenants.provisioning.rules import FoundingState
from tenants.walls.identifiers import UUID7

UNFINISHED = (FoundingState.WAITING.value, FoundingState.RUNNING.value)


class Snapshot(models.Model):
    """The SQL that makes a house of a kind, for one state of the migration files (`migrations_hash`)."""

    kind = models.CharField(max_length=10, primary_key=True)
    migrations_hash = models.CharField(max_length=64)
    sql = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} {self.migrations_hash[:8]}"


class FoundingRequest(models.Model):
    """A centre that a network's administrator asked for, and how far it is.

    The processing agreement (art. 28 GDPR) is signed by whoever creates the centre: without its number and date nothing
    is founded. `manager_email` is where the platform sends the first invitation; it is wiped once the founding is
    finished, whatever became of it. `step` counts what is done, for the progress bar. The signature says who asked, as
    words.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    asked_by_house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=40)
    run_by = models.CharField(max_length=200)
    agreement_number = models.CharField(max_length=60)
    agreement_signed_on = models.DateField()
    agreement_signed_by = models.CharField(max_length=200)
    manager_email = models.EmailField(blank=True, default="")
    state = models.CharField(max_length=10, default=FoundingState.WAITING.value)
    step = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    house = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by_account = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_by_function = models.CharField(max_length=200)
    asked_at = models.DateTimeField(db_default=Now())
    queued_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in FoundingState]), name="founding_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(agreement_number="") & ~Q(agreement_signed_by=""), name="founding_with_an_agreement"
            ),
            models.CheckConstraint(
                condition=Q(state=FoundingState.DONE.value, house__isnull=False) | ~Q(state=FoundingState.DONE.value),
                name="founding_done_has_a_house",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, finished_at__isnull=True) & ~Q(manager_email="")
                | Q(~Q(state__in=UNFINISHED), finished_at__isnull=False, manager_email=""),
                name="founding_forgets_the_mail_when_finished",
            ),
            models.UniqueConstraint(
                fields=("slug",),
                condition=Q(state__in=UNFINISHED),
                name="founding_of_an_address_once",
            ),
        )
        indexes = (models.Index(fields=("asked_at",), name="founding_not_queued", condition=Q(queued_at__isnull=True)),)

    def __str__(self) -> str:
        return self.name
