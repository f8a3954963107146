"""Signing in and out. A stranger is somebody who knows the address and perhaps a password."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone

from core.accounts.backends import HouseBackend
from core.accounts.models import Session
from core.audit.models import AuditEntry
from tests.clients import HouseClient
from tests.conftest import PASSWORD
from tests.core.accounts.doors import at, sign_in


@pytest.mark.parametrize("name", ["beata@poraj.example", "BEATA@Poraj.Example", "beata", "Beata", " beata "])
def test_one_signs_in_by_email_or_user_name_in_any_case(name, browser, office):
    assert sign_in(browser, name).status_code == 302
    assert browser.get(at("today")).status_code == 200


def test_sign_in_is_recorded_and_so_is_sign_out(browser, office, as_house, poraj):
    sign_in(browser, "beata")
    browser.post(at("account_logout"))
    assert browser.get(at("today")).status_code == 302
    with as_house(poraj):
        actions = list(AuditEntry.objects.filter(by_id=office.pk).values_list("action", flat=True))
        assert actions == ["account.signed_out", "account.signed_in"]
        assert not Session.objects.filter(account=office).exists(), "sign-out ends the session in the database"


def test_sign_out_needs_a_click(browser, office):
    sign_in(browser, "beata")
    assert browser.get(at("account_logout")).status_code == 200
    assert browser.get(at("today")).status_code == 200


def test_one_comes_back_to_the_page_that_was_asked_for_but_never_elsewhere(browser, office):
    asked = browser.get(at("accounts:sessions"))
    assert sign_in_at(browser, asked["Location"])["Location"] == at("accounts:sessions")
    browser.post(at("account_logout"))
    assert sign_in_at(browser, at("account_login") + "?next=https://evil.example/")["Location"] == "/"


def sign_in_at(browser, url):
    return browser.post(url, {"login": "beata", "password": PASSWORD})


def test_refusals_cannot_be_told_apart(browser, office, account, poraj):
    account(poraj, "office", email="ended@poraj.example", is_active=False, ended_at=timezone.now())
    invited = account(poraj, "office", email="invited@poraj.example")
    invited.set_unusable_password()
    refused = {
        "wrong": sign_in(browser, "beata@poraj.example", "zle-haslo"),
        "wrong by user name": sign_in(browser, "beata", "zle-haslo"),
        "unknown": sign_in(browser, "nikt@poraj.example"),
        "ended": sign_in(browser, "ended@poraj.example"),
    }
    said = {str(answer.context["form"].errors) for answer in refused.values()}
    assert {answer.status_code for answer in refused.values()} == {200}
    assert len(said) == 1, said


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(account, poraj, as_house, monkeypatch):
    """What takes the time is the hash: one is computed either way, so the time tells nobody who has an account."""
    account(poraj, "office", email="czas@poraj.example")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
    )
    with as_house(poraj):
        for name in ("czas@poraj.example", "nikt@poraj.example"):
            hashed.clear()
            assert HouseBackend().authenticate(None, email=name, password="zle-haslo-123") is None
            assert hashed == ["zle-haslo-123"], name


def test_failures_are_recorded_without_what_was_typed(browser, office, as_house, poraj):
    sign_in(browser, "beata", "zle-haslo")
    sign_in(browser, "MojeTajneHaslo99")
    with as_house(poraj):
        failed = AuditEntry.objects.filter(action="account.sign_in_failed")
        assert failed.filter(target_id=str(office.pk)).count() == 1
        assert "MojeTajneHaslo99" not in str(list(failed.values()))


def test_sign_up_and_email_management_are_not_there(browser):
    for path in ("/konto/zarejestruj/", "/accounts/signup/", "/konto/signup/", "/signup/", "/accounts/email/"):
        assert browser.get(path).status_code == 404


def test_the_public_site_has_no_sign_in_and_sets_no_session(client_for):
    stranger = client_for(house=None)
    assert stranger.get("/konto/zaloguj/").status_code == 404
    assert "ogniwo_session" not in stranger.get("/").cookies


def test_the_session_of_one_house_means_nothing_in_another(client_for, office, klobuck, jowes):
    cookies = client_for(office).cookies
    for other in (klobuck, jowes):
        stranger = client_for(house=other)
        stranger.cookies = cookies
        assert stranger.get(at("today")).status_code == 302
    public = client_for(house=None)
    public.cookies = cookies
    assert public.get("/kadra/").status_code == 404


def test_a_form_without_its_token_is_refused(poraj, office):
    strict = HouseClient(house=poraj, enforce_csrf_checks=True)
    assert sign_in(strict, "beata").status_code == 403


def test_a_second_sign_in_from_an_old_page_leads_to_the_first_page(poraj, office, client_for):
    strict = HouseClient(house=poraj, enforce_csrf_checks=True)
    strict.cookies = client_for(office).cookies
    answer = sign_in(strict, "beata", HTTP_ORIGIN="http://poraj.localhost")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/")
