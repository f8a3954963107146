"""Requests that carried an Idempotency-Key, and what they were answered."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.accounts.models import ApiToken
from core.sealing.models import SealedBytesField
from tenants.walls.tripwires import HouseModel


class KeyedRequest(HouseModel):
    """A request that may safely be sent again. `fingerprint` covers method, path and body.

    Without a status it is still being answered. The answer is sealed: it may speak of a person.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = SealedBytesField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("token", "key"), name="keyed_request_once"),
            models.CheckConstraint(condition=~Q(key=""), name="keyed_request_has_a_key"),
        )

    def __str__(self) -> str:
        return str(self.pk)
