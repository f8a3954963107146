"""A newcomer who follows the page “First ten minutes” of the documentation in a browser.

Every line of the page that begins with a dash is one thing to do or to see. What cannot be done here, the page may not
ask for; what the page asks for, the demo must have.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from core.localdev.places import ROOT

PAGE = ROOT / "platform/docs/pierwsze-dziesiec-minut.md"
PORT_ON_PAGE = ":8000"
PATIENCE = 60_000


class Newcomer:
    """Does what the page says, line by line."""

    def __init__(self, page: Page, *, port: int, printed: str) -> None:
        self.page, self.port = page, port
        found = re.search(r"password of all\s+(\S+)", printed)
        assert found, printed
        self.password = found.group(1)
        self.papers: list[Path] = []

    def do(self, line: str) -> None:
        """One line of the page."""
        for pattern, act in ACTS.items():
            if found := re.fullmatch(pattern, line):
                act(self, *found.groups())
                return
        raise AssertionError(f"the page asks for what nobody can do: {line}")

    def open(self, address: str) -> None:
        assert PORT_ON_PAGE in address
        self.page.goto(address.replace(PORT_ON_PAGE, f":{self.port}"))

    def sign_in(self, email: str) -> None:
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(self.password)
        self.page.locator("main button[type=submit]").first.click()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Konto").click()
        self.page.get_by_role("button", name="Wyloguj").click()

    def click(self, label: str) -> None:
        self._place(label).click()

    def _place(self, label: str) -> Locator:
        """A button or link of that name, or else one whose name begins so; on the sheet before the frame around it."""
        names = (re.compile(f"^{re.escape(label)}$"), re.compile(f"^{re.escape(label)}"))
        for _quarter_of_a_second in range(40):
            for name in names:
                for part in (self.page.locator("main"), self.page.locator("body")):
                    here = part.get_by_role("link", name=name).or_(part.get_by_role("button", name=name))
                    if here.locator("visible=true").count():
                        return here.locator("visible=true").first
            self.page.wait_for_timeout(250)
        raise AssertionError(f"nothing to click is called {label}")

    def write(self, label: str, value: str) -> None:
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first.fill(value)

    def write_today(self, label: str) -> None:
        self.write(label, date.today().isoformat())

    def choose(self, label: str) -> None:
        self.page.get_by_label(label).check()

    def see(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=20_000)

    def wait_for(self, text: str) -> None:
        shown = self.page.get_by_text(text)
        for _second in range(PATIENCE // 1000):
            if shown.count():
                break
            self.page.wait_for_timeout(1000)
            self.page.reload()
        self.see(text)

    def take(self, label: str) -> None:
        with self.page.expect_download() as coming:
            self.click(label)
        self.papers.append(Path(coming.value.path()))


ACTS: dict[str, Callable[..., None]] = {
    r"Otwórz <(\S+)>\.": Newcomer.open,
    r"Zaloguj się jako `(.+)`\.": Newcomer.sign_in,
    r"Wyloguj się\.": Newcomer.sign_out,
    r"Kliknij \*\*(.+)\*\*\.": Newcomer.click,
    r"W polu \*\*(.+)\*\* wpisz `(.+)`\.": Newcomer.write,
    r"W polu \*\*(.+)\*\* wpisz dzisiejszą datę\.": Newcomer.write_today,
    r"Zaznacz \*\*(.+)\*\*\.": Newcomer.choose,
    r"Zobaczysz: „(.+)”\.": Newcomer.see,
    r"Odświeżaj, aż zobaczysz: „(.+)”\.": Newcomer.wait_for,
    r"Pobierz plik: kliknij \*\*(.+)\*\*\.": Newcomer.take,
}


def lines() -> list[str]:
    return [line[2:] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]


def follow(browser: Browser, *, port: int, printed: str) -> list[bytes]:
    """Do all that the page says, in a demo that printed this; returns the papers taken along."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="pl-PL", accept_downloads=True)
    context.set_default_timeout(20_000)
    newcomer = Newcomer(context.new_page(), port=port, printed=printed)
    for number, line in enumerate(lines(), start=1):
        try:
            newcomer.do(line)
            newcomer.page.wait_for_load_state()
        except Exception as failure:
            raise AssertionError(f"line {number}, “{line}”, on {newcomer.page.url}") from failure
    papers = [path.read_bytes() for path in newcomer.papers]
    context.close()
    return papers
