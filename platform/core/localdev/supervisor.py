"""Keeps processes alive: whatever dies is started again, at first at once, then less and less eagerly."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.localdev import processes
from core.localdev.places import ROOT
from core.localdev.trouble import Trouble

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a new start
STEADY = 60.0  # seconds: whoever lived this long starts at once again


class Kept(Protocol):
    """Something that can be started, can die, and can be started again: a server or a child of ours."""

    def start(self) -> None:
        """Start it."""

    def alive(self) -> bool:
        """Whether it is there."""


class Child:
    """One Python process of Ogniwo, with a log of its own."""

    def __init__(self, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        """`arguments` come after the name of the interpreter."""
        self.log = log
        self._command = [sys.executable, *arguments]
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, from the root of the project; what its predecessor left of itself goes first."""
        self.kill()
        self._process = processes.start(self._command, log=self.log, environment=self._environment, folder=ROOT)

    def alive(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> int:
        """Wait for its end; returns its exit code."""
        return self._process.wait() if self._process else 0

    def ask_to_end(self) -> None:
        """Ask it to finish its work and go."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self, *, patience: float = 0) -> None:
        """End it and all that it started, after at most `patience` seconds of waiting for it."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
            processes.kill_group(self._process.pid)
            self._process.wait()
            self._process = None


class Supervisor:
    """Looks after servers and children together."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        """`kept`: those that run now, in the order in which they may need each other."""
        now = time.monotonic()
        self._posts = [_Post(each, started=now) for each in kept]
        self.restarts = 0

    def look(self, *, now: float) -> None:
        """Start again who died and has waited long enough. `now`: seconds of the monotonic clock."""
        for post in self._posts:
            if not post.kept.alive() and post.may_start(now=now):
                self.restarts += 1
                post.start(now=now)


@dataclass
class _Post:
    """One of those looked after, when it was started last, and how long it must wait after that."""

    kept: Kept
    started: float
    wait: float = 0.0

    def may_start(self, *, now: float) -> bool:
        lived = now - self.started
        return lived > STEADY or lived >= self.wait

    def start(self, *, now: float) -> None:
        self.wait = FIRST_WAIT if now - self.started > STEADY else min(max(2 * self.wait, FIRST_WAIT), LONGEST_WAIT)
        self.started = now
        try:
            self.kept.start()
        except Trouble as trouble:  # said, and tried again later
            print(trouble, flush=True)


def end_children(children: Sequence[Child], *, patience: float = processes.PATIENCE) -> None:
    """Ask all to end at once, give them `patience` seconds together, then kill who is left."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + patience
    for child in children:
        child.kill(patience=max(0.0, deadline - time.monotonic()))
