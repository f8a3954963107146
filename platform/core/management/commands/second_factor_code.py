"""The telephone of the demo: its accounts have an authenticator app, and nobody has the app."""

from typing import Any

from django.utils import timezone

from core.accounts.services import current_code
from core.management.in_a_house import AccountCommand


class Command(AccountCommand):
    help = "Print the code that the authenticator app of an account of the demo shows now."

    def act(self, **options: Any) -> None:
        self.stdout.write(current_code(account=self.account(**options), now=timezone.now()))
