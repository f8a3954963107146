"""Doing one job under a lease: take it, keep it while working, settle it whatever happens."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection

from tenants.errors import RuleBroken
from tenants.jobs.rules import renewal_interval
from tenants.jobs.services import (
    Lease,
    LeaseLost,
    Work,
    complete,
    fail,
    hand_back,
    holding,
    renew_lease,
    take_lease,
    try_again_later,
)

logger = logging.getLogger(__name__)

Place = Callable[[], AbstractContextManager[Any]]
"""Enters the place (house or service role) in which a job's row is visible and its work is done."""

Body = Callable[[Work], object]


def perform(job_id: UUID, *, place: Place, body: Body) -> None:
    """Do a job if nobody else is doing it. Everything that happens to it is on record afterwards."""
    with place():
        work = take_lease(job_id)
        if work is None:
            logger.info("job %s: nothing to do here", job_id)
            return
        with kept(work.lease, place=place):
            _do(work, body)


def _do(work: Work, body: Body) -> None:
    try:
        with holding(work.lease):
            body(work)
        complete(work.lease)
    except LeaseLost as lost:
        logger.warning("%s", lost)
    except RuleBroken as refusal:
        fail(work.lease, reason=refusal.message)
    except SystemExit:
        # This worker is being stopped, perhaps in the middle of a query: the connection cannot be trusted any more.
        connection.close()
        hand_back(work.lease)
        raise
    except Exception:
        logger.exception("job %s (%s) failed in attempt %s", work.lease.job, work.kind, work.lease.attempt)
        try_again_later(work.lease)


@contextmanager
def kept(lease: Lease, *, place: Place) -> Iterator[None]:
    """Renew the lease from a thread of its own, so that long queries and renderers do not have to think of it."""
    stop = threading.Event()
    keeper = threading.Thread(target=_renew, args=(lease, place, stop), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _renew(lease: Lease, place: Place, stop: threading.Event) -> None:
    pause = renewal_interval(settings.OGNIWO_LEASE_SECONDS)
    while not stop.wait(pause):
        try:
            with place():
                if not renew_lease(lease):
                    return
        except DatabaseFailure:
            # The server may be restarting; the next round tries a fresh connection while the lease still lasts.
            connection.close()
    connection.close()
