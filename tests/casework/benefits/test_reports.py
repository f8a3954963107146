"""Papers of benefits: the list to pay and the explanation, read back as text, sums checked."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from casework.benefits.models import Premium
from casework.benefits.reports import BENEFIT_EXPLANATION, PAY_LIST
from casework.benefits.services import approve_settlement, propose_premium, settle_month
from core.reports.renderers.pdf import render_pdf
from core.reports.rules import Format, ReportKind, Table
from core.reports.services import request_report
from tenants.errors import RuleBroken
from tests.casework.benefits.conftest import NOW, OCTOBER
from tests.core.reports.conftest import on_paper
from tests.factories.casework import a_worker

MONTH = {"month": "2026-10"}


@pytest.fixture
def approved(people):
    by = a_worker()
    reasons = "Pomaga innym #set text(red) $x$ @ala =1+1 <script>"
    propose_premium(by=by, stay_id=people["whole"].pk, month=OCTOBER, amount=Decimal("300.50"), reasons=reasons)
    settle_month(by=by, month=OCTOBER, now=NOW)
    approve_settlement(by=by, month=OCTOBER, now=NOW)
    return people


def content(kind: ReportKind, **parameters: str) -> Any:
    return kind.build(MONTH | parameters, lambda _share: None, by=a_worker())


def test_the_list_has_every_person_once_and_its_totals_are_their_sums(approved):
    (table,) = content(PAY_LIST).tables
    assert [row[:5] for row in table.rows] == [
        (1, "Abacka Anna", Decimal("2140.70"), Decimal("300.50"), Decimal("2441.20")),
        (2, "Babacki Bogdan", Decimal("1712.56"), Decimal("0.00"), Decimal("1712.56")),
        (3, "Cabacka Celina", Decimal("0.00"), Decimal("0.00"), Decimal("0.00")),
    ]
    assert table.totals is not None
    assert [table.totals[at] for at in (2, 3, 4)] == [sum(row[at] for row in table.rows) for at in (2, 3, 4)]


def test_there_is_no_list_before_the_approval(people):
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    with pytest.raises(RuleBroken):
        content(PAY_LIST)


def test_an_explanation_is_for_one_person_or_a_page_for_each(approved):
    one = content(BENEFIT_EXPLANATION, stay=str(approved["lost"].pk))
    assert one.people == (str(approved["lost"].participant_id),)
    assert len(one.tables) == 1
    assert len(content(BENEFIT_EXPLANATION).tables) == 3


def test_steps_on_paper_add_up_to_the_amount(approved):
    for table in content(BENEFIT_EXPLANATION).tables:
        assert isinstance(table, Table)
        assert table.totals is not None
        assert sum(row[2] for row in table.rows) == table.totals[2]


def test_an_explanation_tells_of_absences_so_an_accountant_does_not_get_it(approved, poraj, account):
    accountant = account(poraj, "accountant")
    assert not accountant.may(BENEFIT_EXPLANATION.permission)
    with pytest.raises(RuleBroken):
        request_report(by=accountant, kind="benefit-explanation", parameters=MONTH, format=Format.PDF)
    assert request_report(by=accountant, kind="pay-list", parameters=MONTH, format=Format.PDF)


@pytest.mark.parametrize(("role", "offered"), [("accountant", False), ("auditor", False), ("social-worker", True)])
def test_papers_that_an_account_can_never_open_are_not_offered(poraj, account, client_for, role, offered):
    page = client_for(account(poraj, role, name="Ktoś")).get("/raporty/")
    assert ("Wyjaśnienie świadczenia" in page.content.decode()) is offered


def test_papers_can_be_read_and_what_people_typed_stays_what_it_is(approved, tmp_path):
    explained = text(content(BENEFIT_EXPLANATION, stay=str(approved["whole"].pk)), tmp_path)
    assert Premium.objects.get().reasons in explained
    assert "2 441,20 zł" in explained
    listed = text(content(PAY_LIST), tmp_path)
    for word in ("Abacka Anna", "2 441,20 zł", "4 153,76 zł", "Razem", "kierownik"):
        assert word in listed


def text(what: Any, folder: Path) -> str:
    """What stands on the finished paper."""
    target = folder / "paper.pdf"
    render_pdf(on_paper(what), target, lambda _share: None, fonts=Path(settings.OGNIWO_FONTS_DIR))
    pages = (page.extract_text() for page in PdfReader(target).pages)
    return " ".join(" ".join(pages).replace("\N{NO-BREAK SPACE}", " ").split())
