"""Loaded into the worker under test (`celery worker -I tests.worker.faults`): tasks that can be watched and killed.

A file named after a point, in the folder of plans, makes the next process that comes there kill itself, once.
"""

import os
import signal
import time
from functools import wraps
from pathlib import Path
from uuid import UUID, uuid4

from celery import shared_task
from django.conf import settings
from django.db import connection, transaction

from tenants.jobs.services import complete_current_job
from tenants.organisations.selectors import active_houses
from tenants.post.rules import Signature
from tenants.post.services import send_post
from tenants.walls.context import current_house
from worker import leases, tenancy

POINTS = ("before-lease", "querying", "rendering", "file-written", "renamed", "committed")


def plans() -> Path:
    """Where deaths are ordered."""
    return Path(settings.OGNIWO_DATA_DIR) / "plans"


def die_if_ordered(point: str) -> None:
    """Kill this process, if somebody ordered a death at this point and nobody has died of it yet."""
    try:
        (plans() / point).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


@wraps(leases.perform)
def perform_and_die(*args, **kwargs):
    die_if_ordered("before-lease")
    leases.perform(*args, **kwargs)
    die_if_ordered("committed")


tenancy.perform = perform_and_die


@shared_task(name="tests.paper")
def make_paper(*, paper: str, seconds: float = 0.0) -> None:
    """What every report does: ask, draw, write, rename, and one transaction that makes it visible and done."""
    with connection.cursor() as cursor:
        die_if_ordered("querying")
        cursor.execute("SELECT pg_sleep(0.05)")
    time.sleep(seconds)
    die_if_ordered("rendering")
    _write(paper)
    with transaction.atomic():
        _notify(UUID(paper))
        complete_current_job()


@shared_task(name="tests.poison")
def poison() -> None:
    """Kills every worker that touches it."""
    os.kill(os.getpid(), signal.SIGKILL)


def _write(paper: str) -> None:
    folder = plans().parent / "papers"
    draft = folder / f"{uuid4()}.tmp"
    with draft.open("w") as file:
        file.write(paper)
        file.flush()
        os.fsync(file.fileno())
    die_if_ordered("file-written")
    draft.rename(folder / paper)
    die_if_ordered("renamed")


def _notify(paper: UUID) -> None:
    """The visible effect, which must happen once: a letter to another house."""
    neighbour = active_houses().exclude(pk=current_house().pk).first()
    signature = Signature(account=paper, name="test", function="test")
    send_post(to_house=neighbour, kind="paper", subject="paper", object_id=paper, by=signature)
