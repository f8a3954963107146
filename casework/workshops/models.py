"""Workshops, groups and who belongs to them, from when to when."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from casework.participants.models import Stay
from casework.staff.models import StaffMember
from tenants.walls.tripwires import HouseModel, HouseQuerySet


class Workshop(HouseModel):
    """A workshop with its seats. Never deleted; one that is closed takes no new groups."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, default="")
    seats = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(Lower("name"), name="workshop_name_once"),)

    def __str__(self) -> str:
        return self.name


class Group(HouseModel):
    """People who work in one workshop under one instructor."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120)
    instructor = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    seats = models.PositiveSmallIntegerField()
    hours_a_day = models.DecimalField(max_digits=4, decimal_places=2, default=6, db_default=6)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(Lower("name"), name="group_name_once"),
            models.CheckConstraint(condition=Q(hours_a_day__gt=0, hours_a_day__lte=24), name="group_hours_of_a_day"),
        )

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(HouseQuerySet["Membership"]):
    """Named filters on memberships."""

    def touching(self, *, since: date, until: date) -> "MembershipQuerySet":
        """Those of which at least one day lies between these two, both included; a stay that is over ends them too."""
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=since)
        staying = Q(stay__ends_on__isnull=True) | Q(stay__ends_on__gte=since)
        return self.filter(lasting, staying, starts_on__lte=until)

    def on(self, day: date) -> "MembershipQuerySet":
        return self.touching(since=day, until=day)


class Membership(HouseModel):
    """A stay's time in a group, first and last day included. A day has one group: the database sees to it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[Any] = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_in_order"
            ),
        )
        indexes = (models.Index(fields=("group", "starts_on"), name="membership_by_group"),)

    def __str__(self) -> str:
        return f"{self.stay_id} in {self.group_id}"
