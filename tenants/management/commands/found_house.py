"""The operator founds a house."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from tenants.errors import RuleBroken
from tenants.management.asking import GroundCommand
from tenants.organisations.selectors import house_at
from tenants.provisioning.rules import NewHouse, checked


class Command(GroundCommand):
    help = "Found a house: its schema, role, address and the invitation of its first manager."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kind", required=True, choices=("centre", "owes"))
        parser.add_argument("--name", required=True, help="full name of the organisation")
        parser.add_argument("--host", required=True, help="its address, e.g. poraj.example.pl")
        parser.add_argument("--manager-email", required=True, help="who is invited as its first manager")
        parser.add_argument("--sandbox", action="store_true", help="a centre for machines to try themselves on")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {key: options[key] for key in ("kind", "name", "host", "manager_email")}
        wanted["is_sandbox"] = options["sandbox"]
        try:
            checked(NewHouse(**wanted))
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        if house_at(options["host"]):
            raise CommandError(f"{options['host']} exists already; `invite_manager` invites somebody to head it.")
        self.ask("found_house", wait=options["wait"], **wanted)
        self.stdout.write(f"Founded: {options['name']} at {options['host']}.")
