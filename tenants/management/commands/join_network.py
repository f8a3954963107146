"""The operator writes down that a centre belongs to a network."""

from typing import Any

from django.core.management.base import CommandParser

from tenants.management.asking import GroundCommand, day


class Command(GroundCommand):
    help = "A centre belongs to a network from a day on."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--network", required=True, help="short name of the network")
        parser.add_argument("--house", required=True, help="schema name of the centre")
        parser.add_argument("--since", required=True, type=day, help="first day, e.g. 2022-01-01")

    def handle(self, *args: Any, **options: Any) -> None:
        about = {key: options[key] for key in ("network", "house", "since")}
        self.ask("join_network", wait=options["wait"], **about)
        self.stdout.write(f"{options['house']} belongs to {options['network']} since {options['since']}.")
