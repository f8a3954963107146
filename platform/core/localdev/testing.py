"""Servers for a test run: in a folder of its own, careless and quick, gone at the end."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.localdev import processes
from core.localdev.places import ground_for_servers
from core.localdev.servers import CLAIM, Servers, is_claimed, servers

PREFIX = "ogniwo-test-"
BROKER_DATABASES = 16
NEEDED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")


def ensure_servers() -> dict[str, str]:
    """The environment that names the servers of this test run.

    Where the environment names servers already (`manage.py test`, or a worker of pytest-xdist whose controller came
    here first), nothing is started. Such a worker gets numbered databases of Valkey to itself, because emptying the
    cache empties all of one.
    """
    if all(os.environ.get(name) for name in NEEDED):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        return {"REDIS_URL": _numbered(os.environ["REDIS_URL"], int(worker.removeprefix("gw")))} if worker else {}
    block = servers_for_tests()
    pair = block.__enter__()
    atexit.register(block.__exit__, None, None, None)
    return pair.environment()


@contextmanager
def servers_for_tests(*, fast: bool = True) -> Iterator[Servers]:
    """Servers in a fresh folder, which is removed with them."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with servers(folder, fast=fast) as pair:
            yield pair
    finally:
        _remove(folder)


def _numbered(url: str, worker: int) -> str:
    """Two databases for each worker: the broker's, and the cache's right after it."""
    return f"{url.rsplit('/', 1)[0]}/{2 * (worker + 1) % BROKER_DATABASES}"


def _sweep() -> None:
    """Remove what test runs left that were killed: their folders are there, nobody claims them any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if os.access(folder, os.W_OK) and _abandoned(folder):
            _remove(folder)


def _abandoned(folder: Path) -> bool:
    claim = folder / CLAIM
    # Between making a folder and claiming it there is a moment, hence the minute.
    return claim.exists() and time.time() - claim.stat().st_mtime > 60 and not is_claimed(folder)


def _remove(folder: Path) -> None:
    ground = ground_for_servers(folder)
    for part in ("postgres", "valkey"):
        processes.end(processes.working_in(ground / part), patience=0)
    for place in {ground, folder}:
        shutil.rmtree(place, ignore_errors=True)
