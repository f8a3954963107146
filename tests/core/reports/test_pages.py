"""The pages of reports, as a browser sees them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.reports.models import Report
from core.reports.selectors import reports_visible_to
from core.reports.services import make_report, request_report
from tenants.jobs.models import Job
from tenants.organisations.models import Organisation
from tests.clients import HouseClient

House = Callable[[Organisation], Any]
Accounts = Callable[..., Account]
Clients = Callable[..., HouseClient]
REGISTER = "/raporty/nowy/register-of-accesses/"


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OGNIWO_FILES_ROOT", str(tmp_path))


@pytest.fixture
def manager(poraj: Organisation, account: Accounts) -> Account:
    return account(poraj, "manager", name="Anna Nowak")


def _month() -> str:
    return f"{timezone.localdate():%Y-%m}"


def _ready(by: Account, as_house: House, house: Organisation, shape: str = "pdf") -> Report:
    with as_house(house):
        report = request_report(by=by, kind="register-of-accesses", parameters={"month": _month()}, format=shape)
        make_report(report_id=str(report.pk))
        report.refresh_from_db()
    return report


def _form(**values: str) -> dict[str, str]:
    return {"month": _month(), "account": "", "format": "pdf", "form_id": str(uuid4()), **values}


def test_a_report_is_requested_watched_and_downloaded(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients, tmp_path: Path
) -> None:
    client = client_for(manager)
    assert REGISTER in client.get("/raporty/").text
    sent = client.post(REGISTER, _form())
    page = client.get(sent.url)
    assert "hx-get" in page.text
    with as_house(poraj):
        make_report(report_id=str(Report.objects.get().pk))
    page = client.get(f"{sent.url}postep/")
    assert "hx-get" not in page.text
    assert "<html" not in page.text
    answer = client.get(f"{sent.url}plik/")
    assert answer["Content-Type"] == "application/pdf"
    (tmp_path / "got.pdf").write_bytes(b"".join(answer.streaming_content))
    text = PdfReader(tmp_path / "got.pdf").pages[0].extract_text()
    assert "Centrum Integracji Społecznej w Poraju" in text
    assert "Anna Nowak" in text


def test_a_download_cannot_run_in_our_address(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    report = _ready(manager, as_house, poraj)
    answer = client_for(manager).get(f"/raporty/{report.pk}/plik/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_pressing_the_button_again_asks_for_nothing_more(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    client, form = client_for(manager), _form()
    first, again = client.post(REGISTER, form), client.post(REGISTER, form)
    assert (first.status_code, first.url) == (again.status_code, again.url)
    with as_house(poraj):
        assert Report.objects.count() == 1
        assert Job.objects.filter(kind="core.reports.make_report").count() == 1
    assert client.post(REGISTER, {**form, "format": "csv"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "2026-13"},
        {"month": "' OR 1=1"},
        {"month": ""},
        {"format": "docx"},
        {"format": ""},
        {"account": str(uuid4())},
    ],
)
def test_bad_input_is_answered_at_the_field(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients, wrong: dict[str, str]
) -> None:
    answer = client_for(manager).post(REGISTER, _form(**wrong))
    assert answer.status_code == 200
    assert "is-invalid" in answer.text or "error" in answer.text
    with as_house(poraj):
        assert not Report.objects.exists()


def test_strangers_get_404_for_every_address_of_a_report(
    poraj: Organisation,
    klobuck: Organisation,
    as_house: House,
    manager: Account,
    account: Accounts,
    client_for: Clients,
) -> None:
    report = _ready(manager, as_house, poraj)
    strangers = [client_for(account(poraj, "office")), client_for(account(klobuck, "manager"))]
    for client in strangers:
        for page in ("", "postep/", "plik/", "usun/"):
            answer = client.get(f"/raporty/{report.pk}/{page}")
            assert answer.status_code == 404
            unknown = client.get(f"/raporty/{uuid4()}/{page}")
            assert unknown.status_code == 404
    assert client_for(house=poraj).get(f"/raporty/{report.pk}/plik/").status_code == 302


def _probes(report: Report, key: str) -> list[str]:
    """Addresses that somebody might try instead of asking for a report of their own (quality I14)."""
    names = (key, str(report.pk), f"{key}.pdf", "..%2f..%2fetc%2fpasswd", "%00", "\N{FULLWIDTH SOLIDUS}etc", "~root")
    folders = (
        "/media/",
        "/files/",
        "/pliki/",
        "/static/../",
        "/raporty/",
        "/raporty/../",
        f"/raporty/{report.pk}/plik/",
    )
    guesses = [f"/raporty/{uuid4()}/plik/" for _ in range(10)]
    return [f"{folder}{name}" for folder in folders for name in names] + guesses


def test_no_guessed_address_gives_bytes(
    poraj: Organisation, as_house: House, manager: Account, account: Accounts, client_for: Clients
) -> None:
    report = _ready(manager, as_house, poraj)
    with as_house(poraj):
        assert report.file is not None
        key = report.file.key.hex
    client = client_for(account(poraj, "auditor"))
    allowed = {f"/raporty/{report.pk}", f"/raporty/../{report.pk}"}  # an auditor may see this report
    answers = {address: client.get(address).status_code for address in _probes(report, key) if address not in allowed}
    assert set(answers.values()) <= {400, 404}, answers


def test_who_lost_the_role_sees_the_report_and_cannot_have_it(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    report = _ready(manager, as_house, poraj)
    client = client_for(manager)
    with as_house(poraj):
        manager.roles = ["office"]
        manager.save(update_fields=["roles"])
    client = client_for(manager)
    assert "/plik/" not in client.get(f"/raporty/{report.pk}/").text
    assert client.get(f"/raporty/{report.pk}/plik/").status_code == 403


def test_a_role_without_this_paper_is_not_offered_it(
    poraj: Organisation, account: Accounts, client_for: Clients
) -> None:
    client = client_for(account(poraj, "vocational-instructor"))
    assert REGISTER not in client.get("/raporty/").text
    assert client.get(REGISTER).status_code == 404
    assert client.post(REGISTER, _form()).status_code == 404


def test_an_expired_report_says_so(poraj: Organisation, as_house: House, manager: Account, client_for: Clients) -> None:
    report = _ready(manager, as_house, poraj)
    with as_house(poraj):
        assert report.file is not None
        report.file.delete()
    client = client_for(manager)
    assert "/plik/" not in client.get(f"/raporty/{report.pk}/").text
    assert client.get(f"/raporty/{report.pk}/plik/").url == f"/raporty/{report.pk}/"


def test_a_report_is_deleted_after_a_question_that_names_it(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    report = _ready(manager, as_house, poraj)
    client = client_for(manager)
    assert report.title in client.get(f"/raporty/{report.pk}/usun/").text
    with as_house(poraj):
        assert Report.objects.exists()
    assert client.post(f"/raporty/{report.pk}/usun/").url == "/raporty/"
    with as_house(poraj):
        assert not Report.objects.exists()


def test_looking_at_pages_changes_nothing(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    report = _ready(manager, as_house, poraj)
    client = client_for(manager)
    with as_house(poraj):
        before = AuditEntry.objects.count()
    for page in ("/raporty/", REGISTER, f"/raporty/{report.pk}/", f"/raporty/{report.pk}/postep/"):
        assert client.get(page).status_code == 200
    with as_house(poraj):
        assert (AuditEntry.objects.count(), Report.objects.count()) == (before, 1)


def test_three_reports_cost_as_many_queries_as_one(
    poraj: Organisation, as_house: House, manager: Account, account: Accounts, client_for: Clients
) -> None:
    client, counts = client_for(account(poraj, "manager")), []
    for _ in range(3):
        _ready(manager, as_house, poraj, "csv")
        client.get("/raporty/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/raporty/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[-1]


def test_the_owes_has_its_own_register(
    jowes: Organisation, as_house: House, account: Accounts, client_for: Clients
) -> None:
    administrator = account(jowes, "network-administrator")
    assert REGISTER in client_for(administrator).get("/raporty/").text
    assert _ready(administrator, as_house, jowes, "xlsx").file_id is not None


def test_the_state_of_every_report_is_said_in_words(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    client = client_for(manager)
    with as_house(poraj):
        for _ in range(4):
            request_report(by=manager, kind="register-of-accesses", parameters={"month": _month()}, format="csv")
        waiting, working, failed, expired = Report.objects.order_by("pk")
        Job.objects.filter(pk=working.job_id).update(
            state="running", attempt=1, lease_until=timezone.now() + timedelta(hours=1), started_at=timezone.now()
        )
        Report.objects.filter(pk=working.pk).update(progress=40)
        Job.objects.filter(pk=failed.job_id).update(state="failed", error="Powód.", finished_at=timezone.now())
        make_report(report_id=str(expired.pk))
        expired.refresh_from_db()
        expired.file.delete()
    assert "40" in client.get(f"/raporty/{working.pk}/").text
    assert "Powód." in client.get(f"/raporty/{failed.pk}/").text
    assert "hx-get" in client.get(f"/raporty/{waiting.pk}/").text
    listed = client.get("/raporty/").text
    assert [f'class="tag tone-{tone}"' in listed for tone in ("info", "danger", "neutral")] == [True] * 3
    with as_house(poraj):
        states = {report.state for report in reports_visible_to(manager)}  # type: ignore[attr-defined]
    assert states == {"waiting", "working", "failed", "expired"}
