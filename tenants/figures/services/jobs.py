"""Background work: publishing what centres released, and making the network's tables when their day has come."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from tenants.figures.services.publishing import Busy, publish_waiting
from tenants.figures.services.releasing import PUBLISH
from tenants.jobs.services import enqueue
from tenants.organisations.selectors import networks_coordinated_by
from tenants.walls.context import current_house

LATER = timedelta(seconds=30)


@shared_task(name=PUBLISH)
def publish(*, network_id: str) -> None:
    """Publish what waits in the network. Asked for by each release, in the house of the centre; safe to repeat.

    While another job is at it, this one does not keep a worker waiting: it looks in again later.
    """
    try:
        publish_waiting(UUID(network_id))
    except Busy:
        again = timezone.now() + LATER
        key = f"figures/again/{network_id}/{again:%Y%m%d%H%M}"
        enqueue(PUBLISH, parameters={"network_id": network_id}, key=key, run_after=again)


@shared_task(name="tenants.figures.freeze")
def freeze() -> None:
    """Every day, in the house of each OWES: months whose day has come are frozen, whoever is missing. A run that is at
    work already does it too."""
    for network in networks_coordinated_by(current_house()):
        with suppress(Busy):
            publish_waiting(network.pk, today=timezone.localdate())
