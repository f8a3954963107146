"""Making papers in the background, and removing them when their time is over."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.audit.services import record
from core.files.models import StoredFile
from core.files.services import discard, draft, forget_orphans, keep
from core.notifications.services import notify, path_in_house
from core.reports.models import Report
from core.reports.renderers.csv import render_csv
from core.reports.renderers.pdf import render_pdf
from core.reports.renderers.xlsx import render_xlsx
from core.reports.rules import Content, Format, Paper, Progress, report_kind
from core.reports.selectors import letterhead, may_have
from tenants.errors import RuleBroken
from tenants.jobs.services import complete_current_job

MAKING_ACTIONS = {"reports.expired": gettext_lazy("{by} removed report files whose time was over ({count})")}
READY_NOTICE, FAILED_NOTICE = "report-ready", "report-failed"
PAPER_LANGUAGE = "pl"
"""Papers of a house are in Polish, whatever language their requester works in."""
PROGRESS_EVERY = 1.0
"""Seconds between two moves of the bar."""
Renderer = Callable[[Paper, Path, Progress], None]


@shared_task(name="core.reports.make_report", soft_time_limit=840, time_limit=900)
def make_report(*, report_id: str) -> None:
    """Make a requested paper. However often it is tried, one file becomes visible, and its requester hears
    once."""
    report = Report.objects.filter(pk=report_id, ready_at=None).select_related("requested_by").first()
    if report is None:
        return
    try:
        with override(PAPER_LANGUAGE), draft() as written:
            _write(report, written)
            _publish(report, written)
    except RuleBroken:
        _tell_of_failure(report)
        raise


def _write(report: Report, written: Path) -> None:
    """The paper, as a draft on the disk: the first half of the bar is its content, the second its shape."""
    moved = _bar(report)
    content = _content(report, _part_of(moved, begin=0.0, end=0.5))
    report.people = list(content.people)
    _render(Format(report.format))(_paper(report, content), written, _part_of(moved, begin=0.5, end=1.0))


def _content(report: Report, progress: Progress) -> Content:
    """What the paper says to its requester, who may have lost the right to it since they asked."""
    kind = report_kind(report.kind)
    if not may_have(report.requested_by, kind, report.parameters):
        raise RuleBroken(_("You may not have this report any more."))
    return kind.build(report.parameters, progress, by=report.requested_by)


def _publish(report: Report, written: Path) -> None:
    """File, state and the end of the job become visible together, or not at all."""
    now = timezone.now()
    with transaction.atomic():
        complete_current_job()
        still_wanted = Report.objects.select_for_update().filter(pk=report.pk, ready_at=None).exists()
        if not still_wanted:
            return
        stored = _keep(report, written)
        report.file, report.sha256, report.progress = stored, stored.sha256, 100
        report.ready_at, report.expires_at = now, now + timedelta(days=settings.OGNIWO_REPORT_DAYS)
        report.save(update_fields=["file", "sha256", "progress", "people", "ready_at", "expires_at"])
        _notify(report, READY_NOTICE, gettext_lazy("The report is ready: {title}"))


def _keep(report: Report, written: Path) -> StoredFile:
    shape = Format(report.format)
    name = f"{report.title.replace(':', ',')}.{shape.value}"
    return keep(
        written,
        name=name,
        content_type=shape.content_type,
        purpose=StoredFile.Purpose.REPORT,
        by=report.requested_by,
    )


def _tell_of_failure(report: Report) -> None:
    _notify(report, FAILED_NOTICE, gettext_lazy("The report could not be made: {title}"))


def _notify(report: Report, kind: str, sentence: Any) -> None:
    title = format_lazy(sentence, title=report.title)
    notify(
        accounts=[report.requested_by],
        kind=kind,
        title=title,
        url=path_in_house("reports:detail", report.pk),
    )


def _paper(report: Report, content: Content) -> Paper:
    return Paper(
        content=content,
        letterhead=letterhead(),
        made_at=timezone.now(),
        made_for=report.requested_by.name,
        reference=short_reference(report.pk),
    )


def short_reference(report_id: UUID) -> str:
    """The number printed on the paper: the random end of the report's identifier."""
    return report_id.hex[-8:].upper()


def _render(shape: Format) -> Renderer:
    return {Format.PDF: _pdf, Format.XLSX: render_xlsx, Format.CSV: render_csv}[shape]


def _pdf(paper: Paper, target: Path, progress: Progress) -> None:
    render_pdf(paper, target, progress, fonts=Path(settings.OGNIWO_FONTS_DIR))


def _bar(report: Report) -> Progress:
    """Moves the bar, in small transactions of its own and not more often than somebody can see."""
    moved_at = monotonic()

    def move(share: float) -> None:
        nonlocal moved_at
        if monotonic() - moved_at >= PROGRESS_EVERY:
            moved_at = monotonic()
            Report.objects.filter(pk=report.pk, ready_at=None).update(progress=min(99, int(100 * share)))

    return move


def _part_of(progress: Progress, *, begin: float, end: float) -> Progress:
    return lambda share: progress(begin + (end - begin) * share)


@shared_task(name="core.reports.expire_reports")
def expire_reports() -> None:
    """Remove the files whose time is over, and bytes that nobody knows any more. The requests stay on
    record."""
    now = timezone.now()
    with transaction.atomic():
        expired = Report.objects.expired(now=now).select_related("file").order_by("pk")
        files = [report.file for report in expired if report.file]
        for stored in files:
            discard(stored)
        if files:
            record(by=None, action="reports.expired", details={"count": len(files)})
    forget_orphans(now=now)
