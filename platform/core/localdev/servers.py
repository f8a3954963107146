"""The two servers of one data directory."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from core.localdev.cluster import APP, OWNER
from core.localdev.credentials import credentials
from core.localdev.places import data_directory, ground_for_servers
from core.localdev.postgres import Postgres
from core.localdev.trouble import Trouble
from core.localdev.valkey import Valkey

CLAIM = "claim"  # locked for as long as somebody works with the data directory


class Servers:
    """PostgreSQL and Valkey with their files in one data directory."""

    def __init__(self, data: Path, *, fast: bool = False) -> None:
        """`fast`: for servers that live no longer than a test run, see Postgres and Valkey."""
        self.data = data_directory(data)
        self.secrets = credentials(self.data)
        ground, logs = ground_for_servers(self.data), self.data / "logs"
        self.postgres = Postgres(ground, secrets=self.secrets, log=logs / "postgres.log", fast=fast)
        self.valkey = Valkey(ground, password=self.secrets.broker, log=logs / "valkey.log", fast=fast)

    def start(self) -> None:
        """Start both."""
        self.postgres.start()
        self.valkey.start()

    def stop(self) -> None:
        """End both."""
        self.valkey.stop()
        self.postgres.stop()

    def erase(self) -> None:
        """Throw away what both keep on disk."""
        self.valkey.erase()
        self.postgres.erase()

    def environment(self) -> dict[str, str]:
        """The environment variables that lead Ogniwo to these servers and to nothing else."""
        return {
            "DATABASE_URL": self.postgres.url(APP),
            "DATABASE_OWNER_URL": self.postgres.url(OWNER),
            "REDIS_URL": self.valkey.url(),
            "OGNIWO_PG_BIN": str(self.postgres.programs),
            "OGNIWO_DATA_DIR": str(self.data),
            "OGNIWO_SECRET_KEY": self.secrets.secret_key,
        }


@contextmanager
def servers(data: Path, *, fast: bool = False) -> Iterator[Servers]:
    """The servers of a data directory, running for as long as the block."""
    pair = Servers(data, fast=fast)
    with claimed(pair.data):
        try:
            pair.start()
            yield pair
        finally:
            pair.stop()


@contextmanager
def claimed(data: Path) -> Iterator[None]:
    """Hold a data directory alone. The claim ends with this process, however it ends."""
    with (data / CLAIM).open("a") as claim:
        if not _locks(claim):
            time.sleep(0.1)  # somebody may just have looked whether it is claimed
            if not _locks(claim):
                raise Trouble(f"Ogniwo already runs on {data}; choose another one with --data-dir.")
        yield


def is_claimed(data: Path) -> bool:
    """Whether somebody works with the data directory now."""
    try:
        with (data / CLAIM).open("rb") as claim:
            return not _locks(claim)
    except FileNotFoundError:
        return False


def _locks(claim: IO[Any]) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
