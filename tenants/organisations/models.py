"""Organisations and their addresses, in the shared schema."""

from typing import ClassVar

from django.db import models
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
    """

    auto_create_schema = False
    objects: ClassVar[models.Manager["Organisation"]] = models.Manager()

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
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
