"""Sessions end: by idleness, after half a day, by their owner. A stranger is a colleague who guesses an address."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from core.accounts.models import Session
from core.accounts.rules import Limits, browser_name
from core.accounts.sessions import SessionStore, stored_key
from tests.conftest import PASSWORD

HOUSE = "config.urls.house"


def at(name, *args):
    return reverse(name, urlconf=HOUSE, args=args)


@pytest.fixture
def office(account, poraj):
    return account(poraj, "office")


@pytest.fixture
def browser(client_for, office):
    return client_for(office)


@pytest.fixture
def age(as_house, poraj, office):
    """`age(last_seen_at=timedelta(minutes=31))`: make the open sessions of the office that much older."""

    def make_older(**by):
        with as_house(poraj):
            for row in Session.objects.filter(account=office):
                for field, delta in by.items():
                    setattr(row, field, getattr(row, field) - delta)
                row.save()

    return make_older


def test_work_keeps_a_session_and_idleness_ends_it(browser, age):
    age(last_seen_at=timedelta(minutes=29))
    assert browser.get(at("today")).status_code == 200
    age(last_seen_at=timedelta(minutes=29))
    assert browser.get(at("today")).status_code == 200, "the request before was work"
    age(last_seen_at=timedelta(minutes=31))
    assert browser.get(at("today")).status_code == 302


@override_settings(OGNIWO_SESSION_IDLE_SECONDS=60)
def test_the_idle_limit_is_a_parameter(browser, age):
    age(last_seen_at=timedelta(seconds=61))
    assert browser.get(at("today")).status_code == 302


def test_half_a_day_is_the_most(browser, age):
    age(expire_date=timedelta(hours=12), started_at=timedelta(hours=12))
    assert browser.get(at("today")).status_code == 302


def test_a_page_that_asks_by_itself_prolongs_nothing(browser, age, as_house, poraj, office):
    age(last_seen_at=timedelta(minutes=20))
    browser.get(at("today"), headers={"X-Ogniwo-Poll": "1"})
    age(last_seen_at=timedelta(minutes=20))
    assert browser.get(at("today")).status_code == 302


def test_activity_is_written_at_most_every_half_minute(browser, as_house, poraj, office):
    def seen():
        with as_house(poraj):
            return Session.objects.get(account=office).last_seen_at

    browser.get(at("today"))
    before = seen()
    browser.get(at("today"))
    assert seen() == before


def test_one_click_prolongs(browser, age):
    age(last_seen_at=timedelta(minutes=29))
    answer = browser.post(at("accounts:session-extend"))
    assert 29 * 60 <= answer.json()["seconds"] <= 30 * 60
    assert browser.post(at("accounts:session-extend"), headers={"Accept": "text/html"}).status_code == 302
    assert browser.get(at("accounts:session-extend")).status_code == 405


def test_there_is_nothing_to_prolong_after_the_end(browser, age):
    age(last_seen_at=timedelta(minutes=31))
    assert browser.post(at("accounts:session-extend")).status_code == 302


def test_the_table_holds_no_key_that_opens_a_session(browser, as_house, poraj, office):
    cookie = browser.cookies["ogniwo_session"].value
    with as_house(poraj):
        row = Session.objects.get(account=office)
        assert cookie not in (row.pk, row.session_data)
        assert row.pk == stored_key(cookie)


def test_the_table_holds_no_secret_of_an_enrolment_that_is_under_way(account, poraj, client_for, as_house):
    new = account(poraj, "psychologist", second_factor=False)
    browser = client_for(house=poraj)
    browser.post(at("account_login"), {"login": new.email, "password": PASSWORD})
    secret = browser.get(at("mfa_activate_totp")).context["form"].secret
    with as_house(poraj):
        row = Session.objects.get(account=new)
        assert SessionStore(browser.cookies["ogniwo_session"].value)["mfa.totp.secret"] == secret
        assert row.session_data.startswith("gAAAA"), "sealed, not merely signed"


def test_the_cookie_is_of_this_host_alone_and_no_script_reads_it(client_for, office, poraj):
    browser = client_for(house=poraj)
    browser.post(at("account_login"), {"login": office.email, "password": PASSWORD})
    cookie = browser.cookies["ogniwo_session"]
    assert not cookie["domain"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it goes with the browser"


def test_own_sessions_are_listed_and_ended(browser, client_for, office, as_house, poraj):
    elsewhere = client_for(office)
    page = browser.get(at("accounts:sessions"))
    shown = page.context["sessions"]
    assert [each.is_this_one for each in shown] == [True, False]
    assert browser.post(at("accounts:session-end", shown[1].key)).status_code == 302
    assert elsewhere.get(at("today")).status_code == 302
    assert browser.get(at("today")).status_code == 200


def test_all_other_sessions_end_together(browser, client_for, office):
    others = [client_for(office) for _ in range(2)]
    browser.post(at("accounts:sessions-end-others"))
    assert [each.get(at("today")).status_code for each in others] == [302, 302]
    assert browser.get(at("today")).status_code == 200


def test_ending_the_session_one_is_in_signs_out(browser):
    key = browser.get(at("accounts:sessions")).context["sessions"][0].key
    assert browser.post(at("accounts:session-end", key))["Location"] == at("account_login")
    assert browser.get(at("today")).status_code == 302


def test_a_stranger_cannot_end_the_session_of_somebody_else(browser, client_for, account, poraj, klobuck, office):
    key = browser.get(at("accounts:sessions")).context["sessions"][0].key
    for stranger in (account(poraj, "office"), account(klobuck, "office")):
        assert client_for(stranger).post(at("accounts:session-end", key)).status_code == 404
    assert browser.get(at("today")).status_code == 200


def test_a_session_ended_meanwhile_is_not_brought_back_by_a_late_write(browser, as_house, poraj, office):
    with as_house(poraj):
        late = SessionStore(browser.cookies["ogniwo_session"].value)
        late["something"] = 1
        Session.objects.all().delete()
        with pytest.raises(UpdateError):
            late.save()
        assert not Session.objects.exists()


def test_a_row_carried_to_another_house_holds_nothing_there(browser, as_house, poraj, klobuck, office):
    with as_house(poraj):
        row = Session.objects.get(account=office)
    with as_house(klobuck):
        Session.objects.create(pk=row.pk, session_data=row.session_data, expire_date=row.expire_date)
        assert not SessionStore(browser.cookies["ogniwo_session"].value).items()


def test_a_new_key_is_not_a_new_half_day(browser, as_house, poraj, office):
    with as_house(poraj):
        began = timezone.now() - timedelta(hours=11)
        Session.objects.update(started_at=began)
        store = SessionStore(browser.cookies["ogniwo_session"].value)
        store.cycle_key()
        store.save()
        row = Session.objects.get(account=office)
        assert row.started_at == began
        assert row.expire_date == began + timedelta(hours=12)


def test_old_rows_are_swept_at_the_next_sign_in(browser, age, client_for, office, poraj, as_house):
    age(last_seen_at=timedelta(minutes=31))
    client_for(house=poraj).post(at("account_login"), {"login": office.email, "password": PASSWORD})
    with as_house(poraj):
        assert Session.objects.filter(account=office).count() == 1


def test_a_made_up_cookie_is_a_stranger(client_for, poraj):
    browser = client_for(house=poraj)
    for forged in ("x" * 32, "", "'; DROP TABLE core_session; --", "a" * 5000):
        browser.cookies["ogniwo_session"] = forged
        assert browser.get(at("today")).status_code == 302


def test_language_follows_the_account(account, poraj, client_for, as_house):
    reader = account(poraj, "office", language="en")
    browser = client_for(reader)
    assert 'lang="en"' in browser.get(at("accounts:profile")).content.decode()
    browser.post(at("accounts:profile"), {"name": reader.name, "language": "pl"})
    assert 'lang="pl"' in browser.get(at("accounts:profile")).content.decode()
    assert browser.post(at("accounts:profile"), {"name": reader.name, "language": "xx"}).status_code == 200


def test_the_switch_in_the_frame_changes_the_language_of_the_account(account, poraj, client_for, as_house):
    reader = account(poraj, "office", language="pl")
    browser = client_for(reader)
    browser.post(at("language"), {"language": "en", "next": "/"})
    assert 'lang="en"' in client_for(reader).get(at("today")).content.decode(), "on every device"
    browser.post(at("language"), {"language": "xx", "next": "/"})
    assert 'lang="en"' in browser.get(at("today")).content.decode()


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.9", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_a_name_that_its_owner_knows(says, means):
    assert browser_name(says) == means


def test_the_rest_of_a_session_is_the_nearer_of_its_two_ends():
    now = timezone.now()
    limits = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))

    def left(*, started, seen):
        return limits.remaining(
            started_at=now - timedelta(minutes=started), last_seen_at=now - timedelta(minutes=seen), now=now
        )

    assert left(started=60, seen=10) == timedelta(minutes=20)
    assert left(started=715, seen=0) == timedelta(minutes=5)
    assert left(started=720, seen=0) == timedelta(0)
    assert left(started=60, seen=31) == timedelta(0)


def test_a_page_says_how_long_its_session_lasts_at_most(browser, age):
    age(expire_date=timedelta(hours=11), started_at=timedelta(hours=11))
    body = browser.get(at("today")).content.decode()
    most = int(body.partition('data-most-seconds="')[2].partition('"')[0])
    assert 3500 < most <= 3600
    assert 'id="session-ended"' in body
