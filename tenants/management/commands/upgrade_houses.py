"""The operator brings every house to this release."""

from typing import Any

from django.core.management.base import CommandError

from tenants.management.asking import GroundCommand
from tenants.provisioning.selectors import houses_to_upgrade


class Command(GroundCommand):
    help = "Bring every house to this release. A house that fails does not stop the others."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = houses_to_upgrade().count()
        if waiting:
            self.ask("upgrade_houses", wait=options["wait"])
        left = list(houses_to_upgrade())
        self.stdout.write(f"Upgraded {waiting - len(left)}, failed {len(left)}.")
        for house in left:
            self.stderr.write(f"{house.schema_name}: {house.upgrade_error}")
        if left:
            raise CommandError("Mend the cause and run the command again: it does only what is missing.")
