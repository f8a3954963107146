"""Valkey as an ordinary child process: broker of the worker and cache."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from core.localdev import processes
from core.localdev.binaries import valkey_program
from core.localdev.trouble import Trouble

START_LIMIT = 20.0  # seconds


class Valkey:
    """The server on `ground/valkey`, which keeps its port when it is started again."""

    def __init__(self, ground: Path, *, password: str, log: Path, fast: bool = False) -> None:
        """`fast` keeps everything in memory: for servers that live no longer than a test run."""
        self.folder = ground / "valkey"
        self.port = processes.free_port()
        self._password, self._log, self._fast = password, log, fast
        self._server: subprocess.Popen[bytes] | None = None

    def url(self, *, number: int = 0) -> str:
        """The address of one of the server's numbered databases."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        """Start the server; what it had on disk is there again."""
        self.clear_up()
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o700)
        server = processes.start([valkey_program(), "-"], log=self._log, folder=self.folder, stdin=subprocess.PIPE)
        self._server = server
        if server.stdin:  # settings by pipe: a password among the arguments could be read by everyone here
            server.stdin.write(self._settings().encode())
            server.stdin.close()
        self._wait_until_ready()

    def stop(self) -> None:
        """End the server in order; what it holds is written first."""
        processes.end(processes.working_in(self.folder), by=signal.SIGTERM)
        self._forget()

    def kill(self) -> None:
        """End the server as a power cut would. For fault tests."""
        processes.end(processes.working_in(self.folder), by=signal.SIGKILL)
        self._forget()

    def alive(self) -> bool:
        """Whether the server that was started is still there."""
        return self._server is not None and self._server.poll() is None

    def clear_up(self) -> None:
        """End what a killed launcher left in this folder."""
        if self.folder.exists():
            processes.end(processes.working_in(self.folder), by=signal.SIGTERM)

    def erase(self) -> None:
        """Throw everything away that the server keeps on disk."""
        self.clear_up()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _settings(self) -> str:
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self._password}",
                f'dir "{self.folder}"',
                f"appendonly {'no' if self._fast else 'yes'}",
                "appendfsync everysec",
                'save ""',
                "maxmemory-policy noeviction",  # a full broker refuses loudly; it never forgets a message silently
                "daemonize no",
                "",
            ]
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while self.alive() and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.01)
        self.kill()
        raise Trouble(f"Valkey does not start: {processes.last_line(self._log)}")

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url(), socket_timeout=2, decode_responses=True) as client:
            try:
                found = client.config_get("dir")
            except redis.RedisError:
                return False
        if found != {"dir": str(self.folder)}:
            raise Trouble(f"Another broker answers on port {self.port}.")
        return True

    def _forget(self) -> None:
        if self._server is not None:
            self._server.wait()
            self._server = None
