"""The task class of the whole platform: it works in a house that has asked for the work, or not at all.

The checks are in `__call__`, because an exception in a Celery signal is logged and the task runs all the same.
"""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from celery import Task, signals
from celery.exceptions import Ignore
from django.db import connection

from tenants.jobs.selectors import kind_of_job
from tenants.jobs.services import Work, reject, take_lease, try_again_later
from tenants.organisations.models import Organisation
from tenants.organisations.selectors import active_houses
from tenants.walls.context import house_context, public_context
from worker.leases import perform

logger = logging.getLogger(__name__)
HEADERS = ("house", "job")


class Refused(Exception):
    """A message that does not fit any job of an open house."""


class HouseTask(Task):  # type: ignore[misc, type-arg]
    """A task that is called directly runs where it is called; a message must name a house and a job of that house.

    The message's own arguments are never used: the work is what the job's row says.
    """

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.called_directly:
            return super().__call__(*args, **kwargs)
        try:
            house, job = admitted({name: self.request.get(name) for name in HEADERS}, kind=self.name)
        except Refused as refusal:
            logger.critical("refused a message for %s: %s", self.name, refusal)
            raise Ignore(str(refusal)) from refusal
        perform(job, place=partial(house_context, house), body=self._body)
        return None

    def _body(self, work: Work) -> Any:
        return super().__call__(**work.parameters)


def admitted(headers: Mapping[str, Any], *, kind: str) -> tuple[Organisation, UUID]:
    """The open house and the job that a message names.

    Raises:
        Refused: a header is missing or malformed, the house is not open (its job is rejected on record), or the
            house has no such job for this task.
    """
    house_id, job = _identifier(headers, "house"), _identifier(headers, "job")
    with public_context():
        house = active_houses().filter(pk=house_id).first()
    if house is None:
        reject(job, house=house_id)
        raise Refused(f"there is no open house {house_id}")
    with house_context(house):
        if kind_of_job(job) != kind:
            raise Refused(f"house {house_id} has no such job {job}")
    return house, job


def _identifier(headers: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(headers.get(name))
    except (TypeError, ValueError, AttributeError):
        raise Refused(f"the header {name!r} is missing or malformed") from None


@signals.task_unknown.connect
def rest_a_job_of_unknown_kind(name: str, message: Any, **_: Any) -> None:
    """A kind that this release does not know counts as a failure, else its job would hold a house's place for ever."""
    try:
        house, job = admitted(message.headers, kind=name)
        with house_context(house):
            if work := take_lease(job):
                try_again_later(work.lease)
    except Refused as refusal:
        logger.critical("refused a message for %s: %s", name, refusal)
    finally:
        connection.close()  # the parent of the pool keeps no connection that its children would inherit
