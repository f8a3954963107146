"""The operator sets up a network of centres."""

from typing import Any

from django.core.management.base import CommandParser

from tenants.management.asking import GroundCommand


class Command(GroundCommand):
    help = "Set up a network: the centres that an OWES supports."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--slug", required=True, help="a short name, e.g. subregion-polnocny")
        parser.add_argument("--name", required=True, help="its full name")
        parser.add_argument("--coordinator", required=True, help="schema name of the OWES")

    def handle(self, *args: Any, **options: Any) -> None:
        about = {key: options[key] for key in ("slug", "name", "coordinator")}
        self.ask("set_up_network", wait=options["wait"], **about)
        self.stdout.write(f"Network: {options['name']}.")
