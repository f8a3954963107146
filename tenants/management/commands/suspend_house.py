"""The operator shuts a house, or opens it again."""

from typing import Any

from django.core.management.base import CommandParser

from tenants.management.asking import GroundCommand


class Command(GroundCommand):
    help = "Shut a house at once (or open it again with --resume)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("house", help="its schema name, e.g. poraj")
        parser.add_argument("--resume", action="store_true", help="open it again")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, done = ("resume_house", "open again") if options["resume"] else ("suspend_house", "suspended")
        self.ask(kind, wait=options["wait"], schema_name=options["house"])
        self.stdout.write(f"{options['house']}: {done}.")
