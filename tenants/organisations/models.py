"""Organisations, their addresses and their networks, in the shared schema."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django_tenants.models import DomainMixin, TenantMixin

from tenants.walls.identifiers import UUID7


class Kind(models.TextChoices):
    """What a house is; `public` is the site without a house."""

    PUBLIC = "public"
    CENTRE = "centre"
    OWES = "owes"


class Status(models.TextChoices):
    """Whether a house may be entered."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class Organisation(TenantMixin):  # type: ignore[misc]
    """A house: an organisation with a PostgreSQL schema and role of its own.

    `migrations_hash` records which migrations the schema has; `upgrade_error` why the last upgrade failed.
    A sandbox is for machines to try themselves on: it joins no network and no statistics.
    """

    auto_create_schema = False
    objects: ClassVar[models.Manager["Organisation"]] = models.Manager()

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    is_sandbox = models.BooleanField(db_default=False, default=False)
    founded_at = models.DateTimeField(db_default=Now())
    migrations_hash = models.CharField(max_length=64, blank=True, default="")
    upgrade_error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="organisation_kind_is_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="organisation_status_is_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return str(self.schema_name)

    @property
    def is_open(self) -> bool:
        return self.status == Status.ACTIVE


class Domain(DomainMixin):  # type: ignore[misc]
    """An address (host name, lower case, no port) under which a house answers."""

    class Meta:
        ordering = ("domain",)


class Network(models.Model):
    """Centres that meet and are counted together, and the OWES that supports them.

    `smallest_count`: the smallest number of people that published tables show; art. 38 of the act on public statistics
    is met by 3 and more. `rounding`: 0, or the number to whose multiples every published count is rounded.
    `freeze_day`: on that day of the following month the network's tables of a month are made, whoever is missing.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    coordinator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="coordinated_networks")
    smallest_count = models.PositiveSmallIntegerField(default=5)
    rounding = models.PositiveSmallIntegerField(default=0)
    freeze_day = models.PositiveSmallIntegerField(default=20)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(smallest_count__gte=3), name="network_hides_counts_below_three"),
            models.CheckConstraint(condition=Q(rounding__in=(0, 5, 10)), name="network_rounding_known"),
            models.CheckConstraint(
                condition=Q(freeze_day__gte=1, freeze_day__lte=28), name="network_freezes_each_month"
            ),
        )

    def __str__(self) -> str:
        return self.name


class NetworkMembership(models.Model):
    """From when and until when (both included; None: it lasts) a centre belongs to a network; to one at a time."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="network_membership_in_order"
            ),
            ExclusionConstraint(
                name="membership_of_one_network_a_day",
                expressions=(
                    ("house", RangeOperators.EQUAL),
                    (
                        Func(
                            "since",
                            "until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.house_id} in {self.network_id}"
