"""Loaded into the worker under test (`celery worker -I tests.worker.faults`): tasks that can be watched and killed.

A file named after a point, in the folder of plans, makes the next process that comes there kill itself, once.
"""

import os
import signal
import time
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

from celery import shared_task
from django.conf import settings
from django.db import connection, transaction

from core.reports.services import making
from tenants.jobs.services import complete_current_job
from tenants.organisations.selectors import active_houses
from tenants.post.rules import Signature
from tenants.post.services import send_post
from tenants.walls.context import current_house
from worker import tenancy

REPORT_POINTS = ("report-asking", "report-drawing", "report-drawn", "report-publishing", "report-renamed")
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


def mortal(module: ModuleType, name: str, *, before: str | None = None, after: str | None = None) -> None:
    """Make a function of the product one in which a process can be ordered to die."""
    original = getattr(module, name)

    @wraps(original)
    def replacement(*args: Any, **kwargs: Any) -> Any:
        if before:
            die_if_ordered(before)
        result = original(*args, **kwargs)
        if after:
            die_if_ordered(after)
        return result

    setattr(module, name, replacement)


mortal(tenancy, "perform", before="before-lease", after="committed")
mortal(making, "report_kind", before="report-asking")
mortal(making, "render_pdf", before="report-drawing", after="report-drawn")
mortal(making, "keep", before="report-publishing", after="report-renamed")


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
