"""The frame of the pages: colours, language, menu on a phone, confirm dialog; and all of it without scripts."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import SESSIONS
from tests.stack import Stack

pytestmark = pytest.mark.browser
MANAGER = "kierownik@poraj.example"
PLACES = ("/", "/kadra/", "/kadra/zapros/", "/historia/", "/raporty/", "/konto/", "/deklaracja-dostepnosci/")


@pytest.fixture
def without_scripts(open_browser: Callable[..., Page], browser: Browser, stack: Stack) -> Iterator[Page]:
    """The manager's browser with scripts switched off."""
    open_browser("poraj", person=MANAGER)
    context = browser.new_context(
        base_url=f"http://poraj.localhost:{stack.port}",
        java_script_enabled=False,
        locale="pl-PL",
        viewport={"width": 360, "height": 740},
        storage_state=SESSIONS[MANAGER],
    )
    yield context.new_page()
    context.close()


def choose(page: Page, name: str, value: str) -> None:
    """Open the account's menu and press one of the choices in it."""
    page.locator("[popovertarget=account-menu]").click()
    page.locator(f"#account-menu button[name={name}][value={value}]").click()


def test_dark_colours_are_remembered_and_keep_the_rules_of_accessibility(
    open_browser: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = open_browser("poraj", person=MANAGER)
    page.goto("/")
    choose(page, "theme", "dark")
    for place in PLACES:
        page.goto(place)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        assert [each["id"] for each in Axe().run(page).response["violations"]] == [], place
    page.goto("/")
    picture(page, "today")


def test_the_language_changes_on_the_spot_and_back(open_browser: Callable[..., Page]) -> None:
    page = open_browser("poraj", person=MANAGER)
    page.goto("/")
    choose(page, "language", "en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    choose(page, "language", "pl")
    expect(page.locator("html")).to_have_attribute("lang", "pl")


def test_a_confirmation_opens_over_the_page_names_the_person_and_can_be_left(
    open_browser: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = open_browser("poraj", person=MANAGER)
    page.goto("/kadra/")
    page.locator("tr", has_text="Paulina Ćwik").locator("a[data-dialog]").last.click()
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("Paulina Ćwik")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    picture(page, "dialog")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/kadra/")


def test_without_scripts_the_menu_opens_on_a_phone_and_leads_on(without_scripts: Page) -> None:
    without_scripts.goto("/")
    menu = without_scripts.locator("#menu")
    expect(menu).to_be_hidden()
    without_scripts.locator(".menu-toggle").click()
    expect(menu).to_be_visible()
    menu.locator("a[href='/historia/']").click()
    expect(without_scripts.locator("h1")).to_be_visible()
    assert without_scripts.url.endswith("/historia/")


def test_without_scripts_a_confirmation_is_a_page_of_its_own(without_scripts: Page) -> None:
    without_scripts.goto("/kadra/")
    without_scripts.locator("tr", has_text="Paulina Ćwik").locator("a[data-dialog]").last.click()
    expect(without_scripts.locator("#confirm h1")).to_contain_text("Paulina Ćwik")
    expect(without_scripts.locator("#confirm button[type=submit]")).to_be_visible()


def test_the_first_press_of_tab_offers_to_skip_the_menu(open_browser: Callable[..., Page]) -> None:
    page = open_browser("poraj", person=MANAGER)
    page.goto("/historia/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
