"""A report from the request to the end of its time."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.access import Permission
from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.files.models import StoredFile
from core.files.selectors import files_root, place, read_file
from core.notifications.models import Notification
from core.reports import rules
from core.reports.forms import ReportForm
from core.reports.models import Report
from core.reports.rules import Content, Format, Progress, ReportKind, ReportState, register_report
from core.reports.selectors import kinds_open_to, report_page
from core.reports.services import delete_report, download_report, expire_reports, make_report, making, request_report
from tenants.errors import RuleBroken
from tenants.jobs.models import Job, State
from tenants.jobs.services import Lease, LeaseLost, holding
from tenants.organisations.models import Organisation
from tests.core.reports.conftest import content, row

House = Callable[[Organisation], Any]
Accounts = Callable[..., Account]
REFUSED = "W tym miesiącu nie ma czego zestawić."


def _build(parameters: Mapping[str, Any], progress: Progress, *, by: Account) -> Content:
    if parameters.get("refuse"):
        raise RuleBroken(REFUSED)
    progress(0.5)
    rows = [row(f"Osoba {n}", n) for n in range(int(parameters.get("rows", 3)))]
    return content(*rows, people=tuple(parameters.get("people", ())))


def _open_to(by: Account, parameters: Mapping[str, Any]) -> bool:
    """Like a group that is somebody's own."""
    return parameters.get("owner", by.name) == by.name


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> ReportKind:
    """A kind of our own, for managers."""
    monkeypatch.setattr(rules.kinds, "_KINDS", dict(rules.kinds._KINDS))
    made = ReportKind(
        code="lista",
        label="Lista osób",
        description="Do prób",
        permission=Permission.REPORT_ACCESSES,
        form=ReportForm,
        build=_build,
        open_to=_open_to,
        about=lambda parameters: str(parameters.get("about", "")),
        formats=(Format.PDF, Format.XLSX, Format.CSV),
        houses=("centre",),
    )
    register_report(made)
    return made


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OGNIWO_FILES_ROOT", str(tmp_path))


@pytest.fixture
def manager(poraj: Organisation, account: Accounts) -> Account:
    return account(poraj, "manager")


def _ask(by: Account, **parameters: Any) -> Report:
    return request_report(by=by, kind="lista", parameters=parameters, format=Format.CSV)


def _make(report: Report) -> Report:
    make_report(report_id=str(report.pk))
    report.refresh_from_db()
    return report


def _state(report: Report, by: Account) -> ReportState:
    page = report_page(by, report.pk)
    assert page is not None
    return page.state


# Asking


def test_a_request_its_job_and_its_trace_are_written_together(
    poraj: Organisation, as_house: House, manager: Account
) -> None:
    with as_house(poraj):
        report = _ask(manager, about="listopad 2026")
        job = Job.objects.get(pk=report.job_id)
        assert (job.kind, job.parameters) == ("core.reports.make_report", {"report_id": str(report.pk)})
        assert report.title == "Lista osób: listopad 2026"
        entry = AuditEntry.objects.get(action="reports.requested")
        assert (entry.by_id, entry.target_id) == (manager.pk, str(report.pk))
        assert _state(report, manager) is ReportState.WAITING


def test_nothing_remains_of_a_request_whose_job_could_not_be_written(
    poraj: Organisation, as_house: House, manager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr("core.reports.services.requests.enqueue", fail)
    with as_house(poraj):
        with pytest.raises(RuntimeError, match="no queue"):
            _ask(manager)
        assert not Report.objects.exists()
        assert not AuditEntry.objects.filter(action="reports.requested").exists()


def test_a_paper_is_refused_to_a_role_that_does_not_have_it(
    poraj: Organisation, as_house: House, account: Accounts
) -> None:
    instructor = account(poraj, "vocational-instructor")
    with as_house(poraj):
        assert "lista" not in {kind.code for kind in kinds_open_to(instructor)}
        with pytest.raises(RuleBroken):
            _ask(instructor)


def test_a_paper_of_a_centre_is_not_offered_to_an_owes(jowes: Organisation, as_house: House, account: Accounts) -> None:
    with as_house(jowes):
        assert "lista" not in {kind.code for kind in kinds_open_to(account(jowes, "network-administrator"))}


def test_an_unknown_kind_or_format_is_refused(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        for asked in ({"kind": "nie-ma", "format": "pdf"}, {"kind": "lista", "format": "docx"}):
            with pytest.raises(RuleBroken):
                request_report(by=manager, parameters={}, **asked)


def test_a_paper_about_what_is_not_ones_own_is_refused(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        assert _ask(manager, owner=manager.name).pk
        with pytest.raises(RuleBroken):
            _ask(manager, owner="ktoś inny")


# Making


def test_what_stopped_being_ones_own_is_neither_made_nor_handed_out(
    poraj: Organisation, as_house: House, manager: Account
) -> None:
    with as_house(poraj):
        made, waiting = (_ask(manager, owner=manager.name) for _ in range(2))
        _make(made)
        type(manager).objects.update(name="Nowe Nazwisko")
        with pytest.raises(RuleBroken):
            make_report(report_id=str(waiting.pk))
        manager.refresh_from_db()
        with pytest.raises(PermissionDenied):
            download_report(by=manager, report_id=made.pk)


def test_whose_data_stand_on_a_paper_is_on_record_whenever_it_is_taken_along(
    poraj: Organisation, as_house: House, manager: Account
) -> None:
    with as_house(poraj):
        report = _make(_ask(manager, people=["a-person", "another"]))
        download_report(by=manager, report_id=report.pk).stream.close()
        details = AuditEntry.objects.get(action="reports.downloaded").details
        assert details == {"format": "CSV", "people": ["a-person", "another"], "count": 2}


@pytest.mark.parametrize("shape", list(Format))
def test_a_finished_report_has_its_file_its_hash_and_its_end(
    poraj: Organisation, as_house: House, manager: Account, shape: Format
) -> None:
    with as_house(poraj):
        report = _make(request_report(by=manager, kind="lista", parameters={}, format=shape))
        assert _state(report, manager) is ReportState.READY
        assert report.file is not None
        assert sha256(read_file(report.file)).hexdigest() == report.sha256 == report.file.sha256
        assert report.file.content_type == shape.content_type
        assert report.file.name == f"Lista osób.{shape.value}"
        assert report.expires_at == report.ready_at + timedelta(days=30)
        assert report.progress == 100


def test_its_requester_hears_once_that_it_is_ready(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        report = _ask(manager)
        for _attempt in range(3):
            _make(report)
        notice = Notification.objects.get(account=manager)
        assert notice.kind == "report-ready"
        assert notice.url.endswith(f"/raporty/{report.pk}/")
        assert StoredFile.objects.count() == 1


def test_a_report_deleted_in_the_meantime_is_not_made(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        report = _ask(manager)
        delete_report(by=manager, report_id=report.pk)
        make_report(report_id=str(report.pk))
        assert not StoredFile.objects.exists()


def test_a_report_deleted_while_it_is_made_leaves_no_file(
    poraj: Organisation, as_house: House, manager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = making._write
    monkeypatch.setattr(making, "_write", lambda report, path: (write(report, path), Report.objects.all().delete()))
    with as_house(poraj):
        make_report(report_id=str(_ask(manager).pk))
        assert not StoredFile.objects.exists()
        assert not Notification.objects.exists()


def test_a_refusal_of_the_kind_reaches_the_page_as_its_sentence(
    poraj: Organisation, as_house: House, manager: Account
) -> None:
    with as_house(poraj):
        report = _ask(manager, refuse=True)
        with pytest.raises(RuleBroken, match=REFUSED):
            make_report(report_id=str(report.pk))
        Job.objects.filter(pk=report.job_id).update(state=State.FAILED, error=REFUSED, finished_at=timezone.now())
        page = report_page(manager, report.pk)
        assert page is not None
        assert (page.state, page.error) == (ReportState.FAILED, REFUSED)
        assert Notification.objects.get(account=manager).kind == "report-failed"


@pytest.mark.parametrize("step", ["_write", "_keep", "_notify"])
def test_whatever_breaks_leaves_no_visible_file_and_no_notice(
    poraj: Organisation, as_house: House, manager: Account, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with as_house(poraj):
        report = _ask(manager)
        with monkeypatch.context() as broken:
            broken.setattr(making, step, break_down)
            with pytest.raises(OSError, match="full"):
                make_report(report_id=str(report.pk))
        report.refresh_from_db()
        assert (report.file, report.ready_at) == (None, None)
        assert not StoredFile.objects.exists()
        assert not Notification.objects.exists()
        assert _state(_make(report), manager) is ReportState.READY


def test_a_worker_that_lost_its_lease_publishes_nothing(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        report = _ask(manager)
        assert report.job_id is not None
        now = timezone.now()
        Job.objects.filter(pk=report.job_id).update(state=State.RUNNING, attempt=2, lease_until=now, started_at=now)
        with holding(Lease(report.job_id, attempt=1)), pytest.raises(LeaseLost):
            make_report(report_id=str(report.pk))
        assert not StoredFile.objects.exists()
        with holding(Lease(report.job_id, attempt=2)):
            make_report(report_id=str(report.pk))
        assert StoredFile.objects.count() == 1
        assert Job.objects.get(pk=report.job_id).state == State.DONE


def test_the_bar_moves_while_the_report_is_made(
    poraj: Organisation, as_house: House, manager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    publish = making._publish

    def look(report: Report, written: Path) -> None:
        seen.append(Report.objects.get(pk=report.pk).progress)
        publish(report, written)

    monkeypatch.setattr(making, "PROGRESS_EVERY", 0)
    monkeypatch.setattr(making, "_publish", look)
    with as_house(poraj):
        _make(_ask(manager))
    assert seen == [99]


# Taking away


def test_a_download_is_on_record_before_the_bytes_leave(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        report = _make(_ask(manager))
        opened = download_report(by=manager, report_id=report.pk)
        assert AuditEntry.objects.get(action="reports.downloaded").target_id == str(report.pk)
        with opened.stream as stream:
            assert sha256(stream.read()).hexdigest() == report.sha256


def test_nothing_leaves_when_the_history_cannot_be_written(
    poraj: Organisation, as_house: House, manager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no history")

    with as_house(poraj):
        report = _make(_ask(manager))
        monkeypatch.setattr("core.reports.services.requests.record", fail)
        with pytest.raises(RuntimeError, match="no history"):
            download_report(by=manager, report_id=report.pk)


def test_whoever_lost_the_role_meanwhile_gets_nothing(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        report = _make(_ask(manager))
        manager.roles = ["vocational-instructor"]
        manager.save(update_fields=["roles"])
        with pytest.raises(PermissionDenied):
            download_report(by=manager, report_id=report.pk)


def test_a_colleague_with_the_link_gets_nothing(
    poraj: Organisation, as_house: House, manager: Account, account: Accounts
) -> None:
    colleague, auditor = account(poraj, "office"), account(poraj, "auditor")
    with as_house(poraj):
        report = _make(_ask(manager))
        with pytest.raises(Report.DoesNotExist):
            download_report(by=colleague, report_id=report.pk)
        download_report(by=auditor, report_id=report.pk).stream.close()


def test_an_unfinished_or_lost_file_is_explained(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        report = _ask(manager)
        with pytest.raises(RuleBroken):
            download_report(by=manager, report_id=report.pk)
        _make(report)
        assert report.file is not None
        place(report.file).unlink()
        with pytest.raises(RuleBroken):
            download_report(by=manager, report_id=report.pk)


def test_only_its_requester_deletes_a_report(
    poraj: Organisation, as_house: House, manager: Account, account: Accounts, django_capture_on_commit_callbacks: Any
) -> None:
    other = account(poraj, "manager")
    with as_house(poraj):
        report = _make(_ask(manager))
        assert report.file is not None
        path = place(report.file)
        with pytest.raises(Report.DoesNotExist):
            delete_report(by=other, report_id=report.pk)
        with django_capture_on_commit_callbacks(execute=True):
            delete_report(by=manager, report_id=report.pk)
        assert not path.exists()
        assert not Report.objects.exists()
        assert AuditEntry.objects.filter(action="reports.deleted").count() == 1


# The end of their time


def test_files_older_than_their_time_are_removed_and_the_request_stays(
    poraj: Organisation, as_house: House, manager: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with as_house(poraj):
        old, fresh = _make(_ask(manager)), _make(_ask(manager))
        assert old.file is not None
        path, long_ago = place(old.file), timezone.now() - timedelta(days=31)
        Report.objects.filter(pk=old.pk).update(ready_at=long_ago, expires_at=long_ago + timedelta(days=30))
        with django_capture_on_commit_callbacks(execute=True):
            expire_reports()
        assert not path.exists()
        assert (_state(old, manager), _state(fresh, manager)) == (ReportState.EXPIRED, ReportState.READY)
        assert AuditEntry.objects.get(action="reports.expired").details == {"count": 1}
        assert sum(path.is_file() for path in files_root().rglob("*")) == 1


def test_a_day_without_old_files_leaves_no_trace_in_the_history(
    poraj: Organisation, as_house: House, manager: Account
) -> None:
    with as_house(poraj):
        _make(_ask(manager))
        expire_reports()
        assert not AuditEntry.objects.filter(action="reports.expired").exists()


def test_a_request_whose_job_is_no_longer_known_has_failed(
    poraj: Organisation, as_house: House, manager: Account
) -> None:
    with as_house(poraj):
        report = _ask(manager)
        Report.objects.filter(pk=report.pk).update(job_id=None)
        assert _state(report, manager) is ReportState.FAILED


def test_reports_of_another_house_are_not_there(
    poraj: Organisation, klobuck: Organisation, as_house: House, manager: Account, account: Accounts
) -> None:
    theirs = account(klobuck, "manager")
    with as_house(klobuck):
        report = _make(_ask(theirs))
    with as_house(poraj):
        assert report_page(manager, report.pk) is None
        make_report(report_id=str(report.pk))
        assert not StoredFile.objects.exists()


def test_a_code_is_registered_once(kind: ReportKind) -> None:
    register_report(kind)
    other = ReportKind(code="lista", label="x", description="x", permission="x", form=ReportForm, build=_build)
    with pytest.raises(ValueError, match="already"):
        register_report(other)
