"""What the operator's commands about one house have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.accounts.models import Account
from core.accounts.selectors import account_named
from tenants.errors import NoHouse, RuleBroken
from tenants.walls.context import house_context


class HouseCommand(BaseCommand):
    """Works in the house that `--house` names; a refusal is one sentence and exit code 1."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--house", required=True, help="schema name of the house, e.g. poraj")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with house_context(options["house"]):
                self.act(**options)
        except NoHouse as unknown:
            raise CommandError(str(unknown)) from unknown
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal

    def act(self, **options: Any) -> None:
        """What the command does, inside the house."""
        raise NotImplementedError


class AccountCommand(HouseCommand):
    """Works on the account that `--account` names."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--account", required=True, help="the e-mail or user name that it signs in with")

    def account(self, **options: Any) -> Account:
        found = account_named(options["account"])
        if found is None:
            raise CommandError(f"Nobody in {options['house']} signs in as {options['account']}.")
        return found
