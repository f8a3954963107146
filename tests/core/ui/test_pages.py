"""Pages of the frame: who gets in, what they choose, and what is said when something is wrong."""

import re
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from core.notifications.services import notify
from core.reports.services import READY_NOTICE
from core.ui import views
from tenants.errors import RuleBroken

URLS = "config.urls.centre"
TODAY, THEME, LANGUAGE, ACCESSIBILITY, STYLEGUIDE = (
    reverse(name, urlconf=URLS) for name in ("today", "theme", "language", "accessibility", "styleguide")
)


def test_a_stranger_is_asked_to_sign_in_before_today(client_for: Any, poraj: Any) -> None:
    response = client_for(house=poraj).get(TODAY)
    assert response.status_code == 302
    assert reverse("account_login", urlconf=URLS) in response.headers["Location"]


def test_today_greets_by_name_and_says_in_which_house_one_is(client_for: Any, account: Any, poraj: Any) -> None:
    page = client_for(account(poraj, "manager", name="Grażyna Świątek")).get(TODAY).content.decode()
    assert "Grażyna Świątek" in page
    assert "Centrum Integracji Społecznej w Poraju" in page
    assert "Kłobuck" not in page


def test_the_menu_of_a_role_leads_only_where_the_role_may_go(client_for: Any, account: Any, poraj: Any) -> None:
    history = reverse("audit:list", urlconf=URLS)
    assert f'href="{history}"' in client_for(account(poraj, "manager")).get(TODAY).content.decode()
    assert f'href="{history}"' not in client_for(account(poraj, "office")).get(TODAY).content.decode()


def test_every_place_of_the_menu_opens(client_for: Any, account: Any, poraj: Any) -> None:
    client = client_for(account(poraj, "manager"))
    places = set(re.findall(r'class="menu-link" href="([^"]+)"', client.get(TODAY).content.decode()))
    assert len(places) > 3
    assert {place: client.get(place, follow=True).status_code for place in places} == dict.fromkeys(places, 200)


def test_the_theme_is_remembered_and_comes_with_the_page(client_for: Any, poraj: Any) -> None:
    client = client_for(house=poraj)
    response = client.post(THEME, {"theme": "dark", "next": ACCESSIBILITY})
    assert response.headers["Location"] == ACCESSIBILITY
    assert 'data-bs-theme="dark"' in client.get(ACCESSIBILITY).content.decode()


@pytest.mark.parametrize("chosen", ["", "purple", '"><script>', "\x00"])
def test_a_theme_that_does_not_exist_changes_nothing(client_for: Any, poraj: Any, chosen: str) -> None:
    client = client_for(house=poraj)
    client.post(THEME, {"theme": chosen})
    assert "data-bs-theme" not in client.get(ACCESSIBILITY).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_choices_never_lead_to_another_site(client_for: Any, poraj: Any, elsewhere: str) -> None:
    client = client_for(house=poraj)
    for address, choice in ((THEME, {"theme": "dark"}), (LANGUAGE, {"language": "en"})):
        assert "evil" not in client.post(address, {"next": elsewhere, **choice}).headers["Location"]


def test_a_page_speaks_the_chosen_language(client_for: Any, poraj: Any) -> None:
    client = client_for(house=poraj)
    client.post(LANGUAGE, {"language": "en", "next": "/"})
    page = client.get(ACCESSIBILITY).content.decode()
    assert '<html lang="en"' in page
    assert "Accessibility declaration" in page


def test_the_style_guide_is_for_development_only(client_for: Any, account: Any, poraj: Any, settings: Any) -> None:
    client = client_for(account(poraj, "office"))
    assert client.get(STYLEGUIDE).status_code == 200
    settings.OGNIWO_STYLEGUIDE = False
    assert client.get(STYLEGUIDE).status_code == 404


@pytest.mark.parametrize("page", [2, 9])
def test_the_table_of_the_style_guide_turns_pages(client_for: Any, account: Any, poraj: Any, page: int) -> None:
    html = client_for(account(poraj, "office")).get(f"{STYLEGUIDE}?page={page}").content.decode()
    assert f'aria-current="page">{page}<' in html


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500, 503])
def test_trouble_is_told_with_a_reference_number_and_names_nobody(status: int, rf: RequestFactory) -> None:
    names = {
        400: views.bad_request,
        403: views.forbidden,
        404: views.page_not_found,
        410: views.gone,
        500: views.server_error,
        503: views.unavailable,
    }
    request = rf.get("/uczestnicy/jan-nowak/", HTTP_HOST="poraj.localhost")
    request.request_id = "7KQF-M2XD"  # type: ignore[attr-defined]
    response = names[status](request)
    page = response.content.decode()
    assert response.status_code == status
    assert "7KQF-M2XD" in page
    assert "jan-nowak" not in page
    assert "Poraj" not in page


def test_a_broken_rule_that_no_page_caught_is_told_in_its_own_words(rf: RequestFactory) -> None:
    response = views.bad_request(rf.get("/"), RuleBroken("Październik jest już zamknięty."))
    assert "Październik jest już zamknięty." in response.content.decode()


def test_the_message_of_another_error_stays_inside(rf: RequestFactory) -> None:
    response = views.bad_request(rf.get("/"), ValueError("tajne"))
    assert "tajne" not in response.content.decode()


def test_a_stranger_gets_404_for_a_page_that_does_not_exist(client_for: Any, poraj: Any) -> None:
    response = client_for(house=poraj).get("/nie-ma/")
    assert response.status_code == 404
    assert "Poraj" not in response.content.decode()


def test_a_new_manager_sees_what_is_left_of_the_first_steps_and_an_accountant_none(
    client_for: Any, account: Any, poraj: Any
) -> None:
    manager, accountant = account(poraj, "manager"), account(poraj, "accountant")
    steps = client_for(manager).get(TODAY).content.decode()
    assert reverse("letterhead:edit", urlconf=URLS) in steps
    assert reverse("accounts:invite", urlconf=URLS) not in steps, "there are two accounts already"
    assert "first-step" not in client_for(accountant).get(TODAY).content.decode()


def test_unread_notices_wait_on_today_and_leave_when_read(
    client_for: Any, account: Any, poraj: Any, as_house: Any
) -> None:
    anna, other = account(poraj, "office"), account(poraj, "office")
    with as_house(poraj):
        notify(accounts=[anna], kind=READY_NOTICE, title="Raport gotowy")
    notices = reverse("notifications:list", urlconf=URLS)
    card = f'class="btn btn-outline-secondary btn-sm" href="{notices}"'
    assert card in client_for(anna).get(TODAY).content.decode()
    assert card not in client_for(other).get(TODAY).content.decode()
