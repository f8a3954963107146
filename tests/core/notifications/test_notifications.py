"""Notices: told in the ways people chose, read by their owner alone."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit.models import AuditEntry
from core.mail.models import Mail
from core.notifications.models import Notification
from core.notifications.rules import KINDS, Channels, register_kind
from core.notifications.selectors import latest, notifications_of, unread_count
from core.notifications.services import choose_channels, notify

pytestmark = pytest.mark.usefixtures("second_factor_waived")
URLS = "config.urls.centre"
LIST, READ_ALL, PREFERENCES = (
    reverse(f"notifications:{name}", urlconf=URLS) for name in ("list", "read-all", "preferences")
)
BELL = {"HX-Request": "true", "HX-Target": "bell-notices"}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("quiet", "loud", "safety"):
        monkeypatch.setitem(KINDS, code, None)
    register_kind("quiet", "Cicho")
    register_kind("loud", "Głośno", default_email=True)
    register_kind("safety", "Bezpieczeństwo", security=True)


@pytest.fixture
def anna(poraj: Any, account: Any, as_house: Any) -> Any:
    anna = account(poraj, "manager", name="Anna Kowalska", email="anna@poraj.example")
    with as_house(poraj):
        yield anna


def test_a_quiet_kind_rings_the_bell_only(anna: Any) -> None:
    notify(accounts=[anna], kind="quiet", title="Gotowe", url="/raporty/")
    assert (unread_count(anna), Mail.objects.count()) == (1, 0)
    assert latest(anna)[0].title == "Gotowe"


def test_a_loud_kind_writes_an_e_mail_with_a_link_too(anna: Any) -> None:
    notify(accounts=[anna], kind="loud", title="Gotowe", body="Można pobrać.", url="/raporty/")
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("anna@poraj.example", "Gotowe")
    assert "http://poraj.localhost/raporty/" in mail.body
    assert "Można pobrać." in mail.body


def test_people_choose_their_ways(anna: Any) -> None:
    choose_channels(
        by=anna, chosen={"loud": Channels(bell=False, email=False), "quiet": Channels(bell=False, email=True)}
    )
    choose_channels(by=anna, chosen={"loud": Channels(bell=True, email=False)})
    notify(accounts=[anna], kind="loud", title="a")
    notify(accounts=[anna], kind="quiet", title="b")
    assert list(notifications_of(anna).values_list("title", flat=True)) == ["a"]
    assert list(Mail.objects.values_list("subject", flat=True)) == ["b"]
    assert AuditEntry.objects.filter(action="notifications.chosen").count() == 2


def test_nobody_switches_off_what_concerns_their_own_safety(anna: Any) -> None:
    choose_channels(by=anna, chosen={"safety": Channels(bell=False, email=False)})
    notify(accounts=[anna], kind="safety", title="Nowe urządzenie")
    assert (unread_count(anna), Mail.objects.count()) == (1, 1)


def test_an_account_without_an_address_has_the_bell(poraj: Any, account: Any, as_house: Any) -> None:
    instructor = account(poraj, "vocational-instructor", email=None, username="instruktor")
    with as_house(poraj):
        notify(accounts=[instructor], kind="loud", title="Gotowe")
        assert (unread_count(instructor), Mail.objects.count()) == (1, 0)


def test_ended_accounts_hear_nothing(poraj: Any, account: Any, as_house: Any) -> None:
    gone = account(poraj, "office", is_active=False, ended_at="2026-01-01T00:00Z")
    with as_house(poraj):
        notify(accounts=[gone], kind="safety", title="Gotowe")
        assert not Notification.objects.exists()
        assert not Mail.objects.exists()


def test_everybody_is_told_in_their_own_language(poraj: Any, anna: Any, account: Any) -> None:
    from django.utils.translation import gettext_lazy

    john = account(poraj, "office", language="en")
    notify(accounts=[anna, john], kind="quiet", title=gettext_lazy("Monday"))
    assert [latest(anna)[0].title, latest(john)[0].title] == ["Poniedziałek", "Monday"]


def test_an_unknown_kind_is_a_defect(anna: Any) -> None:
    with pytest.raises(KeyError):
        notify(accounts=[anna], kind="nie-ma", title="x")


@pytest.mark.parametrize("url", ["https://zly.example/", "//zly.example/", "javascript:alert(1)"])
def test_a_notice_leads_into_its_own_house(url: str, anna: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        notify(accounts=[anna], kind="quiet", title="x", url=url)


def test_following_a_notice_reads_it_and_goes_there(anna: Any, client_for: Any) -> None:
    notify(accounts=[anna], kind="quiet", title="Gotowe", url="/raporty/")
    browser = client_for(anna)
    assert "Gotowe" in browser.get(LIST).content.decode()
    assert unread_count(anna) == 1
    answer = browser.post(follow(latest(anna)[0]))
    assert answer.url == "/raporty/"
    assert unread_count(anna) == 0


def test_a_get_reads_nothing(anna: Any, client_for: Any) -> None:
    notify(accounts=[anna], kind="quiet", title="Gotowe")
    browser = client_for(anna)
    assert [browser.get(url).status_code for url in (READ_ALL, follow(latest(anna)[0]))] == [405, 405]
    assert unread_count(anna) == 1


def test_a_stranger_gets_404_and_the_notice_stays_unread(
    poraj: Any, anna: Any, klobuck: Any, account: Any, client_for: Any
) -> None:
    notify(accounts=[anna], kind="quiet", title="Tylko dla Anny")
    notice = latest(anna)[0]
    for stranger in (account(poraj, "manager"), account(klobuck, "manager")):
        browser = client_for(stranger)
        assert browser.post(follow(notice)).status_code == 404
        browser.post(READ_ALL)
        for headers in ({}, BELL):
            assert "Tylko dla Anny" not in browser.get(LIST, headers=headers).content.decode()
    assert unread_count(anna) == 1


def test_all_are_read_at_once(anna: Any, client_for: Any) -> None:
    for title in "abc":
        notify(accounts=[anna], kind="quiet", title=title)
    assert client_for(anna).post(READ_ALL).url == LIST
    assert unread_count(anna) == 0


def test_the_bell_unfolds_the_latest(anna: Any, client_for: Any) -> None:
    for number in range(8):
        notify(accounts=[anna], kind="quiet", title=f"nr {number}")
    shown = client_for(anna).get(LIST, headers=BELL).content.decode()
    assert "nr 7" in shown
    assert "nr 1" not in shown


def test_preferences_are_saved_from_the_page(anna: Any, client_for: Any) -> None:
    browser = client_for(anna)
    assert "Bezpieczeństwo" in browser.get(PREFERENCES).content.decode()
    assert browser.post(PREFERENCES, {"loud.bell": "on", "safety.bell": ""}).url == PREFERENCES
    form = browser.get(PREFERENCES).context["form"]
    assert (form["loud.bell"].value(), form["loud.email"].value()) == (True, False)
    assert (form["safety.bell"].value(), form["safety.email"].value()) == (True, True)


def test_three_notices_cost_as_many_queries_as_one(anna: Any, client_for: Any) -> None:
    browser = client_for(anna)
    notify(accounts=[anna], kind="quiet", title="a")
    browser.get(LIST)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            browser.get(LIST)
        return len(counted)

    one = queries()
    for title in "bc":
        notify(accounts=[anna], kind="quiet", title=title)
    assert queries() == one


def test_telling_three_people_by_bell_costs_as_many_queries_as_telling_one(poraj: Any, anna: Any, account: Any) -> None:
    three = [anna, account(poraj, "office"), account(poraj, "office")]

    def queries(accounts: list[Any]) -> int:
        with CaptureQueriesContext(connection) as counted:
            notify(accounts=accounts, kind="quiet", title="a")
        return len(counted)

    assert queries([anna]) == queries(three)


def follow(notice: Notification) -> str:
    return reverse("notifications:follow", args=[notice.pk], urlconf=URLS)
