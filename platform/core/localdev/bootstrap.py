"""Builds the environment beside `manage.py`. Standard library only: nothing else is installed yet.

The work is cut into steps. Each is remembered by the digest of the files it was made from, so a call that finds
nothing changed costs a few milliseconds. A first build that fails leaves no environment behind; a later one goes on
where it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOM_NEEDED = 2 * 1024**3  # bytes: the packages take 1 GB, fetching them about as much again
STAMP = ".ogniwo-steps.json"
LOCK = "deploy/requirements.txt"
VENDOR = "platform/core/static/vendor"
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install"]

# What each step is made from, relative to the root; the order is the order of work.
STEPS = {
    "packages": [LOCK],
    "project": ["pyproject.toml"],
    "messages": ["platform/core/locale/*/LC_MESSAGES/*.po"],
    "assets": ["platform/assets/package-lock.json", "platform/assets/copy.json"],
}
COMMANDS = {
    "packages": [*PIP, "--retries", "2", "--progress-bar", "off", "--require-hashes", "-r", LOCK],
    "project": [*PIP, "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."],
    "messages": ["-m", "core.localdev.messages", "compile"],
    "assets": ["-m", "core.localdev.assets"],
}
FAILURES = {
    "packages": "The Python packages could not be fetched and installed; is the network reachable?",
    "project": "The project could not be installed into its environment.",
    "messages": "The translations could not be compiled.",
    "assets": "The front-end packages could not be fetched; is the network reachable?",
}


def enter(root: Path, arguments: list[str]) -> None:
    """Return when this process runs inside the complete environment; else build it and start again there."""
    if finished(root) != wanted(root):
        build(root)
    if Path(sys.prefix) != environment(root):
        python = str(interpreter(root))
        os.execv(python, [python, *arguments])


def environment(root: Path) -> Path:
    """The folder of the environment."""
    return root / ".venv"


def interpreter(root: Path) -> Path:
    """The Python of the environment."""
    return environment(root) / "bin" / "python"


def wanted(root: Path) -> dict[str, str]:
    """The digest of each step's inputs, as they are in the working tree now."""
    return {step: _digest(root, patterns) for step, patterns in STEPS.items()}


def finished(root: Path) -> dict[str, str]:
    """The digest of each finished step's inputs, as they were then; empty when there is no environment of ours."""
    if not os.access(interpreter(root), os.X_OK):
        return {}
    try:
        stamp = json.loads((environment(root) / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    if stamp["root"] != str(root):  # scripts inside hold absolute paths: a moved environment is no longer ours
        return {}
    return {step: digest for step, digest in stamp["steps"].items() if step != "assets" or (root / VENDOR).is_dir()}


def build(root: Path) -> None:
    """Do the steps that are missing or whose inputs changed. Of two processes the second waits and finds them done."""
    with _alone():
        done, goal = finished(root), wanted(root)
        fresh = not done and not _made_by_hand(root)
        try:
            if fresh:
                _create(root)
            for step in [step for step in STEPS if done.get(step) != goal[step]]:
                done.pop(step, None)
                _remember(root, done)
                _perform(root, step)
                done[step] = goal[step]
                _remember(root, done)
        except BaseException as end:
            if fresh and not finished(root):
                shutil.rmtree(environment(root), ignore_errors=True)
            if isinstance(end, KeyboardInterrupt):
                sys.exit("Interrupted.")
            raise


def _digest(root: Path, patterns: list[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _made_by_hand(root: Path) -> bool:
    """Someone's own environment, without our stamp: it is filled, never thrown away."""
    return os.access(interpreter(root), os.X_OK) and not (environment(root) / STAMP).exists()


@contextmanager
def _alone() -> Iterator[None]:
    with open(__file__, "rb") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another process is building the environment; waiting for it …", flush=True)
            fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _create(root: Path) -> None:
    free = shutil.disk_usage(root).free
    if free < ROOM_NEEDED:
        sys.exit(f"Only {free // 1024**2} MB are free in {root}; the environment needs {ROOM_NEEDED // 1024**2} MB.")
    print("Building the environment in .venv: once, for a few minutes.", flush=True)
    shutil.rmtree(environment(root), ignore_errors=True)
    environment(root).mkdir()
    _remember(root, {})  # from here on an interrupted build is recognised as half-made
    made = _run(root, [sys.executable, "-I", "-m", "venv", str(environment(root))])
    if made.returncode != 0:
        sys.exit("Python could not make a virtual environment; on Debian `apt install python3-venv` mends this.")


def _remember(root: Path, steps: dict[str, str]) -> None:
    (environment(root) / STAMP).write_text(json.dumps({"root": str(root), "steps": steps}))


def _perform(root: Path, step: str) -> None:
    print(f"  {step} …", flush=True)
    command = [str(interpreter(root)), *COMMANDS[step]]
    failure = _install_packages(root, command) if step == "packages" else _failure(_run(root, command))
    if failure is not None:
        sys.exit(f"{FAILURES[step]} ({failure})")


def _run(root: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def _failure(done: subprocess.CompletedProcess[str]) -> str | None:
    return None if done.returncode == 0 else _reason(done.stdout.splitlines())


def _reason(lines: list[str]) -> str:
    """The line that says most about a failure: the last one marked as an error, else the last one."""
    spoken = [line.strip() for line in lines if line.strip()]
    errors = [line for line in spoken if re.search(r"error", line, re.IGNORECASE)]
    return (errors or spoken or ["it said nothing"])[-1]


def _install_packages(root: Path, command: list[str]) -> str | None:
    """Run pip and show how far it is. Returns the reason of a failure."""
    total = len(re.findall(r"^\S+==", (root / LOCK).read_text(), re.MULTILINE))
    lines: list[str] = []
    with subprocess.Popen(command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            _show_progress(sum(seen.startswith("Collecting ") for seen in lines), total, line)
    return None if pip.returncode == 0 else _reason(lines)


def _show_progress(count: int, total: int, line: str) -> None:
    if line.startswith("Collecting ") and count % 10 == 0:
        print(f"    {count} of {total} fetched", flush=True)
    if line.startswith("Installing "):
        print(f"    installing {total} packages", flush=True)


if __name__ == "__main__":  # how an image or a CI machine builds the environment without using it yet
    build(Path(__file__).resolve().parents[3])
