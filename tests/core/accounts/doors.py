"""What tests of accounts do at the doors: sign in, show a code, set up a second factor."""

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import counter_of
from tests.conftest import APP_SECRET, PASSWORD

HOUSE = "config.urls.house"


def at(name: str, *args: Any) -> str:
    """The address of a page of a house."""
    return reverse(name, urlconf=HOUSE, args=args)


def sign_in(browser: Any, name: str, password: str = PASSWORD, **extra: Any) -> Any:
    return browser.post(at("account_login"), {"login": name, "password": password}, **extra)


def code(step: int = 0, secret: str = APP_SECRET) -> str:
    """What an authenticator app shows, some steps of half a minute from now."""
    return str(format_hotp_value(hotp_value(secret, counter_of(timezone.now()) + step)))


def enrol(browser: Any) -> tuple[Any, str]:
    """The answer to the first code of a new app, and the secret of the app."""
    secret = browser.get(at("mfa_activate_totp")).context["form"].secret
    return browser.post(at("mfa_activate_totp"), {"code": code(secret=secret)}), secret


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]
