"""Letters between houses, in the shared schema. Row level security: the sender writes, sender and addressee read."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from tenants.organisations.models import Organisation
from tenants.walls.identifiers import UUID7


class Post(models.Model):
    """A letter from one house to another.

    The signature (`sent_by_account`, `sent_by_name`, `sent_by_function`) says who wrote, as text: the account lives
    in the sender's house and no foreign key may point there. `object_id` names the shared row the letter is about.
    `queued_at` is when the dispatcher asked the addressee's worker to deliver, `delivered_at` when that was done.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    from_house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    to_house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField(default="")
    object_id = models.UUIDField(null=True)
    sent_by_account = models.UUIDField()
    sent_by_name = models.CharField(max_length=200)
    sent_by_function = models.CharField(max_length=200)
    sent_at = models.DateTimeField(db_default=Now())
    queued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(from_house=F("to_house")), name="post_goes_to_another_house"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(delivered_at__isnull=False), name="post_is_read_after_delivery"
            ),
        )
        indexes = (models.Index(fields=("sent_at",), name="post_not_queued", condition=Q(queued_at__isnull=True)),)

    def __str__(self) -> str:
        return self.subject
