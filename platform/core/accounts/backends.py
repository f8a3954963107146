"""Who is it? By e-mail or user name, in any case, in the time that a wrong password takes."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from core.accounts.models import Account


class HouseBackend(BaseBackend):
    """Accounts of the house that the request is in."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", email: str = "", password: str = "", **_: Any
    ) -> Account | None:
        """The account, or nothing: unknown name, wrong password and ended access cannot be told apart."""
        account = Account.objects.signing_in_as(email or username)
        if account is None:
            make_password(password)  # what checking would have cost
            return None
        fits = account.check_password(password)
        return account if fits and account.is_active else None

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session; nothing once its access has ended."""
        found: Account | None = Account.objects.active().filter(pk=user_id).first()
        return found
