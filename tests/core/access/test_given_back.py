"""A form that comes too late is given back. A stranger is another site, or the next person at the computer."""

import re

import pytest
from django.urls import reverse

from core.access.rules import may_be_given_back
from tests.clients import HouseClient
from tests.conftest import PASSWORD

ADDRESS = "/kadra/zapros/"
TYPED = {"name": "Żaneta <b>Nowa</b>", "sign_in_name": "zaneta@poraj.example", "roles": ["office", "accountant"]}
OURS = {"HTTP_ORIGIN": "http://poraj.localhost"}


def held(answer):
    """What the page would send again, by field."""
    return list(answer.context["typed"])


@pytest.fixture
def strict(poraj):
    """A browser whose form tokens are checked."""
    return HouseClient(house=poraj, enforce_csrf_checks=True)


def test_what_was_typed_before_the_session_ended_comes_back_in_a_page(client_for, poraj):
    answer = client_for(house=poraj).post(f"{ADDRESS}?z=1", TYPED)
    assert answer.status_code == 401
    assert answer["Cache-Control"] == "no-store"
    assert held(answer) == [
        ("name", TYPED["name"]), ("sign_in_name", TYPED["sign_in_name"]), ("roles", "office"), ("roles", "accountant"),
    ]  # fmt: skip
    body = answer.content.decode()
    assert 'action="/kadra/zapros/?z=1"' in body
    assert "<b>Nowa" not in body
    assert 'target="_blank" rel="noopener"' in body


def test_passwords_and_files_stay_out_of_the_page(client_for, poraj):
    answer = client_for(house=poraj).post(ADDRESS, {**TYPED, "password": "tajne-haslo", "new_password2": "tajne-haslo"})
    assert "tajne-haslo" not in answer.content.decode()
    assert not may_be_given_back("csrfmiddlewaretoken")
    for name in ("account_change_password", "mfa_activate_totp"):
        page = reverse(name, urlconf="config.urls.house")
        assert client_for(house=poraj).post(page, {"code": "123456", "x": "y"}).status_code == 302, "nothing of these"


def test_a_button_without_words_simply_leads_to_the_sign_in(client_for, poraj):
    answer = client_for(house=poraj).post(ADDRESS, {"form_id": "x", "name": "  "})
    assert answer["Location"] == "/konto/zaloguj/?next=/"


def token(answer):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode()).group(1)


def test_after_signing_in_anew_the_form_is_sent_on_without_a_word_lost(account, poraj, strict, as_house):
    office = account(poraj, "office", name="Beata")
    profile = "/konto/"
    old = token(strict.get("/konto/zaloguj/"))
    typed = {"name": "Beata\nBiuro", "language": "pl", "csrfmiddlewaretoken": old}
    too_late = strict.post(profile, typed, **OURS)
    assert too_late.status_code == 401
    strict.post("/konto/zaloguj/", {"login": office.email, "password": PASSWORD, "csrfmiddlewaretoken": old}, **OURS)
    still_old = strict.post(profile, typed, **OURS)
    assert still_old.status_code == 403
    assert held(still_old) == [("name", "Beata\nBiuro"), ("language", "pl")]
    again = strict.post(profile, {**dict(held(still_old)), "csrfmiddlewaretoken": token(still_old)}, **OURS)
    assert again.status_code == 302


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "http://evil.example"}])
def test_another_site_puts_no_words_into_a_page(origin, account, poraj, strict, client_for):
    strict.cookies = client_for(account(poraj, "manager")).cookies
    answer = strict.post(ADDRESS, TYPED, **origin)
    assert answer.status_code == 403
    assert TYPED["sign_in_name"] not in answer.content.decode()
    assert strict.post("/konto/zaproszenie/x/", TYPED).status_code == 403
