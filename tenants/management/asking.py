"""How the operator's commands ask the ground process and wait for its answer."""

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.jobs.selectors import ground_job_state
from tenants.jobs.services import enqueue_for_ground

PATIENCE = 120.0
POLL = 0.1


def day(text: str) -> str:
    """A date of the command line, checked; it stays text, because jobs are JSON."""
    return date.fromisoformat(text).isoformat()


class GroundCommand(BaseCommand):
    """A command whose work is done by the ground process, the only one that may."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wait", type=float, default=PATIENCE, help="seconds to wait for the ground process")

    def ask(self, kind: str, /, *, wait: float, **parameters: Any) -> None:
        """Put the job into the queue and wait until it is finished.

        Raises:
            CommandError: it was refused, it failed, or nobody took it in time (it stays in the queue).
        """
        job = enqueue_for_ground(kind, parameters=parameters)
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline:
            state = ground_job_state(job.pk)
            if state and state.is_finished:
                if state.error:
                    raise CommandError(state.error)
                return
            time.sleep(POLL)
        raise CommandError("The ground process did not answer; the request stays in the queue. Is `ground` running?")
