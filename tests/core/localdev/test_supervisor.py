"""Who dies is started again; who keeps dying is not started without end; what is ended leaves nothing behind."""

import os
import time
from pathlib import Path

import pytest

from core.localdev import processes
from core.localdev.supervisor import FIRST_WAIT, LONGEST_WAIT, STEADY, Child, Supervisor, end_children
from core.localdev.trouble import Trouble

BEGETS = "import subprocess, sys, time; subprocess.Popen(['sleep', '600']); print('up', flush=True); time.sleep(600)"


class Dead:
    """Something that dies whenever it is started."""

    def __init__(self) -> None:
        self.starts = 0

    def start(self) -> None:
        self.starts += 1

    def alive(self) -> bool:
        return False


class Broken(Dead):
    def start(self) -> None:
        super().start()
        raise Trouble("It does not start.")


def starts_within(seconds: float, kept: Dead) -> int:
    """How often it is started while somebody looks ten times a second."""
    supervisor, begin = Supervisor([kept]), time.monotonic()
    for tenth in range(int(seconds * 10)):
        supervisor.look(now=begin + tenth / 10)
    return kept.starts


def test_the_dead_are_started_again_at_once() -> None:
    assert starts_within(FIRST_WAIT, Dead()) == 1


def test_who_keeps_dying_is_started_less_and_less_often() -> None:
    assert starts_within(60, Dead()) <= 8
    assert starts_within(600, Dead()) <= 600 / LONGEST_WAIT + 8


def test_one_death_after_a_long_life_is_forgiven() -> None:
    kept, begin = Dead(), time.monotonic()
    supervisor = Supervisor([kept])
    for moment in (1.0, 1.0 + STEADY * 2, 1.0 + STEADY * 4):
        supervisor.look(now=begin + moment)
    assert kept.starts == 3


def test_a_start_that_fails_is_said_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert starts_within(3, Broken()) >= 2
    assert "It does not start." in capsys.readouterr().out


def begetter(folder: Path) -> Child:
    child = Child(["-c", BEGETS], environment={**os.environ, "OGNIWO_TEST_MARK": str(folder)}, log=folder / "log")
    child.start()
    while "up" not in (folder / "log").read_text():
        time.sleep(0.01)
    return child


def family(folder: Path) -> int:
    return len(processes.carrying("OGNIWO_TEST_MARK", str(folder)))


def test_ending_a_child_ends_its_children_too(tmp_path: Path) -> None:
    child = begetter(tmp_path)
    assert family(tmp_path) == 2
    end_children([child], patience=5)
    deadline = time.monotonic() + 5
    while family(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)  # a killed process stands in the table until somebody has looked
    assert family(tmp_path) == 0
    assert not child.alive()


def test_a_restart_first_removes_what_the_predecessor_left(tmp_path: Path) -> None:
    child = begetter(tmp_path)
    child.start()
    deadline = time.monotonic() + 5
    while family(tmp_path) != 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert family(tmp_path) == 2
    child.kill()


def test_orphans_are_found_by_what_their_environment_carries(tmp_path: Path) -> None:
    child = begetter(tmp_path)
    assert processes.carrying("OGNIWO_TEST_MARK", "a stranger") == []
    processes.end(processes.carrying("OGNIWO_TEST_MARK", str(tmp_path)), patience=5)
    assert family(tmp_path) == 0
    child.kill()


def test_a_child_that_does_not_want_to_go_is_killed(tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    child = Child(["-c", stubborn], environment=dict(os.environ), log=tmp_path / "log")
    child.start()
    while "up" not in (tmp_path / "log").read_text():
        time.sleep(0.01)
    began = time.monotonic()
    end_children([child], patience=0.3)
    assert time.monotonic() - began < 3
    assert not child.alive()


def test_the_exit_code_of_a_child_is_known(tmp_path: Path) -> None:
    child = Child(["-c", "raise SystemExit(3)"], environment=dict(os.environ), log=tmp_path / "log")
    child.start()
    assert child.wait() == 3
