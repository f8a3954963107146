"""The imports of a house, and what the page of one needs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.models import Account
from core.imports.models import ImportBatch
from core.imports.rules import WORKING, Importer, Stage, importer_of, importers
from tenants.jobs.selectors import job_states
from tenants.walls.context import current_house


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """The same file came in before."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """An import as its pages show it. `error`: why its work ended badly; `undo_until_tonight`: it can be undone."""

    id: UUID
    importer: Importer
    about: str
    file_name: str
    stage: Stage
    error: str
    has_failed: bool
    progress: int | None
    found: int
    bad: int
    warned: int
    taken: int
    skipped: list[int]
    uploaded_by: str
    uploaded_at: datetime
    taken_by: str
    taken_at: datetime | None
    undone_by: str
    undone_at: datetime | None
    is_shredded: bool
    undo_until_tonight: bool
    repeated: Repeated | None
    layout: dict[str, Any]
    mapping: dict[str, Any] | None

    @property
    def is_working(self) -> bool:
        """A job is at it."""
        return self.stage in WORKING and not self.has_failed

    @property
    def good(self) -> int:
        return self.found - self.bad

    @property
    def state(self) -> str:
        return self.stage.value


def kinds_open_to(account: Account) -> list[Importer]:
    """What this account may import in this house."""
    if current_house().kind != "centre":
        return []
    return [each for each in importers() if account.may(each.permission)]


def kind_open_to(account: Account, kind: str) -> Importer | None:
    """The kind of this name, when this account may import it."""
    return next((each for each in kinds_open_to(account) if each.kind == kind), None)


def batches_open_to(account: Account) -> QuerySet[ImportBatch]:
    """Imports of the kinds this account may run, the latest first."""
    kinds = [each.kind for each in kinds_open_to(account)]
    people = ("uploaded_by", "taken_by", "undone_by")
    return ImportBatch.objects.filter(kind__in=kinds).select_related(*people).order_by("-uploaded_at", "-id")


def batch_for(account: Account, batch_id: UUID) -> ImportBatch | None:
    """One import; None when there is none that this account may see."""
    return batches_open_to(account).filter(pk=batch_id).first()


def batch_page(account: Account, batch_id: UUID, *, today: date) -> BatchPage | None:
    """An import for its page; None when there is none that this account may see."""
    batch = batch_for(account, batch_id)
    return _page(batch, today=today) if batch else None


def progress_key(batch_id: UUID) -> str:
    """Where the share of the work that is done is kept while a job is at it."""
    return f"import-progress/{batch_id}"


def _page(batch: ImportBatch, *, today: date) -> BatchPage:
    stage, importer = Stage(batch.stage), importer_of(batch.kind)
    failure = _failure(batch) if stage in WORKING else ""
    return BatchPage(
        id=batch.pk,
        importer=importer,
        about=importer.about(batch.parameters),
        file_name=batch.file_name,
        stage=stage,
        error=failure or batch.message,
        has_failed=bool(failure),
        progress=cache.get(progress_key(batch.pk)) if stage in WORKING else None,
        found=batch.rows_found,
        bad=batch.rows_bad,
        warned=batch.rows_warned,
        taken=batch.rows_taken,
        skipped=batch.rows_skipped,
        is_shredded=batch.shredded_at is not None,
        undo_until_tonight=stage is Stage.TAKEN and _is_of_today(batch, today=today),
        repeated=_repeated(batch) if stage is Stage.PREVIEW else None,
        layout=batch.layout,
        mapping=batch.mapping,
        **_signatures(batch),
    )


def _signatures(batch: ImportBatch) -> dict[str, Any]:
    return {
        "uploaded_by": batch.uploaded_by.name,
        "uploaded_at": batch.uploaded_at,
        "taken_by": batch.taken_by.name if batch.taken_by else "",
        "taken_at": batch.taken_at,
        "undone_by": batch.undone_by.name if batch.undone_by else "",
        "undone_at": batch.undone_at,
    }


def _is_of_today(batch: ImportBatch, *, today: date) -> bool:
    return batch.taken_at is not None and localdate(batch.taken_at) == today and batch.shredded_at is None


def _failure(batch: ImportBatch) -> str:
    """Why the job gave up; empty while it has not."""
    state = job_states([batch.job_id]).get(batch.job_id) if batch.job_id else None
    if state is None:
        return _("The work on this file is no longer on record. Choose the file again.")
    return state.error if state.is_failed else ""


def repeated_batch(batch: ImportBatch) -> ImportBatch | None:
    """The latest import of the same bytes as the same kind that was taken over and not undone."""
    same = ImportBatch.objects.filter(kind=batch.kind, file_index=batch.file_index, stage=Stage.TAKEN.value)
    same = same.filter(parameters=batch.parameters).exclude(pk=batch.pk)
    return same.select_related("taken_by").order_by("-taken_at", "-id").first()


def _repeated(batch: ImportBatch) -> Repeated | None:
    earlier = repeated_batch(batch)
    if earlier is None or earlier.taken_by is None or earlier.taken_at is None:
        return None
    return Repeated(by=earlier.taken_by.name, at=earlier.taken_at)
