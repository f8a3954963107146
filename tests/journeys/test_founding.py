"""An OWES has a centre founded in the browser; its manager, and nobody of the OWES, gets in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import inside
from tests.stack import Stack, wait_until

pytestmark = pytest.mark.browser


@pytest.mark.faults
def test_a_centre_is_founded_although_the_ground_process_died(
    stack: Stack, open_browser: Callable[..., Page], picture: Callable[..., None], django_db_blocker: Any
) -> None:
    page = open_browser("jowes", person="kierownik@jowes.example")
    page.goto("/centra/")
    page.get_by_role("link", name="Załóż centrum").click()
    page.get_by_label("Pełna nazwa centrum").fill("Centrum Integracji Społecznej w Janowie")
    page.get_by_label("Krótka nazwa do adresu").fill("janow")
    expect(page.get_by_text("janow.localhost")).to_be_visible()
    page.get_by_label("Kto prowadzi").fill("Gmina Janów")
    page.get_by_label("Numer umowy powierzenia danych").fill("PP/12/2026")
    page.get_by_label("Data podpisania").fill("2026-10-05")
    page.get_by_label("Kto podpisał za centrum").fill("Ewa Lis, wójt gminy")
    page.get_by_label("E-mail pierwszego kierownika").fill("kierownik@jowes.example")
    page.get_by_label(re.compile("Mam przed sobą tę umowę")).check()
    page.get_by_role("button", name="Załóż centrum").click()
    expect(page.get_by_text("nie ma wstępu do danych centrum").first).to_be_visible()
    page.get_by_label("E-mail pierwszego kierownika").fill("kierownik@janow.example")
    stack.kill("ground")
    page.get_by_role("button", name="Załóż centrum").click()
    expect(page.get_by_text("Wniosek czeka na swoją kolej")).to_be_visible()
    picture(page, "waiting")
    stack.start("ground")
    expect(page.get_by_text("Centrum jest założone").first).to_be_visible(timeout=30_000)
    picture(page, "founded")
    with django_db_blocker.unblock(), inside(stack, "janow"):
        from core.accounts.models import Account

        assert list(Account.objects.values_list("email", flat=True)) == ["kierownik@janow.example"]
    assert stack.get("janow", "/").status == 302
    wait_until(lambda: _is_told(page), what="the notice")
    page.goto("/centra/")
    expect(page.get_by_role("link", name="Centrum Integracji Społecznej w Janowie").first).to_be_visible()


def _is_told(page: Page) -> bool:
    page.goto("/powiadomienia/")
    return page.get_by_text("Centrum jest założone: Centrum Integracji Społecznej w Janowie").count() > 0
