"""The way back for somebody who lost the telephone or the key that proves who they are."""

from typing import Any

from core.accounts.services import reset_second_factor
from core.management.in_a_house import AccountCommand


class Command(AccountCommand):
    help = "Remove a lost second factor. Recorded in the history of the house and announced to its managers."

    def act(self, **options: Any) -> None:
        account = self.account(**options)
        reset_second_factor(account=account)
        self.stdout.write(f"{account.sign_in_name} sets up a new second factor at the next sign-in.")
