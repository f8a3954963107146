"""Looking into the outbox."""

from django.db.models import QuerySet

from core.mail.models import Mail


def outbox() -> QuerySet[Mail]:
    """Every message of this house, the latest first."""
    return Mail.objects.order_by("-created_at", "-id")
