"""The operator writes down that a centre leaves its network."""

from typing import Any

from django.core.management.base import CommandParser

from tenants.management.asking import GroundCommand, day


class Command(GroundCommand):
    help = "A centre's membership of its network ends with a day."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--house", required=True, help="schema name of the centre")
        parser.add_argument("--until", required=True, type=day, help="last day, e.g. 2026-12-31")

    def handle(self, *args: Any, **options: Any) -> None:
        self.ask("leave_network", wait=options["wait"], house=options["house"], until=options["until"])
        self.stdout.write(f"{options['house']} belongs to its network until {options['until']}.")
