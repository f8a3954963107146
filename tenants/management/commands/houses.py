"""The operator looks at the houses."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.provisioning.selectors import houses, migrations_hash


class Command(BaseCommand):
    help = "List the houses: address, kind, status, state of the schema."

    def handle(self, *args: Any, **options: Any) -> None:
        for house in houses():
            state = "current" if house.migrations_hash == migrations_hash(house.kind) else "to upgrade"
            hosts = ", ".join(domain.domain for domain in house.domains.all())
            error = f"  {house.upgrade_error.splitlines()[0]}" if house.upgrade_error else ""
            self.stdout.write(f"{house.schema_name:16} {house.kind:7} {house.status:10} {state:10} {hosts}{error}")
