"""PostgreSQL 18 as an ordinary child process, without any package of the system. Decision 0002 tells why."""

import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from core.localdev import processes
from core.localdev.binaries import postgres_programs
from core.localdev.cluster import (
    APP,
    DATABASE,
    OWNER,
    SUPERUSER,
    make_cluster,
    prepare_cluster,
    refresh_settings,
    require_same_version,
)
from core.localdev.credentials import Credentials
from core.localdev.trouble import Trouble

START_LIMIT = 60.0  # seconds; recovery after a crash is part of it
CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Postgres:
    """The cluster in `ground/postgres` and the server on it, which keeps its port when it is started again."""

    def __init__(self, ground: Path, *, secrets: Credentials, log: Path, fast: bool = False) -> None:
        """`fast` trades the safety of the files for speed: for clusters that live no longer than a test run."""
        self.cluster = ground / "postgres"
        self.port = processes.free_port()
        self.programs = postgres_programs()
        self._passwords = {SUPERUSER: secrets.superuser, OWNER: secrets.owner, APP: secrets.app}
        self._log, self._fast = log, fast
        self._server: subprocess.Popen[bytes] | None = None

    def url(self, role: str = APP, *, database: str = DATABASE) -> str:
        """The address of a database for one of the login roles."""
        password = quote(self._passwords[role], safe="")
        return f"postgres://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server; make cluster, roles and database where they are missing."""
        self.clear_up()
        if not self.cluster.exists():
            password = self._passwords[SUPERUSER]
            make_cluster(self.cluster, programs=self.programs, password=password, fast=self._fast)
        require_same_version(self.cluster, programs=self.programs)
        refresh_settings(self.cluster)
        identity = processes.modest_identity()
        self._server = processes.start(self._command(), log=self._log, folder=self.cluster, identity=identity)
        self._wait_until_ready()
        prepare_cluster(self._dsn(), passwords=self._passwords)

    def stop(self) -> None:
        """End the server in order: clients are disconnected, their open transactions rolled back."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(processes.PATIENCE)
        self.kill()

    def kill(self) -> None:
        """End the server and its children as a power cut would. For fault tests."""
        processes.end(processes.working_in(self.cluster), by=signal.SIGKILL)
        self._forget()

    def alive(self) -> bool:
        """Whether the server that was started is still there."""
        return self._server is not None and self._server.poll() is None

    def clear_up(self) -> None:
        """End what a killed launcher left on this cluster, and drop its claim to the files.

        PostgreSQL itself would trust a stale claim whose process number meanwhile belongs to somebody else.
        """
        if self.cluster.exists():
            processes.end(processes.working_in(self.cluster), by=signal.SIGINT)
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def erase(self) -> None:
        """Throw the cluster away."""
        self.clear_up()
        shutil.rmtree(self.cluster, ignore_errors=True)

    def _command(self) -> list[str | Path]:
        # No socket file: its path may have 107 characters, and a data directory need not keep to that.
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-k", ""]
        return [self.programs / "postgres", "-D", self.cluster, *place, *(CARELESS if self._fast else [])]

    def _dsn(self) -> str:
        # Without require_auth a stranger on this port could simply say "welcome" and learn our statements.
        place = f"host=127.0.0.1 port={self.port} require_auth=scram-sha-256 connect_timeout=5"
        return f"{place} user={SUPERUSER} password={self._passwords[SUPERUSER]}"

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while self.alive() and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.02)
        self.kill()
        raise Trouble(f"PostgreSQL does not start: {processes.last_line(self._log)}")

    def _answers(self) -> bool:
        """Whether the server answers. The password proves both sides to each other, the folder that it is this one."""
        try:
            with psycopg.connect(f"{self._dsn()} dbname={SUPERUSER}") as connection:
                found = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        if found != (str(self.cluster),):
            raise Trouble(f"Another database server answers on port {self.port}.")
        return True

    def _forget(self) -> None:
        if self._server is not None:
            self._server.wait()
            self._server = None
