"""The ground process: founds, upgrades, suspends and resumes houses. It alone holds the owner's login."""

import logging
import threading
from collections.abc import Callable, Mapping
from functools import partial

from tenants.errors import RuleBroken
from tenants.jobs.selectors import next_ground_job
from tenants.jobs.services import Work
from tenants.provisioning import services as provisioning
from tenants.walls.context import service_role
from worker.leases import perform
from worker.listening import listen

logger = logging.getLogger(__name__)


def upgrade_houses() -> None:
    """Upgrade what needs it; the job says which houses failed, their rows say why."""
    failed = provisioning.upgrade_houses().failed
    if failed:
        raise RuleBroken(f"Not upgraded: {', '.join(sorted(failed))}.")


KINDS: Mapping[str, Callable[..., object]] = {
    "found_house": provisioning.found_house,
    "upgrade_houses": upgrade_houses,
    "suspend_house": provisioning.suspend_house,
    "resume_house": provisioning.resume_house,
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
