"""The way back into a house that no manager can enter any more."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email

from core.accounts.services import invite_manager_by_operator
from core.management.in_a_house import HouseCommand


class Command(HouseCommand):
    help = "Invite a manager to a house whose last manager is locked out. Recorded, and announced to its managers."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--email", required=True, help="where the invitation is sent")

    def act(self, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as wrong:
            raise CommandError(f"{options['email']} is not an e-mail address.") from wrong
        invite_manager_by_operator(email=options["email"])
        self.stdout.write(f"The invitation is on its way to {options['email']}.")
