"""The one Chromium of a test run, for journeys and for the demo: Playwright cannot be started twice in a process."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The system's browser: `OGNIWO_CHROMIUM`, or what Debian and others call it."""
    names = (os.environ.get("OGNIWO_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine: browser journeys were NOT run (install it or set OGNIWO_CHROMIUM)")
    # Playwright keeps an event loop on this thread; without this Django takes plain test code for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()
