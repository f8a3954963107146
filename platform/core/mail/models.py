"""The outbox of a house."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.walls.tripwires import HouseModel


class MailState(models.TextChoices):
    """Where a message is. `kept`: a demo without a mail server shows it on the outbox page instead."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    KEPT = "kept", _("kept in the outbox")
    FAILED = "failed", _("not sent")


class Mail(HouseModel):
    """One message to one address. `body` is the plain text; its HTML is made of it when the message leaves.

    `attempts` counts the tries, `error` says why the last one failed. The body is empty once it was erased.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="mail_sent_with_its_moment",
            ),
        )
        indexes = (models.Index(fields=("-created_at", "-id"), name="mail_by_time"),)

    def __str__(self) -> str:
        return self.subject
