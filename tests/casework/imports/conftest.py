"""A house that imports, with whoever may do it, and the way from the file to the rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from core.accounts.models import Account
from core.imports.models import ImportBatch
from core.imports.rules import Layout
from core.imports.rules.books import read_file
from core.imports.services import (
    choose_columns,
    read_import,
    request_take_over,
    request_undo,
    take_over_import,
    undo_import,
    upload,
)


@pytest.fixture(autouse=True)
def _second_factor_waived(settings: Any) -> None:
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of its own for every file takes its time; tests of core see to it."""
    monkeypatch.setattr("core.imports.services.reading.read_apart", read_file)


@pytest.fixture
def worker(poraj: Any, account: Any) -> Account:
    return account(poraj, "social-worker", name="Sabina Socjalna")


class Importing:
    """The steps of an import, done at once. Use it inside a house."""

    def __init__(self, by: Account) -> None:
        self.by = by

    def handed_in(self, content: bytes, *, kind: str = "uczestnicy", **parameters: Any) -> ImportBatch:
        batch = upload(by=self.by, kind=kind, parameters=parameters, name="lista.xlsx", content=content)
        return self.after(read_import, batch)

    def previewed(self, content: bytes, **options: Any) -> ImportBatch:
        """With the columns confirmed as they were recognised."""
        batch = self.handed_in(content, **options)
        if batch.stage != "columns":
            return batch
        choose_columns(by=self.by, batch_id=batch.pk, columns=Layout.from_json(batch.layout).columns)
        return self.after(read_import, batch)

    def taken(self, content: bytes, *, only_good: bool = False, again: bool = False, **options: Any) -> ImportBatch:
        batch = self.previewed(content, **options)
        request_take_over(by=self.by, batch_id=batch.pk, only_good=only_good, confirmed_again=again)
        return self.after(take_over_import, batch)

    def undone(self, batch: ImportBatch) -> ImportBatch:
        request_undo(by=self.by, batch_id=batch.pk, today=timezone.localdate())
        return self.after(undo_import, batch)

    @staticmethod
    def after(job: Callable[..., None], batch: ImportBatch) -> ImportBatch:
        job(batch_id=str(batch.pk))
        return ImportBatch.objects.get(pk=batch.pk)

    @staticmethod
    def findings(batch: ImportBatch) -> dict[int, list[tuple[str, str]]]:
        """Row → column and sentence of everything that was found there."""
        return {
            row.number: [(each["column"], each["message"]) for each in row.findings]
            for row in batch.rows.order_by("number")
            if row.findings
        }


@pytest.fixture
def importing(worker: Account) -> Importing:
    return Importing(worker)
