"""Taking rows over, and taking that back on the same day."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from celery import shared_task
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.accounts.models import Account
from core.audit.services import record
from core.imports.models import ImportBatch, ImportRow
from core.imports.rules import Importer, Made, SourceRow, Stage, importer_of
from core.imports.selectors.batches import repeated_batch
from core.imports.services.reading import bar, part
from core.imports.services.uploads import hand_to_the_queue, held
from core.sealing.selectors import seal
from tenants.errors import RuleBroken
from tenants.jobs.services import complete_current_job

TAKING_ACTIONS = {
    "imports.taken": gettext_lazy("{by} took over {count} rows of a spreadsheet: {target}"),
    "imports.undone": gettext_lazy("{by} undid an import of {count} rows: {target}"),
}

WORKED_ON = gettext_lazy("Somebody is working on what this import made just now, so nothing was undone.")


# Taking over


@transaction.atomic
def request_take_over(*, by: Account, batch_id: UUID, only_good: bool, confirmed_again: bool = False) -> None:
    """Have the rows of a preview taken over in the background: all of them, or the good ones alone.

    Raises:
        RuleBroken: there are mistakes and all rows were asked for; there is no good row; the file is a repeated one
            and nobody said that they know.
    """
    batch = held(by=by, batch_id=batch_id, stages=(Stage.PREVIEW,))
    if batch.rows_bad and not only_good:
        raise RuleBroken(_("There are rows with mistakes. Correct them, or take over only the good rows."))
    if batch.rows_found == batch.rows_bad:
        raise RuleBroken(_("There is no good row to take over."))
    if repeated_batch(batch) and not confirmed_again:
        raise RuleBroken(_("Confirm that the same file should be taken over again, or discard it."), field="again")
    batch.only_good = only_good
    hand_to_the_queue(batch=batch, by=by, task="core.imports.take_over_import", stage=Stage.TAKING)


@shared_task(name="core.imports.take_over_import", soft_time_limit=240, time_limit=300)
def take_over_import(*, batch_id: str) -> None:
    """Take the rows over: all of them in one transaction with the end of the job, so it happens once or not at all.

    They are checked again first: what was good in the preview may be wrong by now.
    """
    _work(batch_id, of=Stage.TAKING, back_to=Stage.PREVIEW, act=_take_over)


@transaction.atomic
def _take_over(batch: ImportBatch, *, by: Account, today: date) -> None:
    complete_current_job()
    if not _is_still(batch, Stage.TAKING):
        return
    importer = importer_of(batch.kind)
    good = _checked_again(batch, importer, by=by, today=today)
    if not good or (batch.rows_bad and not batch.only_good):
        _back_to_preview(batch)
        return
    _make(batch, importer, good, by=by, today=today)
    batch.stage, batch.rows_taken = Stage.TAKEN.value, len(good)
    batch.taken_by, batch.taken_at = by, Now()
    batch.save()
    details = {"count": len(good)}
    record(by=by, action="imports.taken", target=batch, details=details)


def _checked_again(batch: ImportBatch, importer: Importer, *, by: Account, today: date) -> list[ImportRow]:
    """The rows that are good now; findings that are new are written down."""
    rows = list(ImportRow.objects.filter(batch=batch).order_by("number"))
    sources = [SourceRow(row.number, row.values) for row in rows]
    moved = part(bar(batch), begin=0.0, end=0.4)
    found = importer.check(sources, by=by, parameters=batch.parameters, today=today, moved=moved)
    fresh = []
    for row, findings in zip(rows, found, strict=True):
        kept = [vars(each) for each in findings]
        if kept != row.findings:
            fresh.append(row)
        row.findings = kept
        row.is_bad = any(not each.is_warning for each in findings)
        row.is_warned = any(each.is_warning for each in findings)
    _rewrite(fresh, columns=["findings", "is_bad", "is_warned"])
    batch.rows_bad, batch.rows_warned = sum(row.is_bad for row in rows), sum(row.is_warned for row in rows)
    return [row for row in rows if not row.is_bad]


def _back_to_preview(batch: ImportBatch) -> None:
    batch.stage = Stage.PREVIEW.value
    batch.message = _("Something has changed since the preview, so nothing was taken over. Look at it again.")
    batch.save()


def _make(batch: ImportBatch, importer: Importer, rows: Sequence[ImportRow], *, by: Account, today: date) -> None:
    sources = [SourceRow(row.number, row.values) for row in rows]
    moved = part(bar(batch), begin=0.4, end=1.0)
    made = importer.take_over(sources, by=by, parameters=batch.parameters, today=today, moved=moved)
    _note_what_was_made(rows, made)


_NOTING = """
UPDATE core_importrow SET is_taken = true, made = new.made
FROM unnest(%s::uuid[], %s::bytea[]) AS new (id, made) WHERE core_importrow.id = new.id
"""


def _note_what_was_made(rows: Sequence[ImportRow], made: Sequence[Made]) -> None:
    """In one statement: five thousand rows are marked in the time in which Django would put the values together."""
    purpose = f"{ImportRow._meta.label_lower}.made"
    sealed = [seal().close(json.dumps(each), purpose=purpose) for each in made]
    with connection.cursor() as cursor:
        cursor.execute(_NOTING, [[row.pk for row in rows], sealed])


def _rewrite(rows: Sequence[ImportRow], *, columns: Sequence[str]) -> None:
    """Save these columns of many rows; `bulk_update` would take seconds for its CASE of a thousand branches."""
    ImportRow.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=columns
    )


# Undoing


@transaction.atomic
def request_undo(*, by: Account, batch_id: UUID, today: date) -> None:
    """Have a taken-over import undone in the background.

    Raises:
        RuleBroken: its day is over.
    """
    batch = held(by=by, batch_id=batch_id, stages=(Stage.TAKEN,))
    if batch.taken_at is None or timezone.localdate(batch.taken_at) != today or batch.shredded_at is not None:
        raise RuleBroken(_("An import can be undone only on the day on which it was taken over."))
    hand_to_the_queue(batch=batch, by=by, task="core.imports.undo_import", stage=Stage.UNDOING)


@shared_task(name="core.imports.undo_import", soft_time_limit=240, time_limit=300)
def undo_import(*, batch_id: str) -> None:
    """Take back exactly what an import made; when somebody has worked on it since, nothing is touched."""
    _work(batch_id, of=Stage.UNDOING, back_to=Stage.TAKEN, act=_undo_untouched)


def _undo_untouched(batch: ImportBatch, *, by: Account, today: date) -> None:
    try:
        _undo(batch, by=by, today=today)
    except IntegrityError as kept:  # keys of other tables are looked at when everything is done
        raise RuleBroken(str(WORKED_ON)) from kept


@transaction.atomic
def _undo(batch: ImportBatch, *, by: Account, today: date) -> None:
    complete_current_job()
    if not _is_still(batch, Stage.UNDOING):
        return
    rows = ImportRow.objects.filter(batch=batch, is_taken=True).order_by("number")
    made = [(row.number, row.made) for row in rows]
    importer_of(batch.kind).undo(made, by=by, parameters=batch.parameters, today=today)
    rows.update(is_taken=False)
    batch.stage, batch.undone_by, batch.undone_at = Stage.UNDONE.value, by, Now()
    batch.save()
    details = {"count": len(made)}
    record(by=by, action="imports.undone", target=batch, details=details)


@transaction.atomic
def _work(batch_id: str, *, of: Stage, back_to: Stage, act: Callable[..., None]) -> None:
    """Do a job for whoever asked for it, in their language; what a rule refuses stays as it was."""
    batch = ImportBatch.objects.select_related("asked_by").filter(pk=batch_id, stage=of.value).first()
    if batch is None:
        return
    with override(batch.asked_by.language):
        try:
            act(batch, by=batch.asked_by, today=timezone.localdate())
        except RuleBroken as broken:
            _leave_as_it_is(batch, of=of, back_to=back_to, message=broken.message)


def _leave_as_it_is(batch: ImportBatch, *, of: Stage, back_to: Stage, message: str) -> None:
    """The work was refused: nothing of it was written, and the import is where it was before, with the reason."""
    complete_current_job()
    if _is_still(batch, of):
        ImportBatch.objects.filter(pk=batch.pk).update(stage=back_to.value, message=message)


def _is_still(batch: ImportBatch, stage: Stage) -> bool:
    """Whether this is still to be done; locks the import. A job may be tried twice."""
    held_now = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk, stage=stage.value)
    return held_now.exists()
