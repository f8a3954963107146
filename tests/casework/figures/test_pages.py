"""Pages of figures: exactly what leaves is there, one button lets it go, others look or stay outside."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.figures.selectors import month_view
from casework.participants.models import Participant
from core.reports.rules import report_kind
from tenants.figures.models import Release
from tests.casework.figures.conftest import OCTOBER, TODAY, chosen, open_again
from tests.factories.casework import a_worker, approve, mark

MONTHS, MONTH, RELEASE = "/dane-dla-owes/", "/dane-dla-owes/2026-10/", "/dane-dla-owes/2026-10/przekaz/"
CHOICES = "/dane-dla-owes/wybor/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


@pytest.fixture
def browser(poraj: Any, account: Callable[..., Any], client_for: Callable[..., Any]) -> Callable[[str], Any]:
    """`browser("manager")`: somebody of Poraj with that role, signed in."""
    return lambda role: client_for(account(poraj, role))


def text(response: Any) -> str:
    """What a reader sees, more or less."""
    return " ".join(unescape(response.content.decode()).split())


def sent(page: str) -> dict[str, str]:
    """The hidden fields of the confirmation, as a browser sends them."""
    return {"seal": page.split('name="seal" value="')[1].split('"', maxsplit=1)[0]}


def test_the_manager_sees_exactly_what_leaves_and_releases_it(closed: Any, browser: Any) -> None:
    manager = browser("manager")
    assert "do przekazania" in text(manager.get(f"{MONTHS}?rok=2026"))
    page = text(manager.get(MONTH))
    assert "Przekaż dane do OWES" in page
    assert "Jurajski Ośrodek Wsparcia Ekonomii Społecznej" in page
    assert "zostanie ukryte" in page
    question = manager.get(RELEASE).content.decode()
    assert manager.post(RELEASE, sent(question)).status_code == 302
    after = text(manager.get(MONTH))
    assert "przekazane" in after
    assert "Przekaż dane do OWES" not in after
    assert Release.objects.get().released_by_function == "kierownik"
    assert "przekazane" in text(manager.get(f"{MONTHS}?rok=2026"))


def test_every_number_that_leaves_stands_on_the_page(closed: Any, browser: Any) -> None:
    page = text(browser("social-worker").get(MONTH))
    for words in ("kobiety", "45–54", "Miejsca", "Godziny", "alkohol", "podjęcie zatrudnienia"):
        assert words.lower()[:6] in page.lower(), words
    assert "Przekaż dane do OWES" not in page
    assert "Dane przekazuje kierownik" in page


def test_nobody_is_named_on_any_page(released: Any, browser: Any) -> None:
    manager = browser("manager")
    for address in (MONTHS, MONTH, RELEASE, CHOICES):
        page = text(manager.get(address))
        for person in Participant.objects.order_by("pk"):
            assert person.last_name not in page
            assert person.pesel not in page


@pytest.mark.parametrize("role", ["vocational-instructor", "accountant", "psychologist", "job-counsellor", "office"])
@pytest.mark.parametrize("address", [MONTHS, MONTH, RELEASE, CHOICES])
def test_others_stay_outside(poraj: Any, browser: Any, role: str, address: str) -> None:
    assert browser(role).get(address).status_code == 403


def test_a_social_worker_looks_and_does_not_release(closed: Any, browser: Any) -> None:
    worker = browser("social-worker")
    assert worker.get(MONTHS).status_code == worker.get(MONTH).status_code == 200
    assert worker.get(CHOICES).status_code == worker.get(RELEASE).status_code == worker.post(RELEASE).status_code == 403
    assert not Release.objects.exists()


def test_another_centre_and_the_owes_see_nothing_of_it(
    released: Any, klobuck: Any, jowes: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    page = text(client_for(account(klobuck, "manager")).get(MONTH))
    assert "Co przekazano" not in page
    assert released.released_by_name not in page
    assert client_for(account(jowes, "network-administrator")).get(MONTHS).status_code == 404
    for house in (klobuck, jowes):
        with as_house(house):
            assert not Release.objects.exists()


def test_a_month_that_is_not_closed_says_what_comes_first(people: Any, browser: Any) -> None:
    manager = browser("manager")
    page = text(manager.get(MONTH))
    assert "Najpierw trzeba zamknąć miesiąc" in page
    assert "/obecnosc/2026-10/" in page
    answer = manager.post(RELEASE, {"seal": "0" * 64})
    assert answer.status_code == 200
    assert "Październik 2026 nie jest zamknięty" in text(answer)
    assert not Release.objects.exists()


def test_the_same_is_refused_with_a_sentence(released: Any, browser: Any) -> None:
    manager = browser("manager")
    answer = manager.post(RELEASE, {"seal": month_view(OCTOBER, today=TODAY).seal})
    assert answer.status_code == 200
    assert "już" in text(answer)
    assert Release.objects.count() == 1


def test_figures_that_changed_since_the_page_was_opened_do_not_leave(closed: Any, browser: Any) -> None:
    manager = browser("manager")
    question = manager.get(RELEASE).content.decode()
    Participant.objects.filter(pk=closed["ola"].participant_id).update(education="brak")
    answer = manager.post(RELEASE, sent(question))
    assert "Przejrzyj je jeszcze raz" in text(answer)
    assert not Release.objects.exists()
    assert manager.post(RELEASE, sent(answer.content.decode())).status_code == 302


def test_a_correction_shows_old_beside_new(released: Any, people: Any, browser: Any) -> None:
    open_again()
    manager = browser("manager")
    assert "otwarto ponownie" in text(manager.get(MONTH))
    mark(people["ola"], "O", 8)
    approve(version=2)
    page = text(manager.get(MONTH))
    assert "Różni się od przekazanych" in page
    assert re.search(r"Godziny zajęć</div></th> <td[^>]*><div>30</div></td> <td[^>]*><div><strong>36</strong>", page)
    assert "Przekaż poprawkę" in page
    assert manager.post(RELEASE, sent(manager.get(RELEASE).content.decode())).status_code == 302
    assert Release.objects.count() == 2
    assert "wersja 2" in text(manager.get(f"{MONTHS}?rok=2026"))


def test_the_choice_is_kept_and_shown_with_the_figures(closed: Any, browser: Any) -> None:
    manager = browser("manager")
    assert "październik 2026" in text(manager.get(CHOICES))
    assert manager.post(CHOICES, {"exact": ["people", "seats"], "automatic_after_days": "30"}).status_code == 302
    assert "pokazane dokładnie" in text(manager.get(MONTH))
    assert "zostanie przekazane automatycznie" in text(manager.get(f"{MONTHS}?rok=2026"))
    assert "30 dni po końcu miesiąca" in text(manager.get(CHOICES))


@pytest.mark.parametrize(
    "typed", [{"automatic_after_days": "61"}, {"automatic_after_days": "-1"}, {"automatic_after_days": "dwa"}]
)
def test_a_wrong_number_of_days_is_said_at_its_field(in_poraj: Any, browser: Any, typed: dict[str, str]) -> None:
    page = browser("manager").post(CHOICES, typed | {"exact": ["people"]})
    assert page.status_code == 200
    assert page.context["form"].errors["automatic_after_days"]
    assert f'value="{typed["automatic_after_days"]}"' in page.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "październik", "1999-01"])
def test_an_address_without_a_month_is_not_found(in_poraj: Any, browser: Any, month: str) -> None:
    assert browser("manager").get(f"{MONTHS}{month}/").status_code == 404


def test_a_month_page_costs_as_many_queries_for_many_people(closed: Any, browser: Any) -> None:
    manager = browser("manager")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert manager.get(MONTH).status_code == 200
        return len(seen)

    queries()
    once = queries()
    approve()
    chosen("people")
    assert queries() <= once


def test_what_was_released_can_be_taken_along(released: Any, in_poraj: Any) -> None:
    content = report_kind("released-figures").build({"month": "2026-10"}, lambda _share: None, by=a_worker())
    assert content.title == "Dane przekazane do OWES"
    assert content.people == ()
    rows = {row[0]: row[1] for table in content.tables for row in table.rows}
    kept = released.figures
    assert rows["Liczba miejsc"] == kept["seats"]["total"] == 12
    assert rows["Dni obecności"] == kept["attendance"]["present"]
    assert rows["kobiety, 45–54"] == 3
