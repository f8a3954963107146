"""Notices of one account, and how each kind should reach it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.accounts.models import Account
from tenants.walls.tripwires import HouseModel, HouseQuerySet


class NotificationQuerySet(HouseQuerySet["Notification"]):
    """Named filters on notices."""

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(HouseModel):
    """One notice on the bell of one account. `url` is a path in this house (or nothing to open)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=500, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager.from_queryset(NotificationQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^/([^/\\].*)?$"),
                name="notification_leads_into_the_house",
            ),
        )
        indexes = (
            models.Index(fields=("account", "-created_at", "-id"), name="notification_by_account"),
            models.Index(fields=("account",), name="notification_unread", condition=Q(read_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.title


class NotificationPreference(HouseModel):
    """What an account chose for a kind. No row: the kind's own default."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=60)
    bell = models.BooleanField()
    email = models.BooleanField()

    class Meta(HouseModel.Meta):
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(fields=("account", "kind"), name="notification_preference_once_per_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"
