"""Writing to another house, delivering, reading."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tenants.errors import RuleBroken
from tenants.jobs.models import Job
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.post.rules import Signature
from tenants.walls.context import current_house

DELIVERY = "core.notifications.deliver_post"


def send_post(
    *, to_house: Organisation, kind: str, subject: str, by: Signature, body: str = "", object_id: UUID | None = None
) -> Post:
    """Leave a letter for another house, in the current house and transaction.

    Raises:
        NoHouse: outside of any house.
        RuleBroken: the addressee is the sender.
    """
    sender = current_house()
    if to_house.pk == sender.pk:
        raise RuleBroken(_("A letter goes to another organisation, not to your own."))
    return Post.objects.create(
        from_house=sender,
        to_house=to_house,
        kind=kind,
        subject=subject,
        body=body,
        object_id=object_id,
        sent_by_account=by.account,
        sent_by_name=by.name,
        sent_by_function=by.function,
    )


def mark_delivered(post_id: UUID) -> None:
    """The addressee's people have been told. Said by the addressee's worker, in the transaction that told them."""
    _received().filter(pk=post_id, delivered_at__isnull=True).update(delivered_at=Now())


def mark_read(post_id: UUID) -> None:
    """Somebody of the addressee has opened the letter."""
    _received().filter(pk=post_id, delivered_at__isnull=False, read_at__isnull=True).update(read_at=Now())


def _received() -> QuerySet[Post]:
    return Post.objects.filter(to_house=current_house())


@transaction.atomic
def hand_over_post(*, at_most: int = 100) -> int:
    """The dispatcher's part: ask each addressee's worker to deliver the letters that have arrived. Returns how many."""
    fresh = list(Post.objects.filter(queued_at__isnull=True).order_by("sent_at", "id")[:at_most])
    jobs = [
        Job(house_id=post.to_house_id, kind=DELIVERY, parameters={"post_id": str(post.pk)}, key=f"post/{post.pk}")
        for post in fresh
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    return Post.objects.filter(pk__in=[post.pk for post in fresh]).update(queued_at=Now())
