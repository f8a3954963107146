"""Each guard with its lock taken out: the attack must then succeed, or the test of the guard proves nothing (I15)."""

from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.access import Role, middleware
from core.accounts import adapters, forms, selectors, services
from core.accounts.models import Account, Invitation, Session
from core.accounts.rules import Limits
from core.accounts.services import invitations, staff
from tests.core.accounts.test_sign_in import PASSWORD, code, sign_in


def at(name, *args):
    return reverse(name, urlconf="config.urls.house", args=args)


@pytest.fixture
def manager(account, poraj):
    return account(poraj, "manager", email="maria@poraj.example", username="maria")


def test_without_the_last_step_a_code_is_accepted_twice(monkeypatch, manager, client_for, poraj):
    monkeypatch.setattr(forms, "spend_code", lambda **_: True)
    used = code()
    for _ in range(2):
        cache.clear()
        browser = client_for(house=poraj)
        sign_in(browser, "maria")
        assert browser.post(at("mfa_authenticate"), {"code": used}).status_code == 302


def test_without_the_house_in_its_hash_a_copied_invitation_opens_another_house(
    monkeypatch, manager, client_for, poraj, klobuck, as_house
):
    for module in (invitations, selectors):
        monkeypatch.setattr(module, "sealed", lambda secret, *, house: secret)
    with as_house(poraj):
        link = services.invite_account(by=manager, name="N", sign_in_name="nowa", roles=["office"]).link
        row = Invitation.objects.values("secret_hash", "expires_at").get()
    with as_house(klobuck):
        Invitation.objects.create(account=Account.objects.create(username="kopia", name="K"), **row)
    assert client_for(house=klobuck).get("/" + link.split("/", 3)[3]).status_code == 200


def test_without_the_house_in_its_token_a_reset_link_opens_the_twin_of_another_house(
    monkeypatch, manager, poraj, klobuck, as_house
):
    make = PasswordResetTokenGenerator._make_hash_value
    monkeypatch.setattr(adapters.HouseTokenGenerator, "_make_hash_value", make)
    with as_house(poraj):
        token = adapters.HouseTokenGenerator().make_token(manager)
    with as_house(klobuck):
        twin = Account(pk=manager.pk, email=manager.email, password=manager.password, last_login=manager.last_login)
        assert adapters.HouseTokenGenerator().check_token(twin, token)


def test_without_the_key_of_the_house_a_seed_opens_everywhere(monkeypatch, poraj, klobuck, as_house):
    derive = adapters._key
    monkeypatch.setattr(adapters, "_key", lambda secret, house: derive(secret, b"everybody"))
    with as_house(poraj):
        seed = adapters.SecondFactorAdapter().encrypt("tajne")
    with as_house(klobuck):
        assert adapters.SecondFactorAdapter().decrypt(seed) == "tajne"


def test_without_the_lock_on_heads_the_last_one_goes(monkeypatch, manager, account, poraj, as_house):
    monkeypatch.setattr(staff, "_keep_a_head", lambda leaving: None)
    helper = account(poraj, "account-administrator")
    with as_house(poraj):
        services.end_access(by=helper, account=manager)
        assert not Account.objects.active().holding(Role.MANAGER).exists()


def test_without_counting_per_account_a_second_name_is_a_second_chance(monkeypatch, account, poraj, client_for):
    monkeypatch.setattr(
        adapters.AccountAdapter,
        "_get_login_attempts_cache_key",
        lambda self, request, **typed: typed.get("email") or typed.get("username"),
    )
    account(poraj, "office", email="beata@poraj.example", username="beata")
    browser = client_for(house=poraj)
    for _ in range(5):
        sign_in(browser, "beata@poraj.example", "zle-haslo")
    assert sign_in(browser, "beata").status_code == 302


def test_without_the_gate_a_password_opens_the_pages_of_a_manager(monkeypatch, account, poraj, client_for):
    monkeypatch.setattr(middleware, "must_enrol", lambda account: False)
    account(poraj, "manager", email="nowa@poraj.example", second_factor=False)
    browser = client_for(house=poraj)
    sign_in(browser, "nowa@poraj.example", PASSWORD)
    assert browser.get(at("today")).status_code == 200


def test_without_ending_sessions_old_roles_live_on(monkeypatch, manager, account, poraj, as_house, client_for):
    monkeypatch.setattr(staff, "end_sessions_of", lambda account: 0)
    office = account(poraj, "office")
    browser = client_for(office)
    with as_house(poraj):
        services.change_roles(by=manager, account=office, roles=["accountant"])
        assert Session.objects.filter(account=office).exists()
    assert browser.get(at("today")).status_code == 200


def test_without_the_limits_in_the_query_an_idle_session_lives_on(monkeypatch, account, poraj, as_house, client_for):
    office = account(poraj, "office")
    browser = client_for(office)
    with as_house(poraj):
        Session.objects.filter(account=office).update(last_seen_at=timezone.now() - timedelta(hours=3))
    forever = Limits(idle=timedelta(days=9), absolute=timedelta(days=9))
    monkeypatch.setattr("core.accounts.sessions.limits", lambda: forever)
    assert browser.get(at("today")).status_code == 200
