"""Papers to render, small and strange."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from core.reports.renderers.pdf import render_pdf
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    Heading,
    KeyValues,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    Signatures,
    Table,
)

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
COLUMNS = (
    Column(label="Kiedy", kind=ColumnKind.DATETIME, width=15),
    Column(label="Kto", width=20),
    Column(label="Dni", kind=ColumnKind.INTEGER),
    Column(label="Godziny", kind=ColumnKind.HOURS),
    Column(label="Kwota", kind=ColumnKind.MONEY, width=12),
    Column(label="Dzień", kind=ColumnKind.DATE, width=12),
)
SILENT = lambda _share: None  # noqa: E731


def row(text: str = "Żaneta Ćwiąkała", number: int = 1) -> tuple[Any, ...]:
    return (NOON, text, number, Decimal("7.5"), Decimal("-1234.50"), date(2026, 2, 28))


def content(*rows: Any, **values: Any) -> Content:
    table = Table(columns=COLUMNS, rows=rows or (row(),), caption="Osoby", empty="Nie ma wpisów.")
    blocks = values.pop("blocks", (table,))
    return Content(title=values.pop("title", "Lista osób"), blocks=blocks, **values)


def everything(**values: Any) -> Content:
    """Each kind of block once."""
    table = Table(columns=COLUMNS, rows=[row()], totals=("Razem", None, 1, None, Decimal("-1234.50"), None))
    blocks = (
        KeyValues(pairs=(("Okres", "listopad 2026"),)),
        Paragraph(text="Akapit."),
        Heading(text="Osoby"),
        table,
        Note(text="Podstawa prawna."),
        Signatures(labels=("sporządził(a)", "kierownik")),
    )
    return Content(title="Lista osób", subtitle="listopad 2026", blocks=blocks, **values)


def on_paper(what: Content, **values: Any) -> Paper:
    head = values.pop("letterhead", Letterhead(house="Centrum Integracji Społecznej w Poraju", lines=("ul. Górna 1",)))
    return Paper(content=what, letterhead=head, made_at=NOON, **values)


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """`pdf(content)`: the path of the finished file."""

    def make(what: Content, **values: Any) -> Path:
        target = tmp_path / "paper.pdf"
        render_pdf(on_paper(what, **values), target, SILENT, fonts=Path(settings.OGNIWO_FONTS_DIR))
        return target

    return make
