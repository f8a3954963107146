"""Asking for papers, taking them away, taking requests back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from core.files.models import StoredFile
from core.files.selectors import OpenedFile, open_file
from core.files.services import discard
from core.reports.models import Report
from core.reports.rules import ReportKind
from core.reports.selectors import kind_open_to, may_download, may_have, reports_visible_to
from tenants.errors import RuleBroken
from tenants.jobs.services import enqueue

REQUEST_ACTIONS = {
    "reports.requested": gettext_lazy("{by} asked for the report: {target} ({format})"),
    "reports.downloaded": gettext_lazy("{by} downloaded the report: {target} ({format})"),
    "reports.deleted": gettext_lazy("{by} deleted the report: {target}"),
}
LONGEST_TITLE = 200


@transaction.atomic
def request_report(*, by: Account, kind: str, parameters: Mapping[str, Any], format: str) -> Report:  # noqa: A002
    """Ask for a paper. The request, its job and its line in the history are one transaction.

    Args:
        parameters: what the kind's form read; JSON values.

    Raises:
        RuleBroken: the account may not have this paper, or not in this format.
    """
    chosen = _allowed(by, kind, parameters, format)
    report = Report.objects.create(
        kind=kind,
        format=format,
        parameters=dict(parameters),
        title=chosen.title(parameters)[:LONGEST_TITLE],
        requested_by=by,
    )
    _hand_to_the_queue(report)
    record(by=by, action="reports.requested", target=report, details={"format": format.upper()})
    return report


def _allowed(by: Account, code: str, parameters: Mapping[str, Any], shape: str) -> ReportKind:
    kind = kind_open_to(by, code)
    if kind is None or shape not in kind.formats or not may_have(by, kind, parameters):
        raise RuleBroken(_("You cannot have this report in this form."))
    return kind


def _hand_to_the_queue(report: Report) -> None:
    parameters = {"report_id": str(report.pk)}
    job = enqueue("core.reports.make_report", parameters=parameters, key=f"report/{report.pk}")
    report.job_id = job.pk
    report.save(update_fields=["job_id"])


@transaction.atomic
def download_report(*, by: Account, report_id: UUID) -> OpenedFile:
    """Open a finished report for its receiver; the history has it before the first byte leaves.

    Raises:
        Report.DoesNotExist: there is none that this account may see.
        PermissionDenied: it may be seen, but this account may not have papers of this kind any more.
        RuleBroken: there is no file (yet, or any more).
    """
    report = reports_visible_to(by).get(pk=report_id)
    if not may_download(by, report):
        raise PermissionDenied("reports of this kind are not open to this account now")
    if report.file is None:
        raise RuleBroken(_("There is no file to download. It may still be in the making, or its time is over."))
    record(by=by, action="reports.downloaded", target=report, details=_taken_along(report))
    return _opened(report.file)


def _taken_along(report: Report) -> dict[str, Any]:
    """The form of a paper, and whose data leave with it."""
    people = {"people": report.people, "count": len(report.people)} if report.people else {}
    return {"format": report.format.upper(), **people}


def _opened(stored: StoredFile) -> OpenedFile:
    try:
        return open_file(stored)
    except FileNotFoundError as error:
        raise RuleBroken(_("The file of this report was lost. Ask for the report again, please.")) from error


@transaction.atomic
def delete_report(*, by: Account, report_id: UUID) -> None:
    """Take back one's own report: the request, and the file when there is one.

    Raises:
        Report.DoesNotExist: it is not a report of this account.
    """
    report = Report.objects.requested_by(by).select_related("file").get(pk=report_id)
    record(by=by, action="reports.deleted", target=report)
    stored = report.file
    report.delete()
    if stored:
        discard(stored)
