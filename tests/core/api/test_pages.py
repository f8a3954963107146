"""Pages about keys: made right after showing who one is, shown once, ended by one button; and the handbook."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.accounts.models import ApiToken
from core.accounts.rules import Scope
from core.api.selectors.description import described
from core.audit.models import AuditEntry
from tests.conftest import PASSWORD

TODAY = timezone.localdate()
WANTED = {
    "name": "Płatnik księgowej",
    "scopes": [Scope.READ_SETTLEMENTS.value],
    "expires_at": f"{TODAY + timedelta(days=30)}",
    "networks": "203.0.113.7\n  198.51.100.0/24 \n",
}


@pytest.fixture
def browser(client_for, maker) -> Any:
    """Somebody who has just signed in."""
    browser = client_for(maker)
    browser.post("/konto/potwierdz/", {"password": PASSWORD})
    return browser


def keys(house: Any, as_house: Any) -> list[ApiToken]:
    with as_house(house):
        return list(ApiToken.objects.all())


def test_a_key_is_made_shown_until_it_is_put_away_and_then_never_again(browser, poraj, as_house):
    made = browser.post("/klucze/nowy/", WANTED)
    (key,) = keys(poraj, as_house)
    assert made["Location"] == f"/klucze/{key.pk}/"
    shown = browser.get(made["Location"]).content.decode()
    assert "ogn_" in shown
    assert browser.post(made["Location"])["Location"] == "/klucze/"
    assert "ogn_" not in browser.get(made["Location"], follow=True).content.decode()
    assert (key.scopes, key.networks) == (["read:settlements"], ["203.0.113.7", "198.51.100.0/24"])
    with as_house(poraj):
        assert AuditEntry.objects.filter(action="account.token_made", target_id=key.pk).exists()
    listed = browser.get("/klucze/").content.decode()
    assert "Płatnik księgowej" in listed
    assert "odczytywać rozliczenia świadczeń" in listed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scopes": []}, "Wybierz przynajmniej jedną rzecz"),
        ({"scopes": ["read:statistics"]}, "read:statistics"),
        ({"expires_at": f"{TODAY + timedelta(days=366)}"}, "najpóźniej za rok"),
        ({"expires_at": f"{TODAY - timedelta(days=1)}"}, "najpóźniej za rok"),
        ({"networks": "moje biuro"}, "„moje biuro” nie jest adresem"),
        ({"name": ""}, "To pole"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(browser, poraj, as_house, wrong, said):
    page = browser.post("/klucze/nowy/", WANTED | wrong)
    assert page.status_code == 200
    text = page.content.decode()
    assert said in text
    assert wrong.get("networks", "203.0.113.7") in text
    assert keys(poraj, as_house) == []


def test_a_session_of_some_time_ago_has_to_show_again_who_it_is(client_for, maker, poraj, as_house):
    page = client_for(maker).post("/klucze/nowy/", WANTED)
    assert page.status_code == 302
    assert "potwierdz" in page["Location"]
    assert keys(poraj, as_house) == []


def test_a_key_is_revoked_after_a_question(browser, machine, poraj, as_house):
    program = machine(Scope.READ_PARTICIPANTS)
    path = f"/klucze/{program.token.pk}/uniewaznij/"
    assert "Program kadrowy" in browser.get(path).content.decode()
    assert program.call("GET", "participants").status_code == 200
    assert browser.post(path)["Location"] == "/klucze/"
    assert program.call("GET", "participants").status_code == 401


def test_keys_of_another_house_and_of_nobody_are_not_there(browser, account, client_for, machine, klobuck):
    program = machine(Scope.READ_PARTICIPANTS)
    stranger = client_for(account(klobuck, "manager"))
    for path in (f"/klucze/{program.token.pk}/", f"/klucze/{program.token.pk}/uniewaznij/"):
        assert stranger.get(path).status_code == 404
    assert "Program kadrowy" not in stranger.get("/klucze/").content.decode()


def test_the_list_costs_the_same_for_one_key_and_for_three(browser, machine):
    counts = []
    browser.get("/klucze/")
    for more in (1, 2):
        for _ in range(more):
            machine(Scope.READ_PARTICIPANTS)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/klucze/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("house", ["poraj", "jowes"])
def test_the_handbook_tells_of_every_operation(house, account, client_for, request):
    home = request.getfixturevalue(house)
    page = client_for(account(home, "manager" if house == "poraj" else "network-administrator")).get("/api/")
    text = page.content.decode()
    for path, methods in described(home.kind)["paths"].items():
        assert path in text
        assert all(f'id="{said["operationId"]}"' in text for said in methods.values())
    assert "://" not in text.replace(f"http://{house}.localhost", "").replace("http://www.w3.org", "")
