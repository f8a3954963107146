"""Looking into the outbox."""

from django.db.models import QuerySet

from core.mail.models import Mail


def outbox() -> QuerySet[Mail]:
    """Every message of this house, the latest first."""
    return Mail.objects.order_by("-created_at", "-id")


def latest_address(kind: str) -> str:
    """The address that a message of this kind last went to; empty when there was none."""
    return outbox().filter(kind=kind).values_list("to", flat=True).first() or ""
