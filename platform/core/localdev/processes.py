"""Starting, finding and ending processes, and the ports they listen on."""

import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict

import psutil

from core.localdev.trouble import Trouble

PATIENCE = 15.0  # seconds between asking a process to end and ending it


class Identity(TypedDict, total=False):
    """The arguments of subprocess that choose who a process runs as."""

    user: int
    group: int
    extra_groups: list[int]


def modest_identity() -> Identity:
    """Who a server runs as: the caller, except that root steps down to nobody (PostgreSQL refuses root)."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give_to(identity: Identity, path: Path) -> None:
    """Make the path belong to that identity."""
    if identity:
        os.chown(path, identity["user"], identity["group"])


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    identity: Identity | None = None,
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches only us and the order of ending is ours."""
    settings: dict[str, Any] = {**(identity or {})}
    with log.open("ab") as sink:
        return subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=stdin,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder or "/",
            start_new_session=True,
            **settings,
        )


def working_in(folder: Path) -> list[psutil.Process]:
    """The processes whose working directory is this folder: a server and its children, whoever started them."""
    return _processes(lambda process: Path(process.cwd()) == folder.resolve())


def carrying(variable: str, value: str) -> list[psutil.Process]:
    """The processes started with this variable in their environment, and their descendants."""
    return _processes(lambda process: process.environ().get(variable) == value)


def end(processes: Iterable[psutil.Process], *, by: int = signal.SIGTERM, patience: float = PATIENCE) -> None:
    """Ask the processes to end; whoever is still there after `patience` seconds is killed."""
    asked = list(processes)
    _signal(asked, by)
    _signal(_still_there(asked, patience=patience), signal.SIGKILL)
    _still_there(asked, patience=PATIENCE)


def kill_group(leader: int) -> None:
    """Kill whatever is left of the session that a process of ours led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def free_port() -> int:
    """A port of the loopback address that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free_port(port: int) -> None:
    """Refuse a port that the web server could not take."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Trouble(f"Port {port} is reserved for root; choose another one with --port.") from error
        except OSError as error:
            raise Trouble(f"Port {port} is already in use; choose another one with --port.") from error


def last_line(log: Path) -> str:
    """The last thing said in a log, for a sentence about what went wrong."""
    lines = log.read_text(errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "nothing was logged")


def _processes(wanted: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _is(process, wanted)]


def _is(process: psutil.Process, wanted: Callable[[psutil.Process], bool]) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and wanted(process)
    except (psutil.Error, OSError):  # gone meanwhile, or not ours to look at
        return False


def _signal(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.send_signal(number)


def _still_there(processes: list[psutil.Process], *, patience: float) -> list[psutil.Process]:
    """Who has not ended within that many seconds. The dead whom nobody has buried yet do not count."""
    deadline = time.monotonic() + patience
    while left := [process for process in processes if _is(process, psutil.Process.is_running)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.01)
    return left
