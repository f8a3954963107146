"""What leaves the centres and what the OWES sees of it: three centres release a month, one of them corrects it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.pages import complaints_about, overflow_of
from tests.journeys.people import inside, let_the_head_in
from tests.stack import Stack, _settled, wait_until

pytestmark = pytest.mark.browser
OWES, NETWORK = "wsparcie", "dolina"
CENTRES = {"borek": 14, "lipa": 11, "sosna": 9}
"""Centres of a network of their own, and how many people are in each of them."""
HEAD = "kierownik@{}.example"
FROM_THE_WORKER = 60_000
Open = Callable[..., Page]
Picture = Callable[..., None]


def last_month() -> date:
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture(scope="module", autouse=True)
def _a_region(stack: Stack, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        with stack.database():
            _found(OWES, kind="owes")
            _ask("set_up_network", slug=NETWORK, name="Dolina", coordinator=OWES)
            for slug in CENTRES:
                _found(slug, kind="centre")
                _ask("join_network", network=NETWORK, house=slug, since="2022-01-01")
        for slug in (OWES, *CENTRES):
            with inside(stack, slug):
                let_the_head_in(slug)
                _people(CENTRES.get(slug, 0))


def _found(slug: str, *, kind: str) -> None:
    name = f"Ośrodek {slug.title()}"
    _ask("found_house", kind=kind, name=name, host=f"{slug}.localhost", manager_email=HEAD.format(slug))


def _ask(kind: str, /, **parameters: str) -> None:
    from tenants.jobs.services import enqueue_for_ground

    job = enqueue_for_ground(kind, parameters=parameters)
    wait_until(lambda: _settled(job.pk), what=f"{kind} to be done")


def _people(count: int) -> None:
    """So many people who were there on the first working days; the month is approved."""
    from tests.factories.casework import a_stay, approve, mark

    month = last_month()
    for _number in range(count):
        began = date(2026, 3, 2)
        mark(a_stay(starts_on=began), "O", 5, 6, 7, month=month)
    if count:
        approve(month, at=timezone.now())


def test_three_centres_release_a_month_and_a_correction_tells_of_nobody(
    stack: Stack, open_browser: Open, picture: Picture, tmp_path: Path, django_db_blocker: Any
) -> None:
    owes = open_browser(OWES, person=HEAD.format(OWES))
    nobody_has_released_yet(owes, picture)
    stack.stop("worker")  # so that all three wait for it, on whatever day of the month this runs
    for slug in CENTRES:
        a_centre_releases(open_browser(slug, person=HEAD.format(slug)), slug, picture)
    stack.start("worker")
    the_page_of_the_owes_changes(owes, picture)
    its_papers_are_taken_along(owes, tmp_path, picture)
    with django_db_blocker.unblock(), inside(stack, "borek"):
        _one_more_person_comes_to_light()
    a_centre_corrects(open_browser("borek", person=HEAD.format("borek")), picture)
    the_ledger_holds(owes)


def nobody_has_released_yet(page: Page, picture: Picture) -> None:
    page.goto("/statystyki/")
    expect(page.locator("main")).to_contain_text("przekazały 0 z 3 centrów")
    page.get_by_role("button", name="Przypomnij: Ośrodek Borek").click()
    expect(page.locator("main")).to_contain_text("przypomniano")
    looked_at(page, picture, "01-nobody-yet")


def a_centre_releases(page: Page, slug: str, picture: Picture) -> None:
    page.goto(f"/dane-dla-owes/{last_month():%Y-%m}/")
    page.locator("main").get_by_role("link", name="Przekaż dane do OWES").click()
    page.locator("main").get_by_role("button", name="Przekaż dane do OWES").click()
    expect(page.locator("main")).to_contain_text("przekazane")
    looked_at(page, picture, f"02-released-by-{slug}")


def the_page_of_the_owes_changes(page: Page, picture: Picture) -> None:
    """The worker makes the centres' cells at once, and the network's tables after the last release."""
    wait_until(lambda: _there(page), what="the tables of the network")
    expect(tile(page, "Uczestnicy na koniec miesiąca")).to_contain_text(str(sum(CENTRES.values())))
    expect(tile(page, "Osoby, które przyszły")).to_contain_text("0")
    expect(page.locator("main")).to_contain_text("Wszystkie centra przekazały dane")
    looked_at(page, picture, "03-the-network-at-a-glance")
    page.get_by_role("link", name="Centra obok siebie").click()
    for slug, people in CENTRES.items():
        expect(page.get_by_role("row", name=re.compile(f"Ośrodek {slug.title()}"))).to_contain_text(str(people))
    looked_at(page, picture, "04-side-by-side")
    page.goto(f"/statystyki/{NETWORK}/wskazniki/people/?podzial=sex")
    expect(page.locator("svg.chart")).to_have_count(2)
    looked_at(page, picture, "05-one-number")


def _there(page: Page) -> bool:
    page.goto("/statystyki/")
    return page.locator(".tile").count() == 8


def tile(page: Page, name: str) -> Any:
    return page.locator(".tile", has=page.get_by_role("link", name=name, exact=True))


def its_papers_are_taken_along(page: Page, folder: Path, picture: Picture) -> None:
    page.goto("/statystyki/")
    paper = taken_along(page, "PDF", folder / "paper.pdf")
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(paper).pages).split())
    assert "Sieć w skrócie" in text
    assert "34" in text
    page.goto("/statystyki/")
    book = load_workbook(taken_along(page, "XLSX", folder / "paper.xlsx"))
    assert all(sheet.sheet_state == "visible" for sheet in book)
    rows = {str(row[0]): row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert next(row[2] for name, row in rows.items() if name.startswith("Uczestnicy")) == 34
    picture(page, "06-paper")


def taken_along(page: Page, form: str, target: Path) -> Path:
    """From the page to the file, by the worker."""
    page.locator("main").get_by_role("link", name="Pobierz").click()
    page.get_by_label(re.compile(form)).check()
    page.locator("main form[method=post] button[type=submit]").first.click()
    link = page.get_by_role("link", name=re.compile("Pobierz"))
    expect(link).to_be_visible(timeout=FROM_THE_WORKER)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(target)
    return target


def _one_more_person_comes_to_light() -> None:
    """Somebody was forgotten; the month is opened and approved once more."""
    from casework.attendance.models import MonthClosing
    from tests.factories.casework import a_stay, approve, mark

    month = last_month()
    nobody = dict.fromkeys(("submitted_by", "submitted_at", "approved_by", "approved_at"))
    MonthClosing.objects.filter(month=month).update(version=2, **nobody)
    mark(a_stay(starts_on=date(2026, 3, 2)), "O", 5, 6, 7, month=month)
    approve(month, version=3, at=timezone.now())


def a_centre_corrects(page: Page, picture: Picture) -> None:
    page.goto(f"/dane-dla-owes/{last_month():%Y-%m}/")
    page.locator("main").get_by_role("link", name="Przekaż poprawkę").click()
    page.locator("main").get_by_role("button", name="Przekaż poprawkę").click()
    wait_until(lambda: _is_held_back(page), what="the correction to be held back")
    looked_at(page, picture, "07-held-back")


def _is_held_back(page: Page) -> bool:
    page.goto(f"/dane-dla-owes/{last_month():%Y-%m}/")
    return page.get_by_text("wstrzyman").count() > 0


def the_ledger_holds(page: Page) -> None:
    """One person more would be told of by the difference of two tables: they stay as they were."""
    page.goto("/statystyki/")
    expect(tile(page, "Uczestnicy na koniec miesiąca")).to_contain_text("34")
    page.goto(f"/statystyki/{NETWORK}/centra/")
    expect(page.get_by_role("row", name=re.compile("Ośrodek Borek"))).to_contain_text("14")


def looked_at(page: Page, picture: Picture, name: str) -> None:
    picture(page, name)
    assert complaints_about(page) + overflow_of(page) == []
