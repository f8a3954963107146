"""The first day of somebody new: invitation, second factor, first sign-in, the Today page; and the last day, too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import PASSWORD, secret_on, send, totp, type_code, type_password

pytestmark = pytest.mark.browser


def choose_password(page: Page, password: str) -> None:
    for field in page.locator("input[type=password]").all():
        field.fill(password)
    send(page)


def test_from_the_invitation_to_the_first_today_page(open_browser: Callable[..., Page], picture):
    manager = open_browser("poraj", person="kierownik@poraj.example")
    manager.goto("/")
    manager.get_by_role("link", name="Konta", exact=True).click()
    manager.get_by_role("link", name="Zaproś osobę").click()
    manager.get_by_label("Imię i nazwisko").fill("Ewa Jóźwik")
    manager.get_by_label(re.compile("E-mail lub nazwa")).fill("psycholog@poraj.example")
    manager.get_by_label("psycholog", exact=True).check()
    picture(manager, "1-invite")
    manager.get_by_role("button", name="Zaproś", exact=True).click()
    expect(manager.get_by_text("Ewa Jóźwik").first).to_be_visible()

    manager.goto("/poczta-wychodzaca/")
    link = manager.locator("a[href*='/konto/zaproszenie/']").first.get_attribute("href")

    newcomer = open_browser("poraj", width=390, height=800)
    newcomer.goto(link)
    picture(newcomer, "2-invitation-on-a-phone")
    choose_password(newcomer, "krótkie")
    expect(newcomer.locator("main")).to_contain_text("12 znaków")
    assert "zaproszenie" in newcomer.url, "a short password must not be accepted"
    choose_password(newcomer, PASSWORD)
    if "zaloguj" in newcomer.url:
        type_password(newcomer, "psycholog@poraj.example")

    newcomer.wait_for_url("**/konto/drugi-skladnik/aplikacja/**")
    newcomer.goto("/")
    newcomer.wait_for_url("**/konto/drugi-skladnik/aplikacja/**")
    picture(newcomer, "3-second-factor")
    type_code(newcomer, totp(secret_on(newcomer)))
    newcomer.wait_for_url(re.compile(r"kody"))
    picture(newcomer, "4-recovery-codes")
    newcomer.goto("/")
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Ewa Jóźwik")
    picture(newcomer, "5-today")

    again = open_browser("poraj")
    again.goto(link)
    expect(again.locator("input[type=password]")).to_have_count(0)


def test_ending_access_ends_an_open_session(open_browser: Callable[..., Page], picture):
    office = open_browser("poraj", person="biuro@poraj.example")
    office.goto("/")
    expect(office.get_by_role("heading", level=1)).to_contain_text("Paulina")

    manager = open_browser("poraj", person="kierownik@poraj.example")
    manager.goto("/kadra/")
    manager.locator("tr", has_text="Paulina Ćwik").get_by_role("link", name="Zakończ dostęp").click()
    question = manager.locator("dialog[open], main").last
    expect(question).to_contain_text("Paulina Ćwik")
    picture(manager, "1-confirm")
    question.get_by_role("button", name="Zakończ dostęp").click()
    expect(manager.locator("tr", has_text="Paulina Ćwik")).to_contain_text("zakończony")

    office.goto("/raporty/")
    expect(office).to_have_url(re.compile("/konto/zaloguj/"))
    picture(office, "2-signed-out")
