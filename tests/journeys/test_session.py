"""The script that looks after a session, on a page of its own: it warns, and never throws away what was typed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from config.slices import ROOT

pytestmark = pytest.mark.browser

SCRIPT = (ROOT / "platform/core/static/core/session.js").read_text(encoding="utf-8")
PAGE = Path(__file__).with_name("session.html").read_text(encoding="utf-8")
TOKEN = "#work [name=csrfmiddlewaretoken]"


@pytest.fixture
def house(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A site whose pages hold the dialogs: `house(idle=6, warn=2, most=1000)`; further pages are tabs beside it."""
    context = browser.new_context()
    context.asked = []

    def open_page(*, extension: int = 200, **data: Any) -> Page:
        values = {"idle": 6, "warn": 2, "most": 1000, "token": "old", **data}

        def answer(route: Route) -> None:
            address = route.request.url
            if address.endswith("session.js"):
                return route.fulfill(body=SCRIPT, content_type="text/javascript")
            context.asked.append(route.request.method + " " + address.rpartition("/")[2])
            if address.endswith("extend"):
                return route.fulfill(status=extension, json={"seconds": values["idle"]})
            return route.fulfill(body=PAGE.format(**values), content_type="text/html")

        context.unroute_all()
        context.route("**/*", answer)
        page = context.new_page()
        page.goto("http://localhost/page")
        page.asked = context.asked
        page.values = values
        return page

    yield open_page
    context.close()


def is_open(page: Page, dialog: str) -> bool:
    return bool(page.evaluate("id => document.getElementById(id).open", dialog))


def test_it_warns_and_one_click_stays(house: Callable[..., Page]) -> None:
    page = house()
    page.wait_for_function("document.getElementById('session-warning').open")
    page.click("#stay")
    page.wait_for_function("!document.getElementById('session-warning').open")
    assert "POST extend" in page.asked


def test_what_was_typed_outlives_the_session_and_a_sign_in_elsewhere(house: Callable[..., Page]) -> None:
    page = house(idle=3, warn=1)
    page.fill("#typed", "Notatka")
    page.wait_for_function("document.getElementById('session-ended').open")
    assert page.input_value("#typed") == "Notatka", "no reload over unsent text"
    house(idle=60, token="new")
    page.wait_for_function(f"document.querySelector('{TOKEN}').value === 'new'")
    assert not is_open(page, "session-ended")
    assert page.input_value("#typed") == "Notatka"


def test_typing_is_work_and_an_old_token_is_made_new(house: Callable[..., Page]) -> None:
    page = house(idle=6, warn=1, extension=403)
    page.wait_for_timeout(2300)
    page.values["token"] = "new"
    page.fill("#typed", "Notatka")
    page.wait_for_function(f"document.querySelector('{TOKEN}').value === 'new'")
    page.fill("#typed", "Notatka, dalej")
    assert page.asked.count("POST extend") == 1, "not with every letter"


def test_the_end_of_the_day_is_said_once(house: Callable[..., Page]) -> None:
    page = house(idle=60, warn=4, most=6)
    page.wait_for_function("document.getElementById('session-warning').open")
    assert page.is_visible("#understood")
    assert not page.is_visible("#stay"), "no click prolongs it"
    page.click("#understood")
    page.wait_for_timeout(1200)
    assert not is_open(page, "session-warning")
