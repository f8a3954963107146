"""The ground process: founds, upgrades and suspends houses, keeps networks. It alone holds the owner's login."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from django.utils import timezone

from tenants.errors import RuleBroken
from tenants.jobs.selectors import next_ground_job
from tenants.jobs.services import Work
from tenants.organisations import services as organisations
from tenants.provisioning import services as provisioning
from tenants.walls.context import public_context, service_role
from worker.leases import perform
from worker.listening import listen

logger = logging.getLogger(__name__)


def upgrade_houses() -> None:
    """Upgrade what needs it; the job says which houses failed, their rows say why."""
    failed = provisioning.upgrade_houses().failed
    if failed:
        raise RuleBroken(f"Not upgraded: {', '.join(sorted(failed))}.")


def set_up_network(*, slug: str, name: str, coordinator: str) -> None:
    """A network and the OWES that supports it."""
    with public_context():
        organisations.set_up_network(slug=slug, name=name, coordinator=coordinator)


def join_network(*, network: str, house: str, since: str) -> None:
    """A centre belongs to a network from a day on (ISO date)."""
    with public_context():
        organisations.join_network(network=network, house=house, since=date.fromisoformat(since))


def leave_network(*, house: str, until: str) -> None:
    """A centre's membership ends with a day (ISO date)."""
    with public_context():
        organisations.leave_network(house=house, until=date.fromisoformat(until))


def found_requested_centre(*, request: str) -> None:
    """A centre that an OWES asked for; it belongs to the network from today on."""
    provisioning.found_requested_centre(request=request, today=timezone.localdate())


KINDS: Mapping[str, Callable[..., object]] = {
    "found_house": provisioning.found_house,
    "found_requested_centre": found_requested_centre,
    "upgrade_houses": upgrade_houses,
    "suspend_house": provisioning.suspend_house,
    "resume_house": provisioning.resume_house,
    "set_up_network": set_up_network,
    "join_network": join_network,
    "leave_network": leave_network,
}
"""What may be asked of this process; each can be repeated without harm, because a killed process is."""


def run(stop: threading.Event) -> None:
    """Serve until asked to stop."""
    listen(partial(do_what_is_due, stop), claim="ogniwo ground", stop=stop)


def do_what_is_due(stop: threading.Event) -> None:
    """Work the lane `ground` off, oldest first."""
    while not stop.is_set() and (job := next_ground_job()):
        perform(job, place=partial(service_role, "dispatcher"), body=_do)


def _do(work: Work) -> object:
    act = KINDS.get(work.kind)
    if act is None:
        raise RuleBroken(f"The ground process does not know how to {work.kind}.")
    return act(**work.parameters)
