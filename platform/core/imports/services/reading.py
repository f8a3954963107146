"""Reading and checking in the background."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from celery import shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from core.imports.models import ImportBatch, ImportRow
from core.imports.reader import read_apart
from core.imports.rules import (
    Finding,
    Importer,
    Layout,
    Progress,
    Refused,
    Row,
    Sheet,
    SourceRow,
    Stage,
    best_sheet,
    columns_of,
    data_rows,
    headings_at,
    importer_of,
    recognised,
)
from core.imports.selectors import progress_key, refusal_sentence
from core.imports.selectors.columns import remembered
from tenants.jobs.services import complete_current_job
from tenants.walls.pouring import pour

SAMPLES = 3
PROGRESS_IS_KEPT = 600
"""Seconds; a job that is silent for so long is not working."""


@shared_task(name="core.imports.read_import", soft_time_limit=240, time_limit=300)
def read_import(*, batch_id: str) -> None:
    """Read a handed-in file, recognise its columns, and check its rows as soon as the columns are known."""
    batch = ImportBatch.objects.select_related("asked_by", "file").filter(pk=batch_id).first()
    if batch is None or batch.stage != Stage.READING:
        return
    with override(batch.asked_by.language):
        try:
            _read(batch, today=timezone.localdate())
        except Refused as refused:
            _settle(batch, stage=Stage.REFUSED, message=refusal_sentence(refused.reason))


def _read(batch: ImportBatch, *, today: date) -> None:
    importer, moved = importer_of(batch.kind), bar(batch)
    sheets = read_apart(batch.file.content)
    moved(0.2)
    layout = _recognise(batch, importer, sheets)
    if layout is None:
        _settle(batch, stage=Stage.COLUMNS)
        return
    rows, batch.rows_skipped = data_rows(_sheet(batch, sheets), layout, keys=layout.columns)
    moved_by_check = part(moved, begin=0.2, end=0.8)
    findings = importer.check(rows, by=batch.asked_by, parameters=batch.parameters, today=today, moved=moved_by_check)
    batch.mapping = layout.as_json()
    _settle(batch, stage=Stage.PREVIEW, rows=_kept(batch, rows, findings))


def _sheet(batch: ImportBatch, sheets: Sequence[Sheet]) -> Sheet:
    return sheets[int(batch.layout["sheet"])]


def _recognise(batch: ImportBatch, importer: Importer, sheets: Sequence[Sheet]) -> Layout | None:
    """Write down what the sheet looks like. The layout as it was confirmed, now or for such a table before."""
    asked = batch.layout.get("asked") or {}
    number = int(asked.get("sheet", batch.layout.get("sheet", -1)))
    if not 0 <= number < len(sheets):
        number = best_sheet(sheets, importer, parameters=batch.parameters)
    sheet = sheets[number]
    if batch.mapping is not None:
        return Layout.from_json(batch.mapping)
    found = _layout(sheet, importer, batch.parameters, header_row=asked.get("header_row"))
    headings = headings_at(sheet, found.header_row)
    batch.layout = {
        "sheets": [each.name for each in sheets],
        "sheet": number,
        "headings": headings,
        "samples": _samples(sheet, found),
        **found.as_json(),
    }
    known = remembered(importer, headings)
    if known is None or importer.missing(list(known.values())):
        return None
    return Layout(found.header_row, known)


def _layout(sheet: Sheet, importer: Importer, parameters: dict[str, Any], *, header_row: int | None) -> Layout:
    if header_row is None:
        return recognised(sheet, importer, parameters=parameters)
    return Layout(header_row, columns_of(headings_at(sheet, header_row), importer, parameters=parameters))


def _samples(sheet: Sheet, layout: Layout) -> list[Row]:
    """The first cells of every column that hold something."""
    below = sheet.rows[layout.header_row :]
    width = max((len(row) for row in below), default=0)
    columns = ([row[place] for row in below if place < len(row) and row[place] is not None] for place in range(width))
    return [column[:SAMPLES] for column in columns]


def _kept(batch: ImportBatch, rows: Sequence[SourceRow], findings: Sequence[Sequence[Finding]]) -> list[ImportRow]:
    return [
        ImportRow(
            batch=batch,
            number=row.number,
            values=dict(row.values),
            findings=[vars(each) for each in found],
            is_bad=any(not each.is_warning for each in found),
            is_warned=any(each.is_warning for each in found),
        )
        for row, found in zip(rows, findings, strict=True)
    ]


@transaction.atomic
def _settle(batch: ImportBatch, *, stage: Stage, message: str = "", rows: Sequence[ImportRow] = ()) -> None:
    """Rows, stage and the end of the job become visible together, or not at all."""
    complete_current_job()
    still_wanted = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk, stage=Stage.READING.value)
    if not still_wanted.exists():
        return
    keep_rows(batch=batch, rows=rows)
    batch.stage, batch.message = stage.value, message
    batch.save()


def keep_rows(*, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Replace the rows of an import, and count them. The caller saves the import."""
    ImportRow.objects.filter(batch=batch).delete()
    pour(rows)
    batch.rows_found = len(rows)
    batch.rows_bad = sum(row.is_bad for row in rows)
    batch.rows_warned = sum(row.is_warned for row in rows)


def bar(batch: ImportBatch) -> Progress:
    """Moves the bar. It lives in the cache: what is done inside a transaction can be seen outside of it."""

    def move(share: float) -> None:
        cache.set(progress_key(batch.pk), min(99, int(100 * share)), PROGRESS_IS_KEPT)

    return move


def part(moved: Progress, *, begin: float, end: float) -> Progress:
    """A part of the bar as a whole one."""
    return lambda share: moved(begin + (end - begin) * share)
