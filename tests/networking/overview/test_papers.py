"""What leaves on paper or in a spreadsheet: the same numbers, the same charts, and nothing that is hidden."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from pypdf import PdfReader

from core.reports.renderers.csv import as_csv
from core.reports.renderers.pdf import render_pdf
from core.reports.renderers.xlsx import render_xlsx
from core.reports.rules import Content, Format, Letterhead, Paper, Picture, report_kind
from networking.overview.reports import OVERVIEW_REPORTS
from tenants.walls.context import house_context
from tests.networking.overview.conftest import NETWORK

ASKED: dict[str, dict[str, str]] = {
    "statistics-glance": {"month": "2026-10"},
    "statistics-indicator": {"indicator": "left", "period": "2026-Q3", "dimension": "reason-wide", "centre": ""},
    "statistics-centres": {"period": "2026-10"},
    "network-quarter": {"quarter": "2026-Q3"},
}
TOLD = {
    "statistics-glance": "281 333",
    "statistics-indicator": "do pracy",
    "statistics-centres": "Poraju",
    "network-quarter": "141",
}


@pytest.fixture
def adviser(jowes: Any, account: Any) -> Any:
    return account(jowes, "adviser")


def built(code: str, by: Any, house: Any) -> Content:
    with house_context(house):
        return report_kind(code).build(ASKED[code] | {"network": NETWORK}, lambda _share: None, by=by)


def on_paper(content: Content) -> Paper:
    return Paper(content=content, letterhead=Letterhead(house="JOWES"), made_at=timezone.now(), made_for="Anna Zięba")


def as_pdf(content: Content, folder: Path) -> str:
    target = folder / "paper.pdf"
    render_pdf(on_paper(content), target, lambda _share: None, fonts=Path(settings.OGNIWO_FONTS_DIR))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())


def as_xlsx(content: Content, folder: Path) -> dict[str, str]:
    target = folder / "paper.xlsx"
    render_xlsx(on_paper(content), target, lambda _share: None)
    with zipfile.ZipFile(target) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("code", ASKED)
def test_a_paper_is_tagged_for_reading_aloud_and_says_what_is_hidden(code, tables, adviser, jowes, tmp_path):
    """The renderer refuses a paper that is not PDF/UA: a chart without words would fail here."""
    text = as_pdf(built(code, adviser, jowes), tmp_path)
    assert TOLD[code].replace(" ", "") in text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    assert "ukryte (mała liczba osób)" in text


@pytest.mark.parametrize("code", ASKED)
def test_a_spreadsheet_has_no_sheet_or_cell_that_nobody_sees(code, tables, adviser, jowes, tmp_path):
    parts = as_xlsx(built(code, adviser, jowes), tmp_path)
    assert not any(re.search(r"<(sheet|row|col)\b[^>]*hidden", text) for text in parts.values())
    assert not [name for name in parts if "comment" in name or "externalLink" in name]
    assert any("ukryte" in text for text in parts.values())
    assert "ukryte" in as_csv(built(code, adviser, jowes)).decode()


@pytest.mark.parametrize("code", ["network-quarter", "statistics-indicator", "statistics-centres"])
def test_the_chart_on_paper_tells_in_words_where_its_numbers_are(code, tables, adviser, jowes):
    pictures = [block for block in built(code, adviser, jowes).blocks if isinstance(block, Picture)]
    assert pictures
    assert all("Wszystkie liczby są w tabeli" in each.alt for each in pictures)


def test_the_chart_on_paper_is_the_chart_of_the_page(tables, adviser, jowes, client_for):
    page = client_for(adviser).get(f"/statystyki/{NETWORK}/wskazniki/left/?okres=2026-Q3&podzial=reason-wide")
    pictures = [block for block in built("statistics-indicator", adviser, jowes).blocks if isinstance(block, Picture)]
    assert all(each.svg in page.content.decode() for each in pictures)


def test_the_papers_of_a_network_are_its_own_coordinators(tables, adviser, other_owes, account, client_for):
    stranger = account(other_owes, "adviser")
    for code, asked in ASKED.items():
        kind = report_kind(code)
        with house_context(other_owes):
            assert not kind.open_to(stranger, asked | {"network": NETWORK})
            form = kind.form(asked | {"network": NETWORK, "format": "pdf"}, formats=kind.formats, by=stranger)
            assert not form.is_valid()


def test_a_centre_asks_for_its_comparison_alone(poraj, account, client_for):
    browser = client_for(account(poraj, "manager"))
    for kind in OVERVIEW_REPORTS:
        expected = 200 if kind.code == "centre-comparison" else 404
        assert browser.get(f"/raporty/nowy/{kind.code}/").status_code in {expected, 200 if expected == 200 else 403}


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicator": "people", "period": "2026-Q3"},
        {"indicator": "left", "period": "2026-Q3", "dimension": "sex"},
        {"indicator": "benefits", "period": "2026-Q3", "centre": "poraj"},
        {"indicator": "left", "period": "2031-01"},
    ],
)
def test_what_is_not_published_cannot_be_asked_for(wrong, tables, adviser, jowes, poraj):
    kind = report_kind("statistics-indicator")
    asked = wrong | {"network": NETWORK, "format": Format.PDF.value}
    if "centre" in asked:
        asked["centre"] = str(poraj.pk)
    with house_context(jowes):
        form = kind.form(asked, formats=kind.formats, by=adviser)
        assert not form.is_valid()
        assert "period" in form.errors
