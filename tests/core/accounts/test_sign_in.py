"""Signing in, guessing, second factors. A stranger is somebody who knows the address and perhaps a password."""

import time
from datetime import timedelta
from statistics import median

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from core.accounts import services
from core.accounts.backends import HouseBackend
from core.accounts.models import Account, ApiToken, Session
from core.accounts.rules import Scope, counter_of
from core.audit.models import AuditEntry
from core.mail.models import Mail
from core.notifications.models import Notification
from tenants.errors import RuleBroken
from tests.clients import HouseClient
from tests.conftest import APP_SECRET, PASSWORD

HOUSE = "config.urls.house"


def at(name, *args):
    return reverse(name, urlconf=HOUSE, args=args)


def sign_in(browser, name, password=PASSWORD, **extra):
    return browser.post(at("account_login"), {"login": name, "password": password}, **extra)


def code(step=0, secret=APP_SECRET):
    """What an authenticator app shows, some steps of half a minute from now."""
    return format_hotp_value(hotp_value(secret, counter_of(timezone.now()) + step))


def enrol(browser):
    secret = browser.get(at("mfa_activate_totp")).context["form"].secret
    return browser.post(at("mfa_activate_totp"), {"code": code(secret=secret)}), secret


@pytest.fixture
def office(account, poraj):
    return account(poraj, "office", email="beata@poraj.example", username="beata")


@pytest.fixture
def manager(account, poraj):
    return account(poraj, "manager", email="maria@poraj.example")


@pytest.fixture
def browser(client_for, poraj):
    return client_for(house=poraj)


# Signing in


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


@override_settings(PASSWORD_HASHERS=("django.contrib.auth.hashers.Argon2PasswordHasher",))
def test_an_unknown_name_takes_as_long_as_a_wrong_password(account, poraj, as_house):
    account(poraj, "office", email="czas@poraj.example")
    backend = HouseBackend()

    def seconds(name):
        began = time.perf_counter()
        backend.authenticate(None, email=name, password="zle-haslo-123")
        return time.perf_counter() - began

    with as_house(poraj):
        pairs = [(seconds("czas@poraj.example"), seconds("nikt@poraj.example")) for _ in range(3)]
    known, unknown = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    assert 0.5 < unknown / known < 2


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


# Guessing


def test_five_guesses_per_account_and_then_even_the_right_password_waits(browser, office, client_for, poraj):
    for number in range(5):
        sign_in(browser, "beata" if number % 2 else "beata@poraj.example", "zle-haslo")
    answer = sign_in(client_for(house=poraj), "beata", REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 200, "a second name of the same account is no second chance"


def test_guessing_at_unknown_names_sounds_the_same(browser, office):
    for _ in range(5):
        sign_in(browser, "beata", "zle-haslo")
    known = sign_in(browser, "beata", "zle-haslo")
    for _ in range(5):
        sign_in(browser, "nikt", "zle-haslo", REMOTE_ADDR="203.0.113.9")
    unknown = sign_in(browser, "nikt", "zle-haslo", REMOTE_ADDR="203.0.113.9")
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)


def test_twenty_guesses_per_address_whatever_the_account(browser, office):
    for number in range(20):
        sign_in(browser, f"konto{number}", "zle-haslo")
    assert sign_in(browser, "beata").status_code == 200
    assert sign_in(browser, "beata", REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_forged_proxy_header_is_no_new_address(browser, office):
    for number in range(20):
        sign_in(browser, f"konto{number}", "zle-haslo", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert sign_in(browser, "beata", HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 200


def test_a_flood_is_answered_with_a_page_that_says_to_wait(browser, office):
    answers = [sign_in(browser, "beata", "") for _ in range(61)]
    assert [answers[0].status_code, answers[-1].status_code] == [200, 429]
    assert "entrance" in answers[-1].content.decode()


def test_guessing_in_one_house_locks_nobody_out_in_another(browser, account, klobuck, client_for):
    account(klobuck, "office", email="ktos@klobuck.example")
    for _ in range(6):
        sign_in(browser, "ktos@klobuck.example", "zle-haslo")
    assert sign_in(client_for(house=klobuck), "ktos@klobuck.example").status_code == 302


def test_a_success_does_not_wipe_the_failures(browser, office):
    for _ in range(4):
        sign_in(browser, "beata", "zle-haslo")
    sign_in(browser, "beata")
    browser.post(at("account_logout"))
    sign_in(browser, "beata", "zle-haslo")
    assert sign_in(browser, "beata").status_code == 200


# The second factor


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


# The operator


def test_the_operator_resets_a_lost_factor_and_every_head_hears_of_it(manager, account, poraj, client_for, as_house):
    psychologist = account(poraj, "psychologist", name="Paweł")
    browser = client_for(psychologist)
    with as_house(poraj):
        services.reset_second_factor(account=psychologist)
        assert not psychologist.has_second_factor()
        entry = AuditEntry.objects.get(action="account.second_factor_reset")
        assert (entry.by_id, entry.by_name) == (None, "operator")
        assert Notification.objects.filter(account=manager).exists()
        assert Mail.objects.filter(to=manager.email).exists()
    assert browser.get(at("today")).status_code == 302, "the sessions have ended"


def test_the_operator_invites_a_manager_when_the_last_is_locked_out(manager, poraj, as_house):
    with as_house(poraj):
        services.invite_manager_by_operator(email="nowy@poraj.example")
        assert Account.objects.get(email="nowy@poraj.example").roles == ["manager"]
        assert Mail.objects.filter(to="nowy@poraj.example").exists()
        assert Notification.objects.filter(account=manager).exists()
        with pytest.raises(RuleBroken):
            services.invite_manager_by_operator(email="nowy@poraj.example")


def test_the_founding_step_may_be_repeated(poraj, jowes, as_house):
    for house, role in ((poraj, "manager"), (jowes, "network-administrator")):
        with as_house(house):
            for _ in range(2):
                services.invite_first_manager(email="pierwszy@example.org")
            assert Account.objects.get(email="pierwszy@example.org").roles == [role]
            assert Mail.objects.filter(to="pierwszy@example.org").count() == 1


def test_codes_are_given_out_in_the_demo_only(manager, poraj, as_house, browser):
    with as_house(poraj), pytest.raises(RuleBroken):
        services.current_code(account=manager, now=timezone.now())
    with override_settings(OGNIWO_DEMO=True):
        with as_house(poraj):
            given = services.current_code(account=manager, now=timezone.now())
        sign_in(browser, "maria@poraj.example")
        assert browser.post(at("mfa_authenticate"), {"code": given}).status_code == 302
        with as_house(poraj):
            fresh = services.current_code(account=manager, now=timezone.now())
        assert fresh != given, "a code that was used is not given out again"


# Passwords


def test_changing_the_password_ends_sessions_and_keys(office, client_for, as_house, poraj):
    browser, elsewhere = client_for(office), client_for(office)
    with as_house(poraj):
        services.create_token(
            by=office,
            name="x",
            scopes=[Scope.READ_PARTICIPANTS],
            now=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
    new = {"oldpassword": PASSWORD, "password1": "inny-most-nad-Warta", "password2": "inny-most-nad-Warta"}
    assert browser.post(at("account_change_password"), new)["Location"] == at("account_login")
    for each in (browser, elsewhere):
        assert each.get(at("today")).status_code == 302
    with as_house(poraj):
        assert AuditEntry.objects.filter(action="account.password_changed", by_id=office.pk).exists()
        assert not ApiToken.objects.valid(now=timezone.now()).exists()
        assert Mail.objects.filter(to=office.email).exists()
    assert sign_in(browser, "beata", "inny-most-nad-Warta").status_code == 302


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once_and_here(
    office, browser, client_for, as_house, poraj, klobuck
):
    assert browser.post(at("account_reset_password"), {"email": "BEATA@poraj.example"}).status_code == 302
    with as_house(poraj):
        body = Mail.objects.get(to="beata@poraj.example").body
    link = next(word for word in body.split() if "/konto/haslo/nowe/" in word)
    assert link.startswith("http://poraj.localhost/")
    path = link.removeprefix("http://poraj.localhost")
    with as_house(klobuck):
        twin = Account(email="beata@poraj.example", name="Bliźniaczka", roles=["office"], pk=office.pk)
        twin.password, twin.last_login = office.password, office.last_login
        twin.save(force_insert=True)
    stranger = client_for(house=klobuck)
    assert stranger.get(path).context["token_fail"], "even a twin with the same key and password in another house"
    form = browser.get(path)["Location"]
    new = {"password1": "inny-most-nad-Warta", "password2": "inny-most-nad-Warta"}
    assert browser.post(form, new).status_code == 302
    assert sign_in(browser, "beata", "inny-most-nad-Warta").status_code == 302
    assert client_for(house=poraj).get(path).context["token_fail"], "the link works once"


def test_a_signed_in_person_may_use_the_reset_link_too(office, client_for, as_house, poraj):
    browser = client_for(office)
    browser.post(at("account_reset_password"), {"email": office.email})
    with as_house(poraj):
        body = Mail.objects.get(to=office.email).body
    path = next(word for word in body.split() if "/konto/haslo/nowe/" in word).removeprefix("http://poraj.localhost")
    form = browser.get(path)["Location"]
    answer = browser.post(form, {"password1": "inny-most-nad-Warta", "password2": "inny-most-nad-Warta"})
    assert answer.status_code == 302
    assert browser.get(at("today")).status_code == 302


def test_asking_for_a_new_password_does_not_say_who_has_an_account(office, browser, as_house, poraj):
    known = browser.post(at("account_reset_password"), {"email": "beata@poraj.example"})
    unknown = browser.post(at("account_reset_password"), {"email": "nikt@poraj.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    with as_house(poraj):
        assert not Mail.objects.filter(to="nikt@poraj.example").exists()


def test_a_reset_accepts_no_invitation(account, poraj, browser, as_house):
    invited = account(poraj, "office", email="zaproszona@poraj.example")
    with as_house(poraj):
        invited.set_unusable_password()
        invited.save(update_fields=["password"])
    browser.post(at("account_reset_password"), {"email": "zaproszona@poraj.example"})
    with as_house(poraj):
        assert not Mail.objects.exists()
