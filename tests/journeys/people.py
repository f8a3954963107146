"""People of the journeys, and what they do again and again: sign in, read a code from the app on their telephone."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.test import override_settings
from playwright.sync_api import Page, StorageState

from tests.stack import Stack

if TYPE_CHECKING:
    from core.accounts.models import Account

PASSWORD = "Ogniwo-podroz-2026"
STAFF = {
    "poraj": (
        ("socjalny", "Anna Źrebiec", "social-worker"),
        ("zastepczyni", "Zofia Wolna", "social-worker"),
        ("biuro", "Paulina Ćwik", "office"),
        ("warsztat", "Jerzy Dłuto", "vocational-instructor"),
        ("kasa", "Róża Groszek", "accountant"),
    ),
    "klobuck": (("socjalna", "Maria Socha", "social-worker"), ("ksiegowa", "Irena Grosik", "accountant")),
    "jowes": (("doradca", "Tomasz Wierzba", "adviser"),),
}


@override_settings(PASSWORD_HASHERS=("django.contrib.auth.hashers.Argon2PasswordHasher",))  # the stack's own
def invite_the_rest() -> None:
    """Heads of the houses answer their invitations and invite staff, who answer too."""
    from core.accounts.services import invite_account
    from tenants.walls.context import house_context

    for slug in ("poraj", "klobuck", "jowes"):
        with house_context(slug):
            head = let_the_head_in(slug)
            for user, name, role in STAFF.get(slug, ()):
                mail = f"{user}@{slug}.example"
                _accept(invite_account(by=head, name=name, sign_in_name=mail, roles=[role]).link, name)


@override_settings(PASSWORD_HASHERS=("django.contrib.auth.hashers.Argon2PasswordHasher",))  # the stack's own
def let_the_head_in(slug: str) -> "Account":
    """Inside a house that was just founded: its head answers the invitation."""
    from core.accounts.models import Account
    from core.accounts.services import resend_invitation

    head = Account.objects.get()
    _accept(resend_invitation(by=head, account=head).link, f"Kierująca {slug.title()}")
    head.refresh_from_db()
    return head


def _accept(link: str, name: str) -> None:
    from core.accounts.services import accept_invitation

    accept_invitation(secret=link.rstrip("/").rsplit("/", 1)[-1], name=name, password=PASSWORD)


@contextmanager
def inside(stack: Stack, slug: str) -> Iterator[None]:
    """In a house of the stack, with the secret of the stack, which opens what the house has sealed."""
    from tenants.walls.context import house_context

    secret = stack.environment["OGNIWO_SECRET_KEY"]
    with override_settings(SECRET_KEY=secret), stack.database(), house_context(slug):
        yield


@override_settings(PASSWORD_HASHERS=("django.contrib.auth.hashers.Argon2PasswordHasher",))  # the stack's own
def invite(head: "Account", *, name: str, email: str, role: str) -> "Account":
    """Somebody more, inside their house: invited by its head, and in."""
    from core.accounts.services import accept_invitation, invite_account

    invited = invite_account(by=head, name=name, sign_in_name=email, roles=[role])
    secret = invited.link.rstrip("/").rsplit("/", 1)[-1]
    return accept_invitation(secret=secret, name=name, password=PASSWORD)


def totp(secret: str, *, step: int = 0) -> str:
    """The code an authenticator app shows for a secret (RFC 6238); `step` 1 is the next one."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.digest(key, counter, "sha1")
    offset = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def secret_on(page: Page) -> str:
    """The secret that an enrolment page offers for typing instead of the picture."""
    found = re.search(r"\b[A-Z2-7]{32}\b", page.content())
    assert found, "the enrolment page shows no secret to type"
    return found.group()


SESSIONS: dict[str, StorageState] = {}
"""Cookies of people who have signed in during this run: e-mail → what their browser keeps."""


def sign_in(page: Page, email: str) -> None:
    """Sign in with the password and, as the role asks for it at the first time, set up a second factor."""
    page.goto("/konto/zaloguj/")
    type_password(page, email)
    if "/drugi-skladnik/aplikacja" in page.url:
        type_code(page, totp(secret_on(page)))
        page.goto("/")
    SESSIONS[email] = page.context.storage_state()


def type_password(page: Page, email: str) -> None:
    """Fill in the sign-in page that is open."""
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    send(page)


def type_code(page: Page, code: str) -> None:
    """Fill in the page that asks for a code."""
    page.locator("input[name=code]").fill(code)
    send(page)


def send(page: Page) -> None:
    """Press the button of the page's own form."""
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_load_state()
