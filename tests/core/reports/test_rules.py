from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reports.rules import (
    Block,
    Column,
    ColumnKind,
    Heading,
    KeyValues,
    NewSheet,
    Paragraph,
    Table,
    parts_of,
    shown,
)
from tests.core.reports.conftest import COLUMNS, row


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("1234.5"), ColumnKind.MONEY, "1\xa0234,50\xa0zł"),
        (Decimal("-0.005"), ColumnKind.MONEY, "−0,01\xa0zł"),
        (Decimal("7.50"), ColumnKind.HOURS, "7,5"),
        (Decimal("100"), ColumnKind.HOURS, "100"),
        (1234567, ColumnKind.INTEGER, "1\xa0234\xa0567"),
        (date(2026, 2, 3), ColumnKind.DATE, "03.02.2026"),
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), ColumnKind.DATETIME, "01.08.2026 00:30"),
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), ColumnKind.DATE, "01.08.2026"),
        (None, ColumnKind.MONEY, ""),
        ("=1+1", ColumnKind.TEXT, "=1+1"),
    ],
)
def test_values_are_written_for_a_polish_reader(value: object, kind: ColumnKind, text: str) -> None:
    assert shown(value, kind) == text  # type: ignore[arg-type]


def test_a_moment_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        shown(datetime(2026, 1, 1), ColumnKind.DATETIME)


def test_a_table_needs_labels_of_its_own() -> None:
    with pytest.raises(ValueError, match="label"):
        Table(columns=(Column(label="Kto"), Column(label="Kto")), rows=[])


def test_totals_need_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="totals"):
        Table(columns=COLUMNS, rows=[], totals=("Razem",))


def _table(count: int) -> Table:
    return Table(columns=COLUMNS, rows=[row(number=n) for n in range(count)], caption="Lista", totals=row("Razem"))


@given(st.lists(st.integers(0, 25), min_size=1, max_size=5), st.integers(1, 10))
def test_parts_hold_every_row_once_and_in_order(counts: list[int], limit: int) -> None:
    blocks: tuple[Block, ...] = tuple(part for n in counts for part in (Heading(text=f"{n}"), _table(n)))
    parts = parts_of(blocks, rows_per_part=limit)
    tables = [block for part in parts for block in part if isinstance(block, Table)]
    assert [each[2] for table in tables for each in table.rows] == [n for count in counts for n in range(count)]
    assert all(sum(len(b.rows) for b in part if isinstance(b, Table)) <= limit for part in parts)
    assert sum(table.totals is not None for table in tables) == len(counts)
    assert all(part for part in parts)


def test_a_heading_stays_with_the_table_it_announces() -> None:
    parts = parts_of((_table(8), Heading(text="Druga"), _table(5)), rows_per_part=10)
    assert [type(block) for block in parts[1]] == [Heading, Table]


def test_a_sheet_goes_over_with_everything_that_announces_its_table() -> None:
    sheet = (NewSheet(subtitle="Druga"), KeyValues(pairs=(("Grupa", "A"),)), Heading(text="Lista"))
    parts = parts_of((_table(8), *sheet, _table(5)), rows_per_part=10)
    assert [type(block) for block in parts[1]] == [NewSheet, KeyValues, Heading, Table]


def test_tinted_rows_stay_tinted_in_the_part_they_come_into() -> None:
    parts = parts_of((replace(_table(25), shaded=frozenset({3, 10, 24})),), rows_per_part=10)
    assert [sorted(table.shaded) for part in parts for table in part if isinstance(table, Table)] == [[3], [0], [4]]


def test_a_paper_without_tables_is_one_part() -> None:
    assert parts_of((Paragraph(text="x"),)) == ((Paragraph(text="x"),),)
    assert parts_of(()) == ((),)
