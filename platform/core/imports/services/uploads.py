"""Handing a file in, saying which column is which, and throwing it away."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from core.files.rules import safe_name
from core.imports.models import ImportBatch, ImportFile, ImportMapping, ImportRow
from core.imports.rules import Layout, Refused, Stage, container_of, importer_of
from core.imports.selectors import (
    batches_open_to,
    headings_signature,
    kind_open_to,
    progress_key,
    refusal_sentence,
)
from core.sealing.selectors import fingerprint
from tenants.errors import RuleBroken
from tenants.jobs.services import enqueue

UPLOAD_ACTIONS = {
    "imports.uploaded": gettext_lazy("{by} handed in a spreadsheet: {target}"),
    "imports.viewed": gettext_lazy("{by} looked at rows of a spreadsheet: {target} ({count})"),
    "imports.discarded": gettext_lazy("{by} threw a handed-in spreadsheet away: {target}"),
}
FILE = "import-file"


@transaction.atomic
def upload(*, by: Account, kind: str, parameters: Mapping[str, Any], name: str, content: bytes) -> ImportBatch:
    """Take a file in and have it read in the background.

    Raises:
        RuleBroken: this account may not import this, or the bytes are no spreadsheet that can be read.
    """
    if kind_open_to(by, kind) is None:
        raise RuleBroken(_("You cannot import this."))
    try:
        container_of(content)
    except Refused as refused:
        raise RuleBroken(refusal_sentence(refused.reason), field="file") from refused
    digest = hashlib.sha256(content).hexdigest()
    batch = ImportBatch.objects.create(
        kind=kind,
        parameters=dict(parameters),
        file_name=safe_name(name),
        file_index=fingerprint(digest, purpose=FILE),
        uploaded_by=by,
        asked_by=by,
    )
    ImportFile.objects.create(batch=batch, content=content)
    hand_to_the_queue(batch=batch, by=by, task="core.imports.read_import", stage=Stage.READING)
    record(by=by, action="imports.uploaded", target=batch)
    return batch


@transaction.atomic
def choose_columns(*, by: Account, batch_id: UUID, columns: Mapping[int, str]) -> None:
    """Say which column is which. It is remembered for the next table with such headings.

    Raises:
        RuleBroken: a column that cannot be done without is missing, or two columns are the same.
    """
    batch = held(by=by, batch_id=batch_id, stages=(Stage.COLUMNS, Stage.PREVIEW))
    keys = list(columns.values())
    twice = next((key for key in keys if keys.count(key) > 1), None)
    importer = importer_of(batch.kind)
    if twice is not None:
        column = importer.column(twice)
        raise RuleBroken(_("Two columns are marked as “%(name)s”.") % {"name": column.label if column else twice})
    if missing := importer.missing(keys):
        raise RuleBroken(" ".join(missing))
    layout = Layout(int(batch.layout.get("header_row", 0)), dict(columns))
    _remember(batch, layout, by=by)
    batch.mapping = layout.as_json()
    hand_to_the_queue(batch=batch, by=by, task="core.imports.read_import", stage=Stage.READING)


@transaction.atomic
def choose_sheet(*, by: Account, batch_id: UUID, sheet: int, header_row: int) -> None:
    """Read another sheet of the file, or take another row for the headings."""
    batch = held(by=by, batch_id=batch_id, stages=(Stage.COLUMNS, Stage.PREVIEW))
    batch.layout = {**batch.layout, "asked": {"sheet": sheet, "header_row": header_row}}
    batch.mapping = None
    hand_to_the_queue(batch=batch, by=by, task="core.imports.read_import", stage=Stage.READING)


@transaction.atomic
def discard_import(*, by: Account, batch_id: UUID) -> None:
    """Throw away what was handed in and not taken over: the file, its rows, its name."""
    stages = (Stage.READING, Stage.COLUMNS, Stage.PREVIEW, Stage.REFUSED)
    batch = held(by=by, batch_id=batch_id, stages=stages)
    batch.stage = Stage.DISCARDED.value
    record(by=by, action="imports.discarded", target=batch)
    shred(batch=batch)


@transaction.atomic
def note_preview(*, by: Account, batch: ImportBatch, rows: Sequence[int]) -> None:
    """Put on record which rows somebody is about to see; call it before they are shown."""
    record(
        by=by,
        action="imports.viewed",
        target=batch,
        details={"rows": list(rows), "count": len(rows)},
    )


def held(*, by: Account, batch_id: UUID, stages: Sequence[Stage]) -> ImportBatch:
    """The import, locked until the end of the transaction, in a stage in which this may be done.

    Raises:
        ImportBatch.DoesNotExist: there is none that this account may see.
        RuleBroken: somebody has done something else with it meanwhile.
    """
    batch = batches_open_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    if batch.stage not in stages:
        raise RuleBroken(_("This import has gone on meanwhile. Look at where it is now."))
    return batch


def hand_to_the_queue(*, batch: ImportBatch, by: Account, task: str, stage: Stage) -> None:
    """Have a job do the next step; saves the import."""
    batch.stage, batch.message, batch.asked_by = stage.value, "", by
    batch.job_id = enqueue(task, parameters={"batch_id": str(batch.pk)}).pk
    batch.save()
    cache.delete(progress_key(batch.pk))


def shred(*, batch: ImportBatch) -> None:
    """Delete everything that came out of the file; the numbers stay. Saves the import."""
    ImportRow.objects.filter(batch=batch).delete()
    ImportFile.objects.filter(batch=batch).delete()
    batch.file_name, batch.layout, batch.mapping, batch.shredded_at = "", {}, None, Now()
    batch.save()


def _remember(batch: ImportBatch, layout: Layout, *, by: Account) -> None:
    signature = headings_signature(batch.layout.get("headings", []))
    if signature:
        columns = {str(place): key for place, key in layout.columns.items()}
        ImportMapping.objects.update_or_create(
            kind=batch.kind,
            signature=signature,
            defaults={"columns": columns, "changed_by": by, "changed_at": Now()},
        )
