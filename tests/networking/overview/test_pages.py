"""Pages of statistics: what is told, what is hidden, who may look."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.audit.models import AuditEntry
from networking.overview.rules import REMINDER
from networking.overview.selectors import month_due
from tenants.figures.models import PublishedCell
from tenants.post.models import Post
from tenants.walls.context import house_context
from tests.networking.overview.conftest import NETWORK

START = "/statystyki/"
OCTOBER_PAGE = f"{START}?okres=2026-10"
PEOPLE = f"{START}{NETWORK}/wskazniki/people/?okres=2026-10"
LEFT = f"{START}{NETWORK}/wskazniki/left/?okres=2026-Q3&podzial=reason-wide"
CENTRES = f"{START}{NETWORK}/centra/"
SETTINGS = f"{START}{NETWORK}/ustawienia/"
HIDDEN = "ukryte (mała liczba osób)"


@pytest.fixture
def adviser(jowes: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(jowes, "adviser"))


@pytest.fixture
def administrator(jowes: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(jowes, "network-administrator"))


def read(browser: Any, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_month_at_a_glance_tells_eight_numbers_and_what_changed(tables, adviser):
    page = read(adviser, OCTOBER_PAGE)
    assert page.count('class="tile"') == 8
    assert "o 14 więcej niż rok wcześniej" in page
    assert "zajęte: 89,3 %" in page
    assert "281 333,00 zł" in page
    assert "12 345" in page
    assert "III kwartał 2026" in page


def test_a_month_of_fewer_centres_says_so_and_is_not_compared(publish, adviser):
    publish("people", 12, houses=1)
    publish("people", 156, houses=2, on=date(2025, 10, 1))
    page = read(adviser, OCTOBER_PAGE)
    assert "To liczby z 1 centrum z 2" in page
    assert "rok wcześniej: 156, z 2 centrów" in page
    assert "mniej niż rok wcześniej" not in page
    assert "październik 2026, z 1 centrum" in read(adviser, PEOPLE)


def test_hidden_missing_and_zero_look_different(tables, adviser):
    page = read(adviser, OCTOBER_PAGE)
    assert f'figure-hidden"><span class="figure-sign" aria-hidden="true">#</span> {HIDDEN}' in page
    assert 'figure-missing"><span class="figure-sign" aria-hidden="true">…</span> brak danych' in page
    assert '<p class="tile-value">0</p>' in page


def test_where_a_month_is_hidden_the_quarter_is_offered(tables, adviser):
    page = read(adviser, OCTOBER_PAGE)
    assert f'href="{START}{NETWORK}/wskazniki/joined/?okres=2026-Q3"' in page
    assert "Ukryto tu" in page


def test_an_indicator_has_a_chart_a_table_and_its_definition(tables, adviser):
    page = read(adviser, PEOPLE)
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"') == 2
    assert '<th scope="row"><div>październik 2026</div></th>' in page
    assert "Kobiety" in page or "kobiety" in page
    assert "1. wersja definicji" in page or "wersja 1 definicji" in page
    assert "osoby" in page


def test_a_split_leads_to_larger_groups_and_longer_times(tables, adviser):
    page = read(adviser, LEFT)
    assert 'podzial=reason"' in page
    assert "2 z 7" in page or "Ukryto tu" in page


def test_centres_stand_side_by_side_and_a_hidden_number_stands_behind_whichever_way(tables, adviser):
    for order in ("left", "-left"):
        page = read(adviser, f"{CENTRES}?okres=2026-10&sort={order}")
        assert page.index("Poraju") < page.index("Kłobucku")
    assert "Cała sieć" in page


def test_nothing_but_published_periods_and_listed_centres_can_be_chosen(tables, adviser, poraj):
    assert "październik 2026" in read(adviser, f"{START}?okres=2031-01")
    assert adviser.get(f"{PEOPLE}&centrum=01900000-0000-7000-8000-000000000000").status_code == 404
    assert adviser.get(f"{PEOPLE}&centrum={poraj.pk}").status_code == 200
    assert adviser.get(f"{START}{NETWORK}/wskazniki/pesel/").status_code == 404
    assert adviser.get(f"{START}inna-siec/").status_code == 404
    assert "żadnego" not in read(adviser, f"{CENTRES}?sort=released_by_name")


def test_before_anything_is_published_the_page_says_what_to_do(adviser):
    page = read(adviser, START)
    assert "Nie ma jeszcze liczb sieci" in page
    assert "Przypomnij" in page
    for path in (CENTRES, f"{START}{NETWORK}/wskazniki/people/"):
        assert "Zobacz, kto jeszcze nie przekazał danych" in read(adviser, path)


@pytest.mark.parametrize("path", [START, PEOPLE, CENTRES, SETTINGS])
def test_a_centre_has_no_statistics_of_the_network(path, tables, poraj, account, client_for):
    assert client_for(account(poraj, "manager")).get(path).status_code in {403, 404}


@pytest.mark.parametrize("role", ["auditor", "account-administrator"])
def test_who_has_no_permission_stays_outside(role, tables, jowes, account, client_for):
    assert client_for(account(jowes, role)).get(START).status_code == 403


def test_an_owes_of_another_network_sees_nothing(tables, other_owes, account, client_for):
    stranger = client_for(account(other_owes, "network-administrator"))
    assert "Nie ma jeszcze liczb sieci" in read(stranger, START)
    for path in (PEOPLE, f"{START}{NETWORK}/", CENTRES, SETTINGS):
        assert stranger.get(path).status_code == 404
    with house_context(other_owes):
        assert not PublishedCell.objects.exists()


@pytest.mark.parametrize("path", [OCTOBER_PAGE, PEOPLE, f"{CENTRES}?okres=2026-10"])
def test_three_centres_cost_no_more_queries_than_one(path, publish, adviser, poraj, klobuck, jowes):
    publish("people", 134)
    publish("people", 28, house=poraj)
    read(adviser, path)
    with CaptureQueriesContext(connection) as one:
        read(adviser, path)
    publish("people", 19, house=klobuck)
    publish("people", 31, house=jowes)  # whatever stands there: it is a third name
    with CaptureQueriesContext(connection) as three:
        read(adviser, path)
    assert len(three) == len(one)


# Reminders


def remind_url(house: Any) -> str:
    return f"{START}{NETWORK}/przypomnij/{house.pk}/{month_due(timezone.localdate()):%Y-%m}/"


def test_a_silent_centre_is_reminded_once_a_day_and_it_is_on_record(adviser, poraj, jowes):
    assert adviser.post(remind_url(poraj)).status_code == 302
    assert "przypomniano" in read(adviser, START)
    assert "dziś" in read_after(adviser, adviser.post(remind_url(poraj)))
    with house_context(jowes):
        assert Post.objects.filter(kind=REMINDER).count() == 1
        assert AuditEntry.objects.filter(action="statistics.reminded").count() == 1


def read_after(browser: Any, answer: Any) -> str:
    return read(browser, answer.url)


def test_the_reminder_leads_the_centre_to_the_month(adviser, poraj, klobuck, account, client_for):
    adviser.post(remind_url(poraj))
    with house_context(poraj):
        letter = Post.objects.get(kind=REMINDER)
    manager = client_for(account(poraj, "manager"))
    month = f"{month_due(timezone.localdate()):%Y-%m}"
    assert manager.get(f"/porownanie/przypomnienie/{letter.pk}/").url == f"/dane-dla-owes/{month}/"
    stranger = client_for(account(klobuck, "manager"))
    assert stranger.get(f"/porownanie/przypomnienie/{letter.pk}/").status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "2026-Q3", "kot"])
def test_a_reminder_of_no_month_is_not_found(month, adviser, poraj):
    assert adviser.post(f"{START}{NETWORK}/przypomnij/{poraj.pk}/{month}/").status_code == 404


def test_nobody_but_members_is_reminded(adviser, jowes):
    assert adviser.post(remind_url(jowes)).status_code == 404


# Settings


def send(browser: Any, **values: Any) -> Any:
    return browser.post(SETTINGS, {"smallest_count": 5, "rounding": 0, "freeze_day": 20, **values})


def test_the_stricter_setting_is_one_form_away_and_on_record(administrator, network, jowes):
    assert send(administrator, smallest_count=10, rounding=5).status_code == 302
    with house_context(jowes):
        network.refresh_from_db()
        assert (network.smallest_count, network.rounding) == (10, 5)
        assert AuditEntry.objects.get(action="statistics.protected").details["smallest_count"] == "10"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"smallest_count": 2}, "mniejsze niż 3"),
        ({"freeze_day": 30}, "od 1 do 28"),
        ({"smallest_count": "pięć"}, "liczb"),
    ],
)
def test_a_setting_too_weak_is_refused_in_words_and_nothing_typed_is_lost(wrong, said, administrator, network, jowes):
    answer = send(administrator, **wrong)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert str(next(iter(wrong.values()))) in answer.content.decode()
    with house_context(jowes):
        network.refresh_from_db()
        assert (network.smallest_count, network.freeze_day) == (5, 20)


def test_an_adviser_does_not_set_what_is_hidden(adviser):
    assert adviser.get(SETTINGS).status_code == 403
    assert SETTINGS not in read(adviser, START)
