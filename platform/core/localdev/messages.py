"""The translations: compiled for use, gathered from the sources, and checked for gaps.

`python -m core.localdev.messages compile | gather | check`. English texts are the ones in the code, so Polish is the
only catalogue.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import polib

from core.localdev.places import ROOT

CATALOGUE = ROOT / "platform" / "core" / "locale" / "pl" / "LC_MESSAGES" / "django.po"
SOURCES = ("platform/config", "platform/core", "tenants", "casework", "networking", "worker")
FOREIGN = ("locale", "static", "migrations", "localdev", "__pycache__")


def compile_catalogue() -> list[str]:
    """Write the binary catalogue that Django reads; it is never committed."""
    if CATALOGUE.exists():
        draft = CATALOGUE.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(draft))
        draft.rename(CATALOGUE.with_suffix(".mo"))
    return []


def gather() -> list[str]:
    """Bring the catalogue up to date with the texts in the sources; what is new is left empty."""
    _gathered().save(str(CATALOGUE))
    return []


def gaps() -> list[str]:
    """A line for every text in the sources without a finished Polish translation."""
    entries = (entry for entry in _gathered() if not entry.obsolete and not entry.translated())
    return [f"{entry.occurrences[0][0]}: {entry.msgid!r} has no Polish translation" for entry in entries]


def _gathered() -> polib.POFile:
    """The catalogue as it would be after gathering. Works on a copy: Django's command writes where it reads."""
    with tempfile.TemporaryDirectory(prefix="ogniwo-messages-") as folder:
        copy = Path(folder)
        for source in SOURCES:
            shutil.copytree(ROOT / source, copy / source, ignore=shutil.ignore_patterns(*FOREIGN))
        target = copy / "locale" / "pl" / "LC_MESSAGES" / "django.po"
        target.parent.mkdir(parents=True)
        if CATALOGUE.exists():
            shutil.copyfile(CATALOGUE, target)
        _makemessages(copy)
        return polib.pofile(str(target))


def _makemessages(folder: Path) -> None:
    command = [sys.executable, "-m", "django", "makemessages", "--locale=pl", "--no-obsolete", "--no-wrap"]
    subprocess.run(command, cwd=folder, env=_environment(), check=True, stdout=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    # Without settings Django gathers into ./locale; the gettext programs lie beside this Python.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    programs = str(Path(sys.executable).parent)
    return {**environment, "PATH": f"{programs}{os.pathsep}{environment.get('PATH', os.defpath)}"}


DEEDS: dict[str, Callable[[], list[str]]] = {"compile": compile_catalogue, "gather": gather, "check": gaps}

if __name__ == "__main__":
    problems = DEEDS[sys.argv[1]]()
    print("\n".join(problems))
    sys.exit(1 if problems else 0)
