"""Every routed page, asked for by a stranger and by the head of the house: headers (W6), no traces of ours (W9),
and nothing that a mere look changes (W7)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings

from tenants.organisations.models import Organisation
from tests.architecture.routes import HOUSES, addresses
from tests.clients import HouseClient
from tests.tenants.walls.catalogue import ask

pytestmark = pytest.mark.django_db
CHANGES = """SELECT relname, sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables GROUP BY relname"""
WRITTEN_BY_READING = {"core_session", "core_auditentry"}
"""A look prolongs one's session, and opening what is sensitive is recorded."""


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


@dataclass(frozen=True)
class Answer:
    """What came back from a page, and the tables in which rows were changed meanwhile."""

    where: str
    response: Any
    changed: set[str]


@pytest.fixture
def visitors(account: Callable[..., Any], client_for: Callable[..., HouseClient]) -> Callable[..., HouseClient]:
    """`visitors(kind, known=True)`: a browser in the house of that kind, signed in as its head or unknown."""
    heads = {"centre": "manager", "owes": "network-administrator"}

    def make(kind: str, *, known: bool) -> HouseClient:
        house = Organisation.objects.get(schema_name=HOUSES[kind]) if HOUSES[kind] else None
        client = client_for(account(house, heads[kind])) if known and house else client_for(house=house)
        client.raise_request_exception = False
        return client

    return make


@pytest.fixture
def answers(visitors: Callable[..., HouseClient]) -> Callable[..., Iterator[Answer]]:
    """What every page of every kind of house answers."""

    def walk(
        *, known: bool, method: str = "get", enforce_csrf_checks: bool = False, **request: Any
    ) -> Iterator[Answer]:
        for kind in HOUSES:
            client = visitors(kind, known=known)
            client.handler.enforce_csrf_checks = enforce_csrf_checks
            for path in (path for house, path in addresses() if house == kind):
                before = changes()
                response = getattr(client, method)(path, **request)
                changed = {table for table, count in changes().items() if before.get(table) != count}
                yield Answer(f"{kind} {path}", response, changed)

    return walk


def changes() -> dict[str, int]:
    """Table → rows added, changed or deleted in it since the beginning of this test."""
    return dict(ask(CHANGES))


def policy_of(response: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in parts}


def examine(where: str, response: Any) -> None:
    """What every answer has to have, and what it must not say."""
    headers = response.headers
    policy = policy_of(response)
    assert policy["default-src"] in (["'self'"], ["'none'"]), where
    if policy["default-src"] == ["'self'"]:
        for shut in ("object-src", "base-uri", "frame-ancestors"):
            assert policy[shut] == ["'none'"], where
        assert policy["form-action"] == ["'self'"], where
    assert not re.search(r"unsafe-|nonce-|\*|https?:", headers["Content-Security-Policy"]), where
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["X-Frame-Options"] == "DENY", where
    assert headers["Referrer-Policy"] == "same-origin", where
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", where
    assert "no-store" in headers["Cache-Control"], where
    assert not {"Server", "X-Powered-By"} & set(headers), where
    assert response.status_code < 500, where
    assert not re.search(rb"Traceback|django\.|psycopg|ogniwo_app|site-packages|SELECT .* FROM", response.content), (
        where
    )


@pytest.mark.parametrize(
    ("known", "may_change"), [(True, WRITTEN_BY_READING), (False, set())], ids=["known", "stranger"]
)
def test_every_page_protects_its_reader_and_a_look_at_it_changes_nothing(answers, known, may_change):
    walked = 0
    for answer in answers(known=known):
        examine(answer.where, answer.response)
        assert answer.changed <= may_change, answer.where
        walked += 1
    assert walked > 20


def test_no_page_accepts_a_form_without_its_token(answers):
    override = {"headers": {"X-HTTP-Method-Override": "DELETE"}, "enforce_csrf_checks": True}
    for answer in answers(known=True, method="post", data={"name": "x"}, **override):
        assert answer.response.status_code in {401, 403, 404, 405} or answer.where.startswith("public"), answer.where
        assert answer.changed <= WRITTEN_BY_READING, answer.where


def test_a_page_that_breaks_says_a_number_and_nothing_else(visitors, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("SELECT pesel FROM core_account -- of the inside")

    client = visitors("centre", known=False)
    monkeypatch.setattr("tenants.organisations.middleware.HouseMiddleware._enter", broken)
    answer = client.get("/konto/zaloguj/")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in text
    assert not re.search(r"Traceback|RuntimeError|SELECT|inside|django|python", text, re.IGNORECASE)


def test_debugging_is_off_and_cookies_are_locked():
    assert not settings.DEBUG
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
