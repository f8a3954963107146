"""A paper: asked for, watched, downloaded, read."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
MANAGER = "kierownik@poraj.example"


def test_a_report_is_requested_watched_and_downloaded(open_browser: Callable[..., Page], picture, tmp_path):
    page = open_browser("poraj", person=MANAGER)
    page.goto("/raporty/")
    page.locator("main").get_by_role("link", name="Przygotuj").first.click()
    picture(page, "1-request")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/raporty/[0-9a-f-]{36}/"))
    picture(page, "2-watching")
    download_link = page.get_by_role("link", name=re.compile("Pobierz"))
    expect(download_link).to_be_visible(timeout=60_000)  # without a reload: the page watches by itself
    picture(page, "3-ready")
    with page.expect_download() as download:
        download_link.click()
    paper = tmp_path / "register.pdf"
    download.value.save_as(paper)

    pdf = PdfReader(io.BytesIO(paper.read_bytes()))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Centrum Integracji Społecznej w Poraju" in text
    assert "Kierująca Poraj" in text, "the manager's own sign-in belongs into the register"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    metadata = pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "pdfuaid" in metadata
    assert "pdfaid" in metadata


def test_a_colleague_cannot_download_somebody_elses_report(open_browser: Callable[..., Page]):
    page = open_browser("poraj", person=MANAGER)
    page.goto("/raporty/")
    address = (
        page.locator("main a[href*='/raporty/']")
        .filter(has_text=re.compile("."))
        .evaluate_all(
            "links => links.map(link => link.getAttribute('href')).find(href => /[0-9a-f-]{36}\\/$/.test(href))"
        )
    )
    assert address
    for slug, person in (("poraj", "socjalny@poraj.example"), ("klobuck", "kierownik@klobuck.example")):
        other = open_browser(slug, person=person)
        assert other.goto(address).status == 404
        assert other.goto(f"{address}plik/").status == 404
