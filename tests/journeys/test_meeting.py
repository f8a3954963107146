"""A networking meeting from the call to the paper: two centres answer, come, write notes and agree on something."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.pages import complaints_about, overflow_of
from tests.journeys.people import inside
from tests.stack import Stack

pytestmark = pytest.mark.browser
ADVISER, PORAJ, KLOBUCK = "doradca@jowes.example", "kierownik@poraj.example", "kierownik@klobuck.example"
TITLE = "Motywacja i wypalenie zawodowe"
PHONE = {"width": 360, "height": 800}


def test_a_meeting_is_called_answered_held_and_written_up(
    open_browser: Callable[..., Page],
    stack: Stack,
    picture: Callable[..., None],
    tmp_path: Path,
    django_db_blocker: Any,
) -> None:
    owes = open_browser("jowes", person=ADVISER)
    address = _call(owes)
    picture(owes, "1-called")
    poraj = open_browser("poraj", person=PORAJ)
    klobuck = open_browser("klobuck", person=KLOBUCK)
    _answer(poraj, address, "Anna Źrebiec")
    _answer(klobuck, address, "Maria Socha")
    with django_db_blocker.unblock():
        _the_day_comes(stack)
    _note_presence(owes, address)
    picture(owes, "2-presence")
    _write_notes(poraj, address)
    _write_conclusions(owes, address)
    _agree(owes, address)
    picture(owes, "3-minutes")
    _finish(klobuck)
    owes.goto(f"{address}protokol/zamknij/")
    owes.get_by_role("button", name="Zamknij spotkanie").click()
    expect(owes.get_by_text("Spotkanie jest zamknięte.").first).to_be_visible()
    text = _report(owes, address, tmp_path)
    for told in (TITLE, "Anna Źrebiec", "Zofia Nagła", "Odwiedzać się nawzajem", "Zaprosić Poraj", "wykonane"):
        assert told in text, told
    for page in (owes, poraj):
        page.goto(f"{address}protokol/")
        assert complaints_about(page) == []
        page.set_viewport_size(PHONE)
        assert overflow_of(page) == []


def _call(owes: Page) -> str:
    """Call a meeting of this very day and send the invitations; returns the address of its page."""
    today = timezone.localdate().isoformat()
    owes.goto("/spotkania/nowe/")
    typed = {"title": TITLE, "day": today, "starts_at": "23:00", "ends_at": "23:59", "place": "Poraj, ul. Jasna 1"}
    for name, value in {**typed, "answers_until": today}.items():
        owes.locator(f"[name={name}]").fill(value)
    owes.get_by_role("button", name="Zapisz szkic").click()
    owes.wait_for_url(re.compile(r"/spotkania/[0-9a-f-]{36}/$"))
    address = re.sub(r"^https?://[^/]+", "", owes.url)
    owes.goto(f"{address}wyslij/")
    owes.get_by_role("button", name="Wyślij zaproszenia").click()
    expect(owes.get_by_text("Zaproszenia są w drodze.").first).to_be_visible()
    return address


def _answer(centre: Page, address: str, name: str) -> None:
    centre.goto(f"{address}odpowiedz/")
    centre.locator("[name=coming][value=coming]").check()
    centre.locator("[name=person-0-name]").fill(name)
    centre.get_by_role("button", name="Wyślij odpowiedź").click()
    centre.wait_for_url(re.compile(rf"{address}$"))
    expect(centre.get_by_text(name).first).to_be_visible()


def _the_day_comes(stack: Stack) -> None:
    """The meeting was an hour ago."""
    from networking.meetings.models import Meeting

    with inside(stack, "jowes"):
        begun = timezone.now() - timedelta(hours=1)
        Meeting.objects.filter(title=TITLE).update(starts_at=begun, ends_at=begun + timedelta(minutes=50))


def _note_presence(owes: Page, address: str) -> None:
    """On a phone, as at the door: everybody who was announced, and somebody who was not."""
    owes.set_viewport_size(PHONE)
    owes.goto(f"{address}protokol/obecnosc/")
    for name in ("Anna Źrebiec", "Maria Socha"):
        owes.get_by_label(re.compile(name)).check()
    owes.locator("[name=walk_in_name]").fill("Zofia Nagła")
    owes.get_by_role("button", name="Zapisz obecność").click()
    expect(owes.get_by_text("Dopisano: Zofia Nagła").first).to_be_visible()
    expect(owes.get_by_label(re.compile("Zofia Nagła"))).to_be_checked()
    assert overflow_of(owes) == []
    owes.set_viewport_size({"width": 1280, "height": 900})


def _write_notes(centre: Page, address: str) -> None:
    """A PESEL number is refused, and the text is corrected where it stands."""
    centre.goto(f"{address}protokol/")
    centre.get_by_role("link", name="Napisz swoje notatki").click()
    centre.locator("[name=text]").fill("Ćwiczenie o granicach powtórzymy z zespołem. 44051401359")
    centre.get_by_role("button", name="Zapisz").click()
    expect(centre.get_by_text("nie może w nim być numeru PESEL").first).to_be_visible()
    centre.locator("[name=text]").fill("Ćwiczenie o granicach powtórzymy z zespołem.")
    centre.get_by_role("button", name="Zapisz").click()
    expect(centre.get_by_text("Ćwiczenie o granicach").first).to_be_visible()


def _write_conclusions(owes: Page, address: str) -> None:
    owes.goto(f"{address}protokol/wnioski/")
    owes.locator("[name=summary]").fill("Rozmawialiśmy o motywacji kadry.")
    owes.locator("[name=conclusion]").fill("Spotykać się częściej\nOdwiedzać się nawzajem")
    owes.get_by_role("button", name="Zapisz").click()
    expect(owes.get_by_text("Odwiedzać się nawzajem")).to_be_visible()


def _agree(owes: Page, address: str) -> None:
    owes.get_by_role("link", name="Zapisz ustalenie").first.click()
    owes.locator("[name=what]").fill("Zaprosić Poraj na wizytę")
    owes.locator("[name=house]").select_option(label="Centrum Integracji Społecznej w Kłobucku")
    owes.locator("[name=due_on]").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    owes.get_by_role("button", name="Zapisz ustalenie").click()
    owes.wait_for_url(re.compile(rf"{address}protokol/$"))
    expect(owes.get_by_text("Zaprosić Poraj na wizytę")).to_be_visible()


def _finish(centre: Page) -> None:
    """The centre that took it on finds it on Today, and says that it is done."""
    centre.goto("/")
    expect(centre.locator("main").get_by_text(re.compile("Zaprosić Poraj na wizytę")).first).to_be_visible()
    centre.goto("/ustalenia/")
    centre.get_by_role("link", name="Zaprosić Poraj na wizytę").click()
    centre.get_by_role("link", name="Wykonane").click()
    centre.locator("[name=note]").fill("Wizyta umówiona.")
    centre.get_by_role("button", name="Wykonane").click()
    expect(centre.get_by_text("Wizyta umówiona.")).to_be_visible()


def _report(owes: Page, address: str, folder: Path) -> str:
    """The paper as its reader gets it: asked for from the minutes, made by the worker, tagged."""
    owes.goto(f"{address}protokol/")
    owes.get_by_role("link", name="Sprawozdanie").click()
    owes.locator("main form[method=post] button[type=submit]").first.click()
    owes.wait_for_url(re.compile(r"/raporty/[0-9a-f-]{36}/"))
    link = owes.get_by_role("link", name=re.compile("Pobierz"))
    expect(link).to_be_visible(timeout=60_000)
    with owes.expect_download() as download:
        link.click()
    paper = folder / "meeting.pdf"
    download.value.save_as(paper)
    pdf = PdfReader(io.BytesIO(paper.read_bytes()))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))
