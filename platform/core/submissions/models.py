"""Which forms have been submitted, and where their sender was sent."""

from django.db import models
from django.db.models.functions import Now

from tenants.walls.tripwires import HouseModel


class Submission(HouseModel):
    """A submitted form. Its primary key is the identifier that the form itself carried.

    `fingerprint` is a keyed hash of sender, address and content: the same identifier with anything else is refused.
    `location` is where the browser was sent; empty only inside the transaction of the act.
    """

    fingerprint = models.CharField(max_length=64)
    location = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.pk)
