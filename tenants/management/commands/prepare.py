"""The first step of every release: the shared schema, roles, grants, templates."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from tenants.provisioning.services import prepare


class Command(BaseCommand):
    help = "Bring the shared schema, roles, grants and templates to this release. Needs the owner's login."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_old_servers()
        prepare()


def refuse_old_servers() -> None:
    """PostgreSQL 18 brings `uuidv7()` and the collation we rely on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < 180000:
            raise CommandError("Ogniwo needs PostgreSQL 18 or newer.")
