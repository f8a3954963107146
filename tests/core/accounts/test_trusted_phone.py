"""A trusted phone: registered by its owner, opened by a PIN or a passkey, and good for very little."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import views
from core.accounts.models import Session, TrustedDevice
from core.accounts.rules import PHONE_LIFETIME, PHONES_AT_MOST, PinProblem, day_ends_at, pin_problem
from core.accounts.services import change_roles, end_access, register_device, revoke_device
from core.audit.models import AuditEntry
from core.notifications.models import Notification
from tenants.errors import RuleBroken
from tenants.walls.context import house_context
from tests.clients import CANARY
from tests.core.accounts.doors import at, sign_in

PIN, COOKIE = "583914", settings.OGNIWO_PHONE_COOKIE_NAME


@pytest.fixture
def instructor(account, poraj):
    return account(poraj, "vocational-instructor", email="halina@poraj.example", name="Halina Wójcik")


@pytest.fixture
def on_a_page(monkeypatch):
    """The page of one's sessions is declared for trusted phones, so that there is something to open."""
    monkeypatch.setattr(views.sessions, "on_trusted_phone", True)
    return at("accounts:sessions")


@pytest.fixture
def phone(client_for, poraj):
    """`phone(account)`: a browser that holds the secret of this account's trusted phone, and no session."""

    def make(account: Any, *, pin: str = PIN, house: Any = poraj) -> Any:
        with house_context(house):
            new = register_device(by=account, name="Mój Samsung", pin=pin, now=timezone.now())
        browser = client_for(house=house)
        browser.device = new.device
        browser.cookies[COOKIE] = new.secret
        return browser

    return make


def opened(browser: Any, pin: str = PIN) -> Any:
    return browser.post(at("accounts:phone-open"), {"phone_password": pin})


def acts(house: Any, *prefix: str) -> list[str]:
    with house_context(house):
        found = AuditEntry.objects.filter(action__startswith="account.phone").order_by("at", "id")
        return [entry.action.removeprefix("account.phone_") for entry in found]


# The PIN


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("583914", None),
        ("947362", None),
        ("12345", PinProblem.NOT_SIX_DIGITS),
        ("1234567", PinProblem.NOT_SIX_DIGITS),
        ("12a456", PinProblem.NOT_SIX_DIGITS),
        ("٣٤٥٦٧٨", PinProblem.NOT_SIX_DIGITS),
        ("000000", PinProblem.REPEATS),
        ("121212", PinProblem.REPEATS),
        ("583583", PinProblem.REPEATS),
        ("585858", PinProblem.REPEATS),
        ("123456", PinProblem.IN_ORDER),
        ("987654", PinProblem.IN_ORDER),
        ("567890", PinProblem.IN_ORDER),
        ("170580", PinProblem.A_DATE),
        ("800517", PinProblem.A_DATE),
    ],
)
def test_a_pin_that_others_would_try_first_is_refused(pin, problem):
    assert pin_problem(pin) == problem


@given(st.text(max_size=8))
def test_whatever_is_typed_as_a_pin_gets_an_answer(pin):
    assert pin_problem(pin) is not None or (len(pin) == 6 and pin.isdigit())


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 1, 1)))
def test_a_day_ends_at_the_next_midnight_in_warsaw_also_when_clocks_change(naive):
    now = naive.replace(tzinfo=timezone.get_default_timezone())
    ends_at = day_ends_at(now)
    assert timedelta(0) < ends_at - now <= timedelta(days=1)
    assert (ends_at.hour, ends_at.date()) == (0, now.date() + timedelta(days=1))


# Registering


def test_its_owner_registers_it_after_signing_in_and_is_told(browser, instructor, poraj, as_house):
    sign_in(browser, "halina@poraj.example")
    typed = {"name": "Mój Samsung", "phone_password": PIN, "phone_password_repeated": PIN}
    answer = browser.post(at("accounts:phone-add"), typed)
    assert answer["Location"] == at("accounts:phones")
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")
    with as_house(poraj):
        device = TrustedDevice.objects.get()
        assert cookie.value not in (device.secret_hash, device.pin)
        assert not check_password(PIN, device.pin), "the hash needs the secret too: a dump cannot be searched"
        assert Notification.objects.filter(account=instructor, kind="account.phone").count() == 1
    assert acts(poraj) == ["registered"]
    assert "Mój Samsung" in browser.get(at("accounts:phones")).content.decode()


def test_in_production_the_cookie_is_bound_to_its_host(settings):
    from config.settings import base

    assert base._SECURE is False or base.OGNIWO_PHONE_COOKIE_NAME.startswith("__Host-")
    assert base.OGNIWO_PHONE_COOKIE_NAME.removeprefix("__Host-") == "ogniwo_phone"


def test_an_unattended_browser_registers_nothing(client_for, instructor, poraj, as_house):
    """`client_for` is signed in, but nobody has shown a password for a while."""
    answer = client_for(instructor).post(at("accounts:phone-add"), {"name": "Obcy", "phone_password": PIN})
    assert at("account_reauthenticate") in answer["Location"]
    with as_house(poraj):
        assert not TrustedDevice.objects.exists()


def test_a_weak_or_mistyped_pin_is_refused_at_its_field_and_never_given_back(browser, instructor):
    sign_in(browser, "halina@poraj.example")
    for pin, repeated, field in (("123456", "123456", "phone_password"), (PIN, "583915", "phone_password_repeated")):
        typed = {"name": "Mój Samsung", "phone_password": pin, "phone_password_repeated": repeated}
        page = browser.post(at("accounts:phone-add"), typed)
        assert page.context["form"].errors[field]
        assert pin not in page.content.decode()
        assert "Mój Samsung" in page.content.decode()


def test_no_pin_without_a_passkey_and_not_too_many_phones(instructor, poraj, as_house):
    with as_house(poraj):
        with pytest.raises(RuleBroken, match="PIN"):
            register_device(by=instructor, name="Bez PIN-u", pin="", now=timezone.now())
        for number in range(PHONES_AT_MOST):
            register_device(by=instructor, name=f"Telefon {number}", pin=PIN, now=timezone.now())
        with pytest.raises(RuleBroken, match=str(PHONES_AT_MOST)):
            register_device(by=instructor, name="Szósty", pin=PIN, now=timezone.now())


def test_registering_the_same_phone_again_replaces_it(instructor, poraj, as_house):
    with as_house(poraj):
        first = register_device(by=instructor, name="Telefon", pin=PIN, now=timezone.now())
        register_device(by=instructor, name="Telefon", pin=PIN, now=timezone.now(), instead_of=first.secret)
        assert TrustedDevice.objects.unrevoked().count() == 1


def test_only_those_who_mark_attendance_register_a_phone(client_for, account, poraj):
    assert client_for(account(poraj, "accountant")).get(at("accounts:phone-add")).status_code == 403
    assert client_for(account(poraj, "accountant")).get(at("accounts:phones")).status_code == 200


def test_the_database_keeps_a_phone_in_order(instructor, poraj, as_house):
    with as_house(poraj):
        device = register_device(by=instructor, name="Telefon", pin=PIN, now=timezone.now()).device
        for wrong in ({"failures": 6}, {"revoked_by": instructor}):
            with pytest.raises(IntegrityError), transaction.atomic():
                TrustedDevice.objects.filter(pk=device.pk).update(**wrong)


# Opening


def test_the_pin_opens_what_is_declared_for_phones(phone, instructor, on_a_page, poraj):
    browser = phone(instructor)
    asked = browser.get(on_a_page)
    assert asked["Location"] == f"{at('accounts:phone-open')}?next=%2Fkonto%2Fsesje%2F"
    assert browser.post(asked["Location"], {"phone_password": PIN})["Location"] == on_a_page
    assert browser.get(on_a_page).status_code == 200
    assert acts(poraj) == ["registered", "opened"]


def test_without_the_secret_nothing_asks_for_a_pin(client_for, poraj, on_a_page):
    browser = client_for(house=poraj)
    assert browser.get(on_a_page)["Location"].startswith(at("account_login"))
    browser.cookies[COOKIE] = "wymyslony-sekret"
    answer = browser.post(at("accounts:phone-open"), {"phone_password": PIN})
    assert answer["Location"].startswith(at("account_login"))
    assert answer.cookies[COOKIE].value == ""


def test_it_leads_back_to_this_site_alone(phone, instructor):
    browser = phone(instructor)
    answer = browser.post(f"{at('accounts:phone-open')}?next=https://evil.example/", {"phone_password": PIN})
    assert "evil" not in answer["Location"]


def test_a_phones_session_is_nobodys_everywhere_else(phone, instructor, poraj):
    browser = phone(instructor)
    opened(browser)
    for name in (
        "today",
        "accounts:profile",
        "accounts:sessions",
        "accounts:phones",
        "accounts:phone-add",
        "mfa_index",
    ):
        answer = browser.get(at(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(at("account_login")), name
    assert browser.post(at("accounts:sessions-end-others")).status_code == 302
    assert browser.get("/nie-ma-takiej-strony/").status_code == 404


def test_a_full_sign_in_on_the_phone_begins_a_session_of_its_own(phone, instructor, poraj, as_house):
    browser = phone(instructor)
    opened(browser)
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page = browser.get(at("account_login"))
    assert page.status_code == 200, "the session of the phone does not count as being signed in"
    sign_in(browser, "halina@poraj.example")
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert browser.get(at("accounts:profile")).status_code == 200
    with as_house(poraj):
        assert not Session.objects.filter(device__isnull=False).exists()


def test_it_outlives_idleness_but_not_the_day(phone, instructor, on_a_page, poraj, as_house):
    browser = phone(instructor)
    opened(browser)
    with as_house(poraj):
        row = Session.objects.get(device__isnull=False)
        assert row.expire_date <= day_ends_at(timezone.localtime())
        assert row.expire_date <= row.started_at + timedelta(hours=12)
        Session.objects.filter(pk=row.pk).update(last_seen_at=timezone.now() - timedelta(hours=3))
    assert browser.get(on_a_page).status_code == 200, "30 minutes without work end nothing here"
    with as_house(poraj):
        Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert browser.get(on_a_page)["Location"].startswith(at("accounts:phone-open"))


def test_sweeping_up_ended_sessions_leaves_an_idle_phone_alone(phone, instructor, poraj, as_house, on_a_page):
    from core.accounts.services.sessions import forget_ended_sessions

    browser = phone(instructor)
    opened(browser)
    with as_house(poraj):
        Session.objects.filter(device__isnull=False).update(last_seen_at=timezone.now() - timedelta(hours=3))
        forget_ended_sessions(now=timezone.now())
    assert browser.get(on_a_page).status_code == 200


def test_locking_it_again_ends_its_session(phone, instructor, on_a_page):
    browser = phone(instructor)
    opened(browser)
    assert browser.post(at("accounts:phone-close"))["Location"] == at("accounts:phone-open")
    assert browser.get(on_a_page)["Location"].startswith(at("accounts:phone-open"))


# Guessing


def test_five_wrong_pins_lock_the_phone_until_a_full_sign_in(phone, instructor, on_a_page, poraj, as_house):
    browser = phone(instructor)
    for _try in range(5):
        assert opened(browser, "904172").status_code == 200
    assert opened(browser).status_code == 200, "now even the right PIN waits"
    assert browser.get(on_a_page)["Location"].startswith(at("accounts:phone-open"))
    assert acts(poraj) == ["registered", *["pin_refused"] * 5, "locked"]
    with as_house(poraj):
        assert Notification.objects.filter(account=instructor, kind="account.phone").count() == 2
    sign_in(browser, "halina@poraj.example")
    browser.post(at("account_logout"))
    assert opened(browser).status_code == 302
    assert acts(poraj)[-2:] == ["unlocked", "opened"]


def test_the_right_pin_starts_the_count_anew(phone, instructor):
    browser = phone(instructor)
    for _round in range(3):
        for _try in range(4):
            opened(browser, "904172")
        assert opened(browser).status_code == 302


def test_somebody_elses_sign_in_unlocks_nothing(phone, instructor, manager, office, client_for, poraj):
    browser = phone(instructor)
    for _try in range(5):
        opened(browser, "904172")
    sign_in(browser, "beata@poraj.example")
    browser.post(at("account_logout"))
    assert opened(browser).status_code == 200


# What ends it


@pytest.mark.parametrize("how", ["access ended", "roles changed", "revoked", "password changed"])
def test_what_takes_trust_away_counts_at_the_next_request(how, phone, instructor, manager, on_a_page, poraj, as_house):
    browser = phone(instructor)
    opened(browser)
    with as_house(poraj):
        if how == "access ended":
            end_access(by=manager, account=instructor)
        elif how == "roles changed":
            change_roles(by=manager, account=instructor, roles=["accountant"])
        elif how == "revoked":
            revoke_device(by=manager, device=browser.device, now=timezone.now())
        else:
            from core.accounts.services.staff import shut_out

            shut_out(instructor)
    assert browser.get(on_a_page)["Location"].startswith(at("accounts:phone-open"))
    assert opened(browser)["Location"].startswith(at("account_login")), "nor does the PIN open it again"


def test_a_phone_that_lay_in_a_drawer_is_forgotten(phone, instructor, poraj, as_house):
    browser = phone(instructor)
    with as_house(poraj):
        TrustedDevice.objects.update(last_used_at=timezone.now() - PHONE_LIFETIME)
    assert opened(browser)["Location"].startswith(at("account_login"))


def test_a_revoked_phone_whose_session_row_came_back_opens_nothing(phone, instructor, on_a_page, poraj, as_house):
    browser = phone(instructor)
    opened(browser)
    with as_house(poraj):
        TrustedDevice.objects.update(revoked_at=timezone.now())
    assert browser.get(on_a_page)["Location"].startswith(at("accounts:phone-open"))


# Who revokes


def test_a_manager_sees_and_revokes_the_phones_of_all_and_their_owner_is_told(
    phone, instructor, manager, client_for, poraj, as_house
):
    browser = phone(instructor)
    page = client_for(manager).get(at("accounts:staff-phones"))
    assert "Halina Wójcik" in page.content.decode()
    address = at("accounts:staff-phone-revoke", browser.device.pk)
    assert client_for(manager).get(address).status_code == 200
    assert client_for(manager).post(address).status_code == 302
    with as_house(poraj):
        assert TrustedDevice.objects.get().revoked_by == manager
        assert Notification.objects.filter(account=instructor, kind="account.phone").count() == 2
    assert acts(poraj)[-1] == "revoked"


def test_others_see_and_revoke_no_phone_but_their_own(phone, instructor, office, client_for, as_house, poraj):
    browser = phone(instructor)
    stranger = client_for(office)
    assert stranger.get(at("accounts:staff-phones")).status_code == 403
    assert stranger.post(at("accounts:staff-phone-revoke", browser.device.pk)).status_code == 403
    assert stranger.post(at("accounts:phone-revoke", browser.device.pk)).status_code == 404
    assert "Mój Samsung" not in stranger.get(at("accounts:phones")).content.decode()
    assert client_for(instructor).post(at("accounts:phone-revoke", browser.device.pk)).status_code == 302
    with as_house(poraj):
        assert TrustedDevice.objects.get().revoked_by == instructor


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_phones_costs_the_same_for_one_and_for_three(
    number, instructor, manager, client_for, poraj, as_house, django_assert_num_queries
):
    with as_house(poraj):
        for each in range(number):
            register_device(by=instructor, name=f"Telefon {each}", pin=PIN, now=timezone.now())
    browser = client_for(manager)
    browser.get(at("accounts:staff-phones"))
    with django_assert_num_queries(7):
        browser.get(at("accounts:staff-phones"))


# Another house


def test_the_cookie_of_poraj_is_nothing_in_klobuck(
    phone, instructor, account, klobuck, client_for, on_a_page, as_house
):
    secret = phone(instructor).cookies[COOKIE].value
    there = account(klobuck, "vocational-instructor", name=f"{CANARY} Instruktor")
    stranger = client_for(house=klobuck)
    stranger.cookies[COOKIE] = secret
    assert opened(stranger)["Location"].startswith(at("account_login"))
    with as_house(klobuck):
        assert not TrustedDevice.objects.exists()
        assert not Session.objects.filter(account=there).exists()


def test_a_row_carried_to_another_house_opens_nothing_there(phone, instructor, account, klobuck, client_for, as_house):
    browser = phone(instructor)
    there = account(klobuck, "vocational-instructor")
    with as_house(klobuck):
        device = browser.device
        TrustedDevice.objects.create(account=there, name="Kopia", secret_hash=device.secret_hash, pin=device.pin)
    stranger = client_for(house=klobuck)
    stranger.cookies[COOKIE] = browser.cookies[COOKIE].value
    assert opened(stranger)["Location"].startswith(at("account_login"))


def test_the_session_of_a_phone_of_poraj_is_nobodys_in_klobuck(phone, instructor, klobuck, client_for, on_a_page):
    browser = phone(instructor)
    opened(browser)
    stranger = client_for(house=klobuck)
    for name in (COOKIE, settings.SESSION_COOKIE_NAME):
        stranger.cookies[name] = browser.cookies[name].value
    assert stranger.get(on_a_page, follow=True).request["PATH_INFO"] == at("account_login")
