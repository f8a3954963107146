"""What came out of a file goes as soon as it is not needed for undoing."""

from datetime import datetime, time

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.imports.models import ImportBatch
from core.imports.rules import Stage
from core.imports.services.uploads import shred


@shared_task(name="core.imports.forget_imports")
def forget_imports() -> None:
    """Shred the files and rows of imports whose day is over; what nobody took over counts as discarded."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    over = Q(taken_at__lt=midnight) | Q(taken_at__isnull=True, uploaded_at__lt=midnight)
    for batch in ImportBatch.objects.filter(over, shredded_at__isnull=True).order_by("pk"):
        _forget(batch)


@transaction.atomic
def _forget(batch: ImportBatch) -> None:
    if batch.stage in (Stage.COLUMNS, Stage.PREVIEW, Stage.READING, Stage.TAKING):
        batch.stage = Stage.DISCARDED.value
    elif batch.stage == Stage.UNDOING:
        batch.stage = Stage.TAKEN.value
    shred(batch=batch)
