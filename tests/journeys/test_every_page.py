"""Every page that a person can reach: seen without a complaint by the accessibility rules, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PEOPLE = {
    "kierownik@poraj.example": "poraj",
    "socjalny@poraj.example": "poraj",
    "kierownik@jowes.example": "jowes",
    "kierownik@klobuck.example": "klobuck",
}
NOT_PAGES = ("/konto/wyloguj/", "/plik/", "/static/", "format=", "eksport", "pobierz")
AT_MOST = 60


def complaints_about(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found]


def links_of(page: Page) -> list[str]:
    script = "links => links.map(link => link.getAttribute('href')).filter(href => href && href.startsWith('/'))"
    return [href.split("#")[0] for href in page.locator("a[href]").evaluate_all(script)]


def shape(address: str) -> str:
    """Pages that differ only in their object or their query look alike: one of each is enough."""
    path = address.split("?", maxsplit=1)[0]
    return "/".join("…" if len(part) > 30 or part.isdigit() else part for part in path.split("/"))


def walk(page: Page) -> list[str]:
    """Follow every link from the first page on; returns what the rules complain about."""
    waiting, seen, complaints = ["/"], {"/"}, []
    while waiting and len(seen) < AT_MOST:
        address = waiting.pop(0)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 400, f"{address} answers {answer.status}"
        complaints += complaints_about(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            complaints.append(f"{address}: {overflow} px wider than the window of {page.viewport_size}")
        for link in links_of(page):
            if shape(link) not in seen and not any(part in link for part in NOT_PAGES):
                seen.add(shape(link))
                waiting.append(link)
    assert len(seen) >= 5
    return complaints


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of_a_person_keeps_the_rules_of_accessibility(person, open_browser: Callable[..., Page]):
    page = open_browser(PEOPLE[person], person=person)
    assert walk(page) == []


def test_every_page_of_a_manager_fits_a_narrow_phone(open_browser: Callable[..., Page]):
    page = open_browser("poraj", person="kierownik@poraj.example", width=360, height=740)
    assert walk(page) == []


def test_the_public_site_keeps_the_rules_of_accessibility(open_browser: Callable[..., Page]):
    assert complaints_about_public(open_browser("")) == []


def complaints_about_public(page: Page) -> list[str]:
    complaints = []
    for address in ("/", "/deklaracja-dostepnosci/"):
        page.goto(address)
        complaints += complaints_about(page)
    return complaints


def test_the_doors_of_a_house_keep_the_rules_of_accessibility(open_browser: Callable[..., Page]):
    page = open_browser("poraj")
    complaints = []
    for address in ("/konto/zaloguj/", "/konto/haslo/nowe/", "/nie-ma-takiej-strony/"):
        page.goto(address)
        complaints += complaints_about(page)
    assert complaints == []
