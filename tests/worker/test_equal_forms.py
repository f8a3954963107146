"""Fifty equal forms over HTTP at once, against the real web server (R8)."""

import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from core.accounts.models import Account
from core.letters.selectors import sent_letters
from tenants.walls.context import house_context
from tests.stack import Stack

pytestmark = pytest.mark.faults
EMAIL, PASSWORD = "biuro@poraj.example", "dobre-haslo-do-testow-1"
SIGN_IN, WRITE, SENT = "/konto/zaloguj/", "/wiadomosci/nowa/", "/wiadomosci/wyslane/"


@pytest.fixture
def web(stack: Stack) -> Stack:
    """With somebody in Poraj who writes letters."""
    with stack.database(), house_context("poraj"):
        known_to_the_server = Argon2PasswordHasher().encode(PASSWORD, "salt of the test")
        Account.objects.create(email=EMAIL, name="Biuro", roles=["office"], password=known_to_the_server)
    return stack


class Browser:
    """Keeps its cookies and finds the hidden fields of a form."""

    def __init__(self, stack: Stack) -> None:
        self.port = stack.port
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> HTTPResponse:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": f"poraj.localhost:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line.request("POST" if form else "GET", path, body=urlencode(form) if form else None, headers=headers)
        return line.getresponse()

    def visit(self, path: str, form: dict[str, str] | None = None) -> str:
        answer = self.ask(path, form)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(cookie).items()})
        return answer.read().decode()


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]


def test_fifty_equal_forms_write_one_letter(web: Stack) -> None:
    browser = Browser(web)
    page = browser.visit(SIGN_IN)
    browser.visit(
        SIGN_IN, {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "login": EMAIL, "password": PASSWORD}
    )
    page = browser.visit(WRITE)
    letter = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "form_id", "to")}
    letter |= {"subject": "Sprawa", "body": "Treść"}

    def send(_: int) -> tuple[int, str | None]:
        answer = browser.ask(WRITE, letter)
        return answer.status, answer.headers["Location"]

    with ThreadPoolExecutor(50) as threads:
        answers = set(threads.map(send, range(50)))
    assert answers == {(302, SENT)}
    with web.database(), house_context("poraj"):
        assert sent_letters().count() == 1
