"""Waiting for the queue to change, through restarts of PostgreSQL, with one process at a time doing the work."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import Error as DatabaseFailure
from django.db import connection

from tenants.jobs.models import NOTIFY_CHANNEL
from tenants.walls.context import service_role

logger = logging.getLogger(__name__)

WAIT_SECONDS = 1.0
GATHER_SECONDS = 0.02


def listen(look: Callable[[], None], *, claim: str, stop: threading.Event) -> None:
    """Call `look` at once, whenever the queue changes and at least every second, until `stop` is set.

    `claim` names the place. It is an advisory lock of the very connection the work is done on: when the connection
    dies so does the claim, and a stand-by takes over.
    """
    while not stop.is_set():
        try:
            with service_role("dispatcher"):
                _wait_for_the_place(claim, stop)
                _look_and_wait(look, stop)
        except DatabaseFailure as failure:
            logger.warning("the database is away (%s); trying again", type(failure).__name__)
            with suppress(DatabaseFailure):
                connection.close()
            stop.wait(WAIT_SECONDS)
    connection.close()


def _wait_for_the_place(claim: str, stop: threading.Event) -> None:
    while not stop.is_set():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [claim])
            if cursor.fetchone()[0]:
                cursor.execute(f"LISTEN {NOTIFY_CHANNEL}")
                logger.info("%s: at work", claim)
                return
        stop.wait(WAIT_SECONDS)


def _look_and_wait(look: Callable[[], None], stop: threading.Event) -> None:
    while not stop.is_set():
        look()
        with connection.wrap_database_errors:
            news = list(connection.connection.notifies(timeout=WAIT_SECONDS, stop_after=1))
        if news:
            stop.wait(GATHER_SECONDS)  # one look for a burst of news
