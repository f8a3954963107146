"""A kind of import of our own: fruits, with no casework behind them."""

from collections.abc import Sequence
from typing import Any

import pytest

from core.access import Permission
from core.imports.forms import UploadForm
from core.imports.rules import Finding, Importer, SourceColumn, SourceRow, kinds, register_importer, text_of
from core.imports.rules.books import read_file
from tenants.errors import RuleBroken

BASKET: list[str] = []
"""What was taken over. Emptied before every test."""


def _check(rows: Sequence[SourceRow], **_: Any) -> list[list[Finding]]:
    return [_found(row) for row in rows]


def _found(row: SourceRow) -> list[Finding]:
    name = text_of(row.values.get("name"))
    if not name:
        return [Finding("name", "Wpisz nazwę.")]
    if name in BASKET:
        return [Finding("name", "Ten owoc już jest.")]
    return [Finding("weight", "Lekki.", is_warning=True)] if row.values.get("weight") == 1 else []


def _take_over(rows: Sequence[SourceRow], **_: Any) -> list[dict[str, Any]]:
    names = [text_of(row.values["name"]) for row in rows]
    if "zgniłe" in names:
        raise RuleBroken("Zgniłych nie bierzemy.")
    BASKET.extend(names)
    return [{"url": "/", "name": name} for name in names]


def _undo(made: Sequence[tuple[int, dict[str, Any]]], **_: Any) -> None:
    if any(each["name"] not in BASKET for _number, each in made):
        raise RuleBroken("Ktoś już zjadł.")
    for _number, each in made:
        BASKET.remove(each["name"])


FRUITS = Importer(
    kind="owoce",
    label="Owoce",
    description="Do prób",
    icon="leaf",
    permission=Permission.PARTICIPANTS_EDIT,
    form=UploadForm,
    columns=(
        SourceColumn(key="name", label="Nazwa", words=("nazwa", "owoc")),
        SourceColumn(key="weight", label="Waga", words=("waga", "ile kg")),
        SourceColumn(key="number", label="Numer", words=("numer", "nr"), veiled=True),
    ),
    missing=lambda keys: [] if "name" in keys else ["Wskaż kolumnę nazwy."],
    check=_check,
    take_over=_take_over,
    undo=_undo,
)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of its own for every file takes its time; that it is used has a test."""
    monkeypatch.setattr("core.imports.services.reading.read_apart", read_file)


@pytest.fixture(autouse=True)
def fruits(monkeypatch: pytest.MonkeyPatch) -> Importer:
    monkeypatch.setattr(kinds, "_IMPORTERS", dict(kinds._IMPORTERS))
    register_importer(FRUITS)
    BASKET.clear()
    return FRUITS
