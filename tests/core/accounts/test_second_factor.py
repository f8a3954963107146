"""Codes, apps and keys. A stranger is somebody who knows a password."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import override_settings

from core.audit.models import AuditEntry
from core.mail.models import Mail
from tests.conftest import PASSWORD
from tests.core.accounts.doors import at, code, enrol, sign_in


def test_a_password_alone_opens_no_page_of_a_manager(browser, manager):
    answer = sign_in(browser, "maria@poraj.example")
    assert answer["Location"] == at("mfa_authenticate")
    assert browser.get(at("today")).status_code == 302
    assert browser.post(at("mfa_authenticate"), {"code": code()})["Location"] == "/"
    assert browser.get(at("today")).status_code == 200


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_clocks_may_differ_by_half_a_minute(step, browser, manager):
    sign_in(browser, "maria@poraj.example")
    assert browser.post(at("mfa_authenticate"), {"code": code(step)}).status_code == 302


@pytest.mark.parametrize("wrong", ["", "000000", "abc", "12345678901", "١٢٣٤٥٦", "\x00"])
def test_a_wrong_code_is_explained(wrong, browser, manager):
    sign_in(browser, "maria@poraj.example")
    answer = browser.post(at("mfa_authenticate"), {"code": wrong})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_a_code_is_accepted_once_even_when_the_cache_forgot_it(browser, manager, client_for, poraj):
    used = code()
    sign_in(browser, "maria@poraj.example")
    assert browser.post(at("mfa_authenticate"), {"code": used}).status_code == 302
    cache.clear()
    thief = client_for(house=poraj)
    sign_in(thief, "maria@poraj.example")
    assert thief.post(at("mfa_authenticate"), {"code": used}).status_code == 200
    assert thief.post(at("mfa_authenticate"), {"code": code(-1)}).status_code == 200, "nor one older than it"
    assert thief.post(at("mfa_authenticate"), {"code": code(1)}).status_code == 302


def test_codes_are_guessed_five_times(browser, manager):
    sign_in(browser, "maria@poraj.example")
    for _ in range(5):
        browser.post(at("mfa_authenticate"), {"code": "000000"})
    assert browser.post(at("mfa_authenticate"), {"code": code()}).status_code == 200


def test_who_sees_sensitive_data_enrols_at_the_first_sign_in(
    account, poraj, browser, as_house, django_capture_on_commit_callbacks
):
    new = account(poraj, "psychologist", email="nowa@poraj.example", second_factor=False)
    sign_in(browser, "nowa@poraj.example")
    for page in ("today", "accounts:profile", "account_change_password", "mfa_index"):
        assert browser.get(at(page))["Location"] == at("mfa_activate_totp"), page
    with django_capture_on_commit_callbacks(execute=True):
        answer, secret = enrol(browser)
    assert answer["Location"] == at("mfa_view_recovery_codes")
    codes = browser.get(at("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    assert "****" in browser.get(at("mfa_view_recovery_codes")).context["unused_codes"], "shown once"
    assert browser.get(at("today")).status_code == 200
    with as_house(poraj):
        app = Authenticator.objects.get(user=new, type="totp")
        assert secret not in str(app.data), "the secret is sealed"
        assert AuditEntry.objects.filter(by_id=new.pk, action="account.second_factor_added").count() == 1
        assert Mail.objects.filter(to="nowa@poraj.example").exists()
    browser.post(at("account_logout"))
    sign_in(browser, "nowa@poraj.example")
    assert browser.post(at("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    browser.post(at("account_logout"))
    sign_in(browser, "nowa@poraj.example")
    assert browser.post(at("mfa_authenticate"), {"code": codes[0]}).status_code == 200, "a recovery code works once"


def test_enrolment_gives_the_session_a_new_key_and_ends_the_others(account, poraj, client_for, as_house):
    new = account(poraj, "psychologist", second_factor=False)
    browser, elsewhere = client_for(house=poraj), client_for(new)
    sign_in(browser, new.email)
    before = browser.cookies["ogniwo_session"].value
    enrol(browser)
    assert browser.cookies["ogniwo_session"].value != before
    assert elsewhere.get(at("today"))["Location"].startswith(at("account_login"))


def test_the_key_of_a_session_changes_at_sign_in_and_at_the_second_factor(browser, manager):
    sign_in(browser, "maria@poraj.example")
    half_way = browser.cookies["ogniwo_session"].value
    browser.post(at("mfa_authenticate"), {"code": code()})
    assert browser.cookies["ogniwo_session"].value != half_way


def test_roles_that_need_none_may_still_have_one(account, poraj, browser):
    account(poraj, "office", email="ostrozna@poraj.example", second_factor=True)
    assert sign_in(browser, "ostrozna@poraj.example")["Location"] == at("mfa_authenticate")


def test_the_demo_waives_the_second_factor_and_says_so(account, jowes, client_for):
    account(jowes, "adviser", email="doradca@jowes.example", second_factor=False)
    account(jowes, "network-administrator", email="administrator@jowes.example")
    with override_settings(OGNIWO_WAIVE_SECOND_FACTOR=True, LANGUAGE_CODE="en"):
        browser = client_for(house=jowes)
        page = browser.get(at("account_login"))
        assert page.context["second_factor_is_waived"]()
        sign_in(browser, "doradca@jowes.example")
        assert browser.get(at("today")).status_code == 200
        careful = client_for(house=jowes)
        assert sign_in(careful, "administrator@jowes.example")["Location"] == at("mfa_authenticate")


def test_the_last_factor_stays_while_the_roles_ask_for_it(manager, client_for, as_house, poraj):
    browser = client_for(manager)
    browser.post(at("account_reauthenticate"), {"password": PASSWORD})
    assert browser.post(at("mfa_deactivate_totp")).status_code == 200
    with as_house(poraj):
        assert Authenticator.objects.filter(user=manager, type="totp").exists()


def test_changing_how_one_signs_in_asks_for_the_password_again(manager, client_for):
    browser = client_for(manager)
    for page in ("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert browser.get(at(page))["Location"].startswith(at("account_reauthenticate")), page


def test_a_sealed_secret_of_one_house_opens_nowhere_else(as_house, poraj, klobuck):
    with as_house(poraj):
        sealed = get_adapter().encrypt("tajne")
        assert get_adapter().decrypt(sealed) == "tajne"
    with as_house(klobuck), pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed)


def test_a_passkey_belongs_to_the_host_of_its_house(account, poraj, client_for):
    browser = client_for(house=poraj)
    account(poraj, "office", email="klucz@poraj.example")
    sign_in(browser, "klucz@poraj.example")
    options = browser.get(at("mfa_add_webauthn")).context["js_data"]["creation_options"]
    assert options["publicKey"]["rp"]["id"] == "poraj.localhost"


def test_only_who_sets_an_app_up_of_their_own_accord_may_leave(account, poraj, client_for):
    back = f'href="{at("mfa_index")}"'
    for role, may_leave in (("office", True), ("psychologist", False)):
        browser = client_for(house=poraj)
        sign_in(browser, account(poraj, role, second_factor=False).email)
        assert (back in browser.get(at("mfa_activate_totp")).content.decode()) is may_leave, role
