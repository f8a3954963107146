"""`manage.py test`: everything that must hold before a change is handed over. With arguments: only pytest."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core.localdev.places import ROOT
from core.localdev.testing import servers_for_tests

# A test run knows nothing of an installation that the caller's environment leads to.
OUTSIDE = ("DATABASE_", "REDIS_", "EMAIL_", "DJANGO_", "OGNIWO_")
KEPT = "OGNIWO_PG_BIN"
PROGRAMS = Path(sys.executable).parent

PYTEST = (sys.executable, "-m", "pytest")
WHOLE_SUITE = (*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "not campaign")


@dataclass(frozen=True)
class Step:
    """One program that must end with 0. `settings`: the Django settings that it runs with."""

    name: str
    command: Sequence[str]
    settings: str = "config.settings.test"


CHECKS = (
    Step("types", (sys.executable, "-m", "mypy")),
    Step("style", (sys.executable, "-m", "ruff", "check", ".")),
    Step("format", (sys.executable, "-m", "ruff", "format", "--check", ".")),
    Step("arrows", (str(PROGRAMS / "lint-imports"),)),
    Step("migrations", (sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run")),
    Step(
        "system checks",
        (sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"),
        settings="config.settings.base",
    ),
    Step("translations", (sys.executable, "-m", "core.localdev.messages", "check")),
)


def main(arguments: list[str]) -> int:
    """Run the steps. All of them, even when one fails: a person wants to see everything at once."""
    began = time.monotonic()
    with servers_for_tests() as servers:
        environment = clean_environment() | servers.environment()
        if arguments:
            return subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment, check=False).returncode
        failed = _checks(environment)
        failed += [] if _passes(Step("tests", WHOLE_SUITE), environment) else ["tests"]
    print(_closing_line(failed, seconds=time.monotonic() - began), flush=True)
    return 1 if failed else 0


def clean_environment() -> dict[str, str]:
    """The caller's environment without anything that leads to an installation of Ogniwo."""
    return {name: value for name, value in os.environ.items() if name == KEPT or not name.startswith(OUTSIDE)}


def _checks(environment: Mapping[str, str]) -> list[str]:
    """Run the checks, two at a time; returns the names of those that failed."""
    with ThreadPoolExecutor(2) as pool:
        verdicts = pool.map(lambda step: _passes_quietly(step, environment), CHECKS)
        return [step.name for step, passed in zip(CHECKS, verdicts, strict=True) if not passed]


def _passes_quietly(step: Step, environment: Mapping[str, str]) -> bool:
    """Whether the step passes; what it said is shown only when it does not."""
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env=_environment(step, environment),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = f"── {step.name}: passed" if done.returncode == 0 else f"── {step.name}: FAILED\n{done.stdout}"
    print(said, flush=True)
    return done.returncode == 0


def _passes(step: Step, environment: Mapping[str, str]) -> bool:
    print(f"── {step.name}", flush=True)
    command = [*step.command]
    return subprocess.run(command, cwd=ROOT, env=_environment(step, environment), check=False).returncode == 0


def _environment(step: Step, environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "DJANGO_SETTINGS_MODULE": step.settings}


def _closing_line(failed: Sequence[str], *, seconds: float) -> str:
    steps = len(CHECKS) + 1
    verdict = f"FAILED: {', '.join(failed)}" if failed else "everything passed"
    return f"manage.py test: {verdict} ({steps - len(failed)} of {steps} steps, {seconds:.0f} s)"
