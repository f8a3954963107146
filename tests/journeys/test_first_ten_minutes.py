"""The page “First ten minutes”: it is found, its links lead somewhere, and every line of it can be done.

That the demo does what the page says is in `tests/core/localdev/test_demo.py`, where a demo is up anyway.
"""

import re

from core.localdev.places import ROOT
from tests.journeys.newcomer import ACTS, PAGE, lines


def test_every_line_can_be_done_and_the_whole_main_job_is_in_them() -> None:
    assert [line for line in lines() if not any(re.fullmatch(pattern, line) for pattern in ACTS)] == []
    text = "\n".join(lines())
    for part in ("Dodaj osobę", "Wszyscy obecni", "Zatwierdź miesiąc", "Przekaż dane", "Statystyki", "Pobierz PDF"):
        assert part in text


def test_the_page_s_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / target).exists(), target


def test_the_readme_leads_to_the_page() -> None:
    assert f"]({PAGE.relative_to(ROOT)})" in (ROOT / "README.md").read_text(encoding="utf-8")
