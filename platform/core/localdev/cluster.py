"""The files of a PostgreSQL cluster, and what its superuser must do before anybody else connects."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from core.localdev.binaries import postgres_version
from core.localdev.places import ROOT
from core.localdev.processes import give_to, modest_identity
from core.localdev.trouble import Trouble

DATABASE = "ogniwo"
SUPERUSER, OWNER, APP = "postgres", "ogniwo_owner", "ogniwo_app"
SETTINGS = ROOT / "deploy" / "postgres" / "postgresql.conf"
ROLES = ROOT / "deploy" / "postgres" / "roles.sql"


def make_cluster(cluster: Path, *, programs: Path, password: str, fast: bool) -> None:
    """Make the files of a cluster, under another name first: a half-made one is never taken for a whole one."""
    draft = cluster.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give_to(modest_identity(), draft)
    with tempfile.NamedTemporaryFile("w", dir=cluster.parent) as file:
        file.write(password)
        file.flush()
        give_to(modest_identity(), Path(file.name))
        failure = _initdb(draft, programs=programs, password_file=Path(file.name), fast=fast)
    if failure:
        shutil.rmtree(draft, ignore_errors=True)
        raise Trouble(f"The database cluster could not be made: {failure}")
    draft.rename(cluster)


def refresh_settings(cluster: Path) -> None:
    """Give the cluster the settings that are shipped, as they are now."""
    shutil.copyfile(SETTINGS, cluster / "postgresql.conf")


def require_same_version(cluster: Path, *, programs: Path) -> None:
    """Refuse to start a server on the files of another major version."""
    made_by = int((cluster / "PG_VERSION").read_text())
    found = postgres_version(programs, identity=modest_identity())
    if made_by != found:
        raise Trouble(f"This data was made by PostgreSQL {made_by}, not {found}; --fresh starts anew.")


def prepare_cluster(dsn: str, *, passwords: dict[str, str]) -> None:
    """Roles, the revokes that every later database inherits through template1, and the database. Repeatable.

    `dsn` names the superuser and no database.
    """
    for database in ("template1", SUPERUSER):
        with psycopg.connect(f"{dsn} dbname={database}") as connection:
            connection.execute(ROLES.read_bytes())
    with psycopg.connect(f"{dsn} dbname={SUPERUSER}", autocommit=True) as connection:
        for role, password in passwords.items():
            change = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
            connection.execute(change)
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
            create = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _initdb(folder: Path, *, programs: Path, password_file: Path, fast: bool) -> str | None:
    # The wheel has no ICU: PostgreSQL's own Unicode rules serve instead, the same on every machine.
    locale = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
    access = ["-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password_file}"]
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder,
        *access,
        *locale,
        "--no-instructions",
        *(["-N"] if fast else []),
    ]
    made = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **modest_identity())
    return None if made.returncode == 0 else made.stderr.strip().splitlines()[-1]
