"""Around every request: reference numbers, headers on everything, logs without names, 503 without a database."""

import logging
import re
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from core.audit.models import AuditEntry
from core.audit.services import origin
from core.ui import middleware
from core.ui.middleware import ReferenceFilter, client_address, new_reference
from tenants.errors import RuleBroken

pytestmark = pytest.mark.usefixtures("second_factor_waived")
URLS = "config.urls.centre"
HISTORY, WRITE, READ_ALL = (
    reverse(name, urlconf=URLS) for name in ("audit:list", "letters:write", "notifications:read-all")
)
NUMBER = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


@pytest.fixture
def manager(poraj: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(poraj, "manager"))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, manager: Any) -> Any:
    """The history's selector raises what it is told, and the browser gets the page that a person would."""
    manager.raise_request_exception = False

    def break_with(trouble: Exception) -> Any:
        def fail(*_: Any, **__: Any) -> None:
            raise trouble

        monkeypatch.setattr("core.audit.views.history_page", fail)
        return manager.get(HISTORY)

    return break_with


# The reference number


def test_every_answer_has_a_number_of_its_own(manager: Any) -> None:
    numbers = [manager.get(HISTORY)["X-Request-ID"] for _ in range(2)]
    assert all(NUMBER.fullmatch(number) for number in numbers)
    assert numbers[0] != numbers[1]


def test_a_number_sent_by_the_client_is_ignored(manager: Any) -> None:
    assert manager.get(HISTORY, headers={"X-Request-ID": "AAAA-AAAA"})["X-Request-ID"] != "AAAA-AAAA"


def test_the_history_knows_the_number_and_the_address(manager: Any, poraj: Any, as_house: Any) -> None:
    number = manager.get(HISTORY, REMOTE_ADDR="192.0.2.7")["X-Request-ID"]
    with as_house(poraj):
        entry = AuditEntry.objects.get(action="audit.viewed")
    assert (entry.request_id, entry.ip) == (number, "192.0.2.7")


def test_the_number_is_forgotten_after_the_request(manager: Any) -> None:
    manager.get(HISTORY)
    assert origin.get().request_id == ""


def test_the_number_stands_on_the_page_of_an_error(broken: Any) -> None:
    answer = broken(ZeroDivisionError("SELECT secret FROM core_account"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in page
    for word in ("SELECT", "Traceback", "ZeroDivisionError", "Django", "history_page", "/work"):
        assert word not in page


def test_numbers_do_not_repeat() -> None:
    assert len({new_reference() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("192.0.2.7", "198.51.100.1", (), "192.0.2.7"),  # nobody is believed by default
        ("10.0.0.1", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),  # the first was made up
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", ("10.0.0.0/8",), "198.51.100.1"),
        ("192.0.2.7", "198.51.100.1", ("10.0.0.0/8",), "192.0.2.7"),
        ("10.0.0.1", "x", ("10.0.0.0/8",), None),
        ("10.0.0.1", "", ("10.0.0.0/8",), None),
        ("", "198.51.100.1", ("10.0.0.0/8",), None),  # a socket of this machine
        ("2001:db8::1", "", (), "2001:db8::1"),
        ("2001:db8::1", "198.51.100.1", ("2001:db8::/32",), "198.51.100.1"),
    ],
)
def test_only_a_proxy_of_ours_is_believed(peer: str, forwarded: str, trusted: Any, address: Any, settings: Any) -> None:
    settings.OGNIWO_TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address


# Headers


def answers(manager: Any, client_for: Any, poraj: Any, broken: Any) -> Any:
    stranger = client_for(house=poraj)
    yield "page", manager.get(HISTORY)
    yield "redirect to sign-in", stranger.get(HISTORY)
    yield "sign-in", stranger.get(stranger.get(HISTORY).url)
    yield "not found", manager.get("/nie-ma/")
    yield "method", manager.get(READ_ALL)
    yield "download", manager.post(reverse("audit:export", urlconf=URLS))
    yield "static", manager.get("/static/core/tokens.css")
    yield "no static", manager.get("/static/core/nie-ma.css")
    yield "unknown host", Client(HTTP_HOST="obcy.example").get("/")
    yield "malformed host", Client(HTTP_HOST="a b").get("/")
    yield "public", Client(HTTP_HOST="localhost").get("/nie-ma/")
    yield "broken", broken(ZeroDivisionError())
    yield "database away", broken(OperationalError())
    yield "rule", broken(RuleBroken("x"))


def test_every_answer_has_every_header(manager: Any, client_for: Any, poraj: Any, broken: Any) -> None:
    for name, answer in answers(manager, client_for, poraj, broken):
        policy = answer["Content-Security-Policy"]
        for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert directive in policy, name
        assert "unsafe" not in policy, name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "camera=()" in answer["Permissions-Policy"], name
        assert answer["X-Frame-Options"] == "DENY", name
        assert NUMBER.fullmatch(answer["X-Request-ID"]), name
        assert (answer["Cache-Control"] == "no-store") is (name != "static"), name
        assert not {"Server", "X-Powered-By"} & set(answer.headers), name


def test_over_https_browsers_remember_to_use_nothing_else(settings: Any, manager: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63072000, True
    browser = Client(HTTP_HOST="poraj.localhost")
    assert browser.get("/", secure=True)["Strict-Transport-Security"].startswith("max-age=63072000; includeSubDomains")


# Forms of other sites


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://zly.example"}, {"Origin": "null"}])
def test_a_form_without_our_token_is_refused(
    headers: dict[str, str], poraj: Any, account: Any, client_for: Any
) -> None:
    browser = client_for(account(poraj, "manager"))
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(READ_ALL, headers=headers)
    assert answer.status_code == 403
    assert answer["X-Request-ID"] in answer.content.decode()


def test_a_method_cannot_be_overridden(manager: Any, poraj: Any, as_house: Any) -> None:
    for smuggled in ({"X-HTTP-Method-Override": "POST"}, {"X-Method-Override": "POST"}):
        assert manager.get(f"{READ_ALL}?_method=POST", headers=smuggled).status_code == 405


# Trouble


@pytest.mark.parametrize(
    "trouble",
    [
        OperationalError("server closed the connection"),
        psycopg.errors.AdminShutdown("terminating connection"),
        psycopg.errors.QueryCanceled("statement timeout"),
        psycopg.errors.LockNotAvailable("lock timeout"),
        psycopg.InterfaceError("the connection is closed"),
    ],
)
def test_while_the_database_is_away_the_page_says_when_to_come_back(trouble: Exception, broken: Any) -> None:
    answer = broken(trouble)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert str(trouble) not in answer.content.decode()


def test_a_database_lost_before_the_view_is_503_too(manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("connection refused")

    manager.raise_request_exception = False
    for place in ("tenants.organisations.middleware.house_at", "core.accounts.sessions.SessionStore.load"):
        with monkeypatch.context() as patched:
            patched.setattr(place, fail)
            answer = manager.get(HISTORY)
            assert (answer.status_code, "Retry-After" in answer) == (503, True), place


def test_any_other_trouble_of_the_database_is_a_defect_of_ours(broken: Any) -> None:
    assert broken(DatabaseError("syntax error")).status_code == 500


def test_a_rule_that_no_view_caught_is_400(broken: Any) -> None:
    assert broken(RuleBroken("Tak nie można.")).status_code == 400


# Logs


def lines(caplog: pytest.LogCaptureFixture) -> str:
    """The log as the handlers of the product would write it."""
    formatter, only = logging.Formatter("%(reference)s %(message)s"), ReferenceFilter()
    shown = []
    for entry in caplog.records:
        only.filter(entry)
        shown.append(formatter.format(entry))
    return "\n".join(shown)


def test_the_log_names_pages_and_never_addresses(manager: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    manager.get(f"{HISTORY}?text=Kowalska")
    manager.get("/zaproszenie/tajny-klucz/Kowalska/")
    manager.get("/nie-ma/Kowalska/")
    written = lines(caplog)
    assert "audit:list 200" in written
    assert "Kowalska" not in written
    assert "tajny-klucz" not in written


def test_the_log_of_a_failure_holds_no_values_of_rows(broken: Any, caplog: pytest.LogCaptureFixture) -> None:
    broken(DatabaseError("duplicate key\nDETAIL:  Key (email)=(jan.kowalski@poraj.example) already exists."))
    written = lines(caplog)
    assert "duplicate key" in written
    assert "kowalski" not in written
    assert HISTORY not in written


def test_lines_of_a_request_carry_its_number(manager: Any, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    class Listener(logging.Handler):
        def emit(self, entry: logging.LogRecord) -> None:
            ReferenceFilter().filter(entry)
            seen.append(entry.reference)  # type: ignore[attr-defined]

    middleware.logger.addHandler(listener := Listener())
    try:
        number = manager.get(HISTORY)["X-Request-ID"]
    finally:
        middleware.logger.removeHandler(listener)
    assert seen == [number]
