"""Looking at reports and at the letterhead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Permission
from core.accounts.models import Account
from core.files.models import StoredFile
from core.files.rules import kind_of
from core.files.selectors import read_file
from core.reports.models import Letterhead as LetterheadRow
from core.reports.models import Report, ReportQuerySet
from core.reports.rules import (
    LOGO_FORMATS,
    Format,
    Letterhead,
    Logo,
    ReportKind,
    ReportState,
    report_kind,
    report_kinds,
)
from core.ui.rules import FirstStep
from tenants.walls.context import current_house


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A report as its own page shows it. `may_download`: it is ready, and the account may have this kind
    now."""

    id: UUID
    title: str
    format: Format
    state: ReportState
    progress: int
    error: str
    requested_at: datetime
    requested_by: str
    is_own: bool
    may_download: bool
    ready_at: datetime | None
    expires_at: datetime | None
    size: int | None
    sha256: str

    @property
    def url(self) -> str:
        return reverse("reports:detail", args=[self.id])

    @property
    def is_final(self) -> bool:
        return self.state.is_final


def kinds_open_to(account: Account) -> list[ReportKind]:
    """The papers this account may ask for in this house."""
    house = current_house().kind
    return [kind for kind in report_kinds() if house in kind.houses and account.may(kind.permission)]


def kind_open_to(account: Account, code: str) -> ReportKind | None:
    """The kind with this code, when this account may ask for it."""
    return next((kind for kind in kinds_open_to(account) if kind.code == code), None)


def reports_visible_to(account: Account) -> ReportQuerySet:
    """One's own reports; those of the whole house for whoever may see them all. The latest first."""
    reports: ReportQuerySet = Report.objects.select_related("requested_by", "file")
    mine = reports if account.may(Permission.REPORTS_VIEW_ALL) else reports.requested_by(account)
    return mine.with_state().order_by("-requested_at", "-id")


def report_page(account: Account, report_id: UUID) -> ReportPage | None:
    """A report for its page; None when there is none that this account may see."""
    report = reports_visible_to(account).filter(pk=report_id).first()
    return _page(report, account) if report else None


def may_download(account: Account, report: Report) -> bool:
    """Whether this account may have the file *now*: it may see the report and may still have such a paper."""
    allowed = report.requested_by_id == account.pk or account.may(Permission.REPORTS_VIEW_ALL)
    try:
        return allowed and may_have(account, report_kind(report.kind), report.parameters)
    except KeyError:  # a kind that this version no longer makes
        return False


def may_have(account: Account, kind: ReportKind, parameters: Mapping[str, Any]) -> bool:
    """Whether a paper of this kind with these parameters is open to this account."""
    return account.may(kind.permission) and kind.open_to(account, parameters)


def letterhead_row() -> LetterheadRow | None:
    """What has been set for this house's papers, if anything."""
    return LetterheadRow.objects.select_related("logo").order_by("pk").first()


def letterhead_values(row: LetterheadRow | None) -> dict[str, str]:
    """The same, as a form shows it."""
    names = ("address", "contact", "run_by", "logo_alt")
    return {name: getattr(row, name) for name in names} if row else {}


def letterhead() -> Letterhead:
    """The head of a paper: the house's name, and what it chose to show."""
    row = letterhead_row()
    if row is None:
        return Letterhead(house=current_house().name)
    lines = tuple(line for line in (row.address, row.contact, row.run_by) if line)
    return Letterhead(house=current_house().name, lines=lines, logo=_logo(row.logo, row.logo_alt))


def _logo(stored: StoredFile | None, alt: str) -> Logo | None:
    """The logo; a lost file must not stop every paper of the house, so it is left out."""
    if stored is None:
        return None
    try:
        data = read_file(stored)
    except FileNotFoundError:
        return None
    kind = kind_of(data)
    return Logo(data=data, image_format=LOGO_FORMATS[kind], alt=alt) if kind in LOGO_FORMATS else None


def _page(report: Report, account: Account) -> ReportPage:
    state = ReportState(report.state)  # type: ignore[attr-defined]  # annotated by `with_state`
    return ReportPage(
        id=report.pk,
        title=report.title,
        format=Format(report.format),
        state=state,
        progress=report.progress,
        error=report.error,  # type: ignore[attr-defined]
        requested_at=report.requested_at,
        requested_by=report.requested_by.name,
        is_own=report.requested_by_id == account.pk,
        may_download=state is ReportState.READY and may_download(account, report),
        ready_at=report.ready_at,
        expires_at=report.expires_at,
        size=report.file.size if report.file else None,
        sha256=report.sha256,
    )


def first_steps_with_papers(account: Account) -> list[FirstStep]:
    """For those who keep the settings: papers should carry the name and the address of the house."""
    if not account.may(Permission.SETTINGS_EDIT):
        return []
    return [
        FirstStep(
            title=_("Set the letterhead"),
            text=_("Its name, address and logo stand on every paper that leaves the organisation."),
            url=reverse("letterhead:edit"),
            done=letterhead_row() is not None,
            order=30,
        )
    ]
