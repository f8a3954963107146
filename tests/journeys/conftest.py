"""A stack of real processes and a real Chromium. Screenshots are kept in `test-results/journeys/`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.people import PASSWORD, SESSIONS, invite_the_rest, sign_in
from tests.stack import Stack, stack_for_tests

RESULTS = Path(__file__).resolve().parents[2] / "test-results/journeys"


@pytest.fixture(scope="session")
def stack(django_db_blocker: object) -> Iterator[Stack]:
    """Everything running; the second factor is asked for as in production, the outbox is open as in the demo."""
    settings = {"OGNIWO_DEMO": "1", "OGNIWO_WAIVE_SECOND_FACTOR": "0", "OGNIWO_DEMO_PASSWORD": PASSWORD}
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            running = until_the_end.enter_context(stack_for_tests(**settings))
            with running.database():
                invite_the_rest()
        running.start("web", "worker", "dispatcher", "ground")
        yield running


@pytest.fixture
def open_browser(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """`open_browser("poraj", person="biuro@poraj.example")`: a fresh browser, signed in when a person is named.

    Whatever the browser complains about (scripts, the content security policy) fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_on(
        slug: str, *, person: str | None = None, width: int = 1280, height: int = 900, touch: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=f"http://{slug}.localhost:{stack.port}" if slug else f"http://localhost:{stack.port}",
            viewport={"width": width, "height": height},
            has_touch=touch,
            locale="pl-PL",
            accept_downloads=True,
            storage_state=SESSIONS.get(person or ""),
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if person and person not in SESSIONS:
            sign_in(page, person)
        return page

    yield open_on
    for context in contexts:
        context.close()
    serious = [each for each in complaints if "the server responded with a status of 4" not in each]
    assert not serious, f"the browser complained: {serious}"


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Keep a screenshot under the name of the test: of the whole page, or of what the window shows of it."""

    def keep(page: Page, name: str, *, whole: bool = True) -> None:
        RESULTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=RESULTS / f"{request.node.name}-{name}.png", full_page=whole)

    return keep
