"""Published tables as other programs read them: the closed list, and the cells of one table page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from networking.overview.rules import periods_of
from networking.overview.selectors.indicator import Definition, definition_of
from tenants.figures.models import PublishedCell
from tenants.figures.rules import FAMILY, INDICATORS, PeriodKind
from tenants.figures.selectors import CLASS_LABELS, DIMENSION_LABELS, cells, classes_of
from tenants.organisations.models import Network

Position = tuple[datetime, UUID]
Periods = tuple[PeriodKind, ...]


@dataclass(frozen=True, kw_only=True)
class TableListed:
    """A table that is published: of which periods it is there for the network and for each centre.

    `classes`: the code of each class of the split with what it is called; empty for totals.
    """

    indicator: str
    dimension: str
    label: Any
    unit: str
    definition: Definition
    of_network: Periods
    of_centres: Periods
    classes: Mapping[str, Any]


@dataclass(frozen=True)
class TableAsked:
    """One table of a network, or of each of its centres, over some time. Both days are included."""

    network: Network
    indicator: str
    period: PeriodKind
    dimension: str = ""
    of_centres: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class CellsPart:
    """A part of a table. `next`: where it goes on; None: this is the end."""

    cells: list[PublishedCell]
    next: Position | None


def tables_listed() -> list[TableListed]:
    """Every table that there can be, in the order of the family."""
    return [
        TableListed(
            indicator=each.indicator,
            dimension=each.dimension,
            label=DIMENSION_LABELS[each.dimension],
            unit=INDICATORS[each.indicator].unit.value,
            definition=definition_of(each.indicator),
            of_network=each.of_network,
            of_centres=each.of_centre,
            classes=_classes(each.dimension),
        )
        for each in FAMILY
    ]


def _classes(dimension: str) -> dict[str, Any]:
    return {name: CLASS_LABELS[dimension][name] for name in classes_of(dimension)} if dimension else {}


def is_published(asked: TableAsked) -> bool:
    """Whether such a table is in the closed family at all."""
    return asked.period in periods_of(asked.indicator, asked.dimension, of_centre=asked.of_centres)


def part_of_table(asked: TableAsked, *, after: Position | None, size: int) -> CellsPart:
    """So many cells from a position on, the earliest period first."""
    found = cells(
        asked.network,
        indicator=asked.indicator,
        period=asked.period.value,
        dimension=asked.dimension,
        since=asked.since,
        until=asked.until,
    ).filter(house__isnull=not asked.of_centres)
    if after is not None:
        day, key = after[0].date(), after[1]
        found = found.filter(Q(period_starts_on__gt=day) | Q(period_starts_on=day, id__gt=key))
    rows = list(found.order_by("period_starts_on", "id")[: size + 1])
    return CellsPart(cells=rows[:size], next=_position(rows[size - 1]) if len(rows) > size else None)


def _position(cell: PublishedCell) -> Position:
    return datetime.combine(cell.period_starts_on, time(), tzinfo=UTC), cell.pk
