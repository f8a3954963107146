"""What the roll-up reads, under the statistician's role: releases, receipts, and what has been published."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tenants.figures.models import Publication, PublishedCell, Receipt, Release
from tenants.figures.rules import (
    Audience,
    CellState,
    PeriodKind,
    ReceiptState,
    figures_from,
    freezes_on,
    last_day_of,
)
from tenants.figures.rules.protection import CENTRES_IN_A_SUM, Cell, Rules, Statement
from tenants.figures.rules.rollup import Number, Released, numbers_of, with_history
from tenants.figures.rules.tables import Earlier, Entry, has_statement, place_of, statement_of
from tenants.organisations.models import Network
from tenants.organisations.selectors import members_on


def rules_of(network: Network | Publication) -> Rules:
    """How much is hidden, now or by the time of a publication."""
    return Rules(smallest=network.smallest_count, rounding=network.rounding)


def arrivals(network: Network) -> list[Release]:
    """The last version of every centre's month of which no receipt tells yet."""
    noted = Receipt.objects.filter(
        network=network, house=OuterRef("house"), month=OuterRef("month"), version__gte=OuterRef("version")
    )
    fresh = Release.objects.filter(~Exists(noted), network=network).order_by("version")
    return list({(each.house_id, each.month): each for each in fresh}.values())


def waiting_receipts(network: Network) -> list[Receipt]:
    """Receipts that the roll-up has to look at, of the earliest month among them."""
    waiting = Receipt.objects.filter(network=network, state=ReceiptState.WAITING).order_by("month", "house")
    rows = list(waiting)
    return [each for each in rows if each.month == rows[0].month]


def month_to_freeze(network: Network, *, today: date | None) -> date | None:
    """The earliest month whose network tables are due: everybody is in, or its day has come and enough are in."""
    frozen = set(Publication.objects.filter(network=network).values_list("frozen_month", flat=True).order_by("number"))
    months = Receipt.objects.filter(network=network).values_list("month", flat=True).distinct().order_by("month")
    open_months = (month for month in months if month not in frozen)
    return next((month for month in open_months if _is_due(network, month, today=today)), None)


def _is_due(network: Network, month: date, *, today: date | None) -> bool:
    members = set(members_on(network, last_day_of(month)).values_list("house", flat=True))
    receipts = Receipt.objects.filter(network=network, month=month, published_version__isnull=False)
    in_tables = set(receipts.values_list("house", flat=True).order_by("house"))
    if members and members <= in_tables:
        return True
    has_come = today is not None and today >= freezes_on(month, freeze_day=network.freeze_day)
    return has_come and len(in_tables) >= CENTRES_IN_A_SUM


Counted = dict[tuple[Hashable, date], UUID]
"""Centre and month → the release that counts."""


@dataclass(frozen=True)
class Book:
    """The releases of some years: by identifier, and their identifiers by centre, month and version."""

    by_id: dict[UUID, Released]
    ids: dict[tuple[UUID, date, int], UUID]
    counted: Counted

    def releases(self, ids: Iterable[UUID]) -> list[Released]:
        """These releases, as far as they are of these years."""
        return [self.by_id[each] for each in ids if each in self.by_id]


def book_of(network: Network, *, years: Collection[int], houses: Collection[UUID] | None = None) -> Book:
    """The book of a network (of some of its centres alone: `houses`), with the versions that are in the tables."""
    which = Q(network=network, month__year__in=years) & (Q() if houses is None else Q(house__in=houses))
    versions: dict[tuple[UUID, date], list[Release]] = defaultdict(list)
    for each in Release.objects.filter(which).order_by("month", "house", "version"):
        versions[each.house_id, each.month].append(each)
    by_id = {
        release.pk: told
        for found in versions.values()
        for release, told in zip(found, with_history([_as_read(each) for each in found]), strict=True)
    }
    ids = {(each.house_id, each.month, each.version): each.pk for found in versions.values() for each in found}
    published = Receipt.objects.filter(which, published_version__isnull=False).order_by("month", "house")
    places = published.values_list("house", "month", "published_version")
    counted: Counted = {(house, month): ids[house, month, version or 1] for house, month, version in places}
    return Book(by_id, ids, counted)


def _as_read(release: Release) -> Released:
    return Released(
        house=release.house_id,
        month=release.month,
        version=release.version,
        figures=figures_from(release.figures),
        definitions=release.definitions,
        exact=frozenset(release.exact),
    )


Lines = dict[int, list[tuple[Earlier, Statement | None]]]
"""Number of a publication → what its cells said, and what protection knows of it."""


class Ledger:
    """What has been published, with the numbers behind it. What concerns all centres is read once for each publication,
    however many steps follow each other."""

    def __init__(self) -> None:
        self._lines: Lines = {}

    def read(
        self, network: Network, book: Book, *, since: date, houses: Collection[UUID] | None = None
    ) -> tuple[list[Statement], dict[Cell, Earlier]]:
        """Everything published about periods from a day on: statements, and by place what the tables say now."""
        lines: Lines = self._lines if houses is None else {}
        rows = _new_rows(network, since, houses, read=lines)
        for each in Publication.objects.filter(pk__in=list(rows)).order_by("number"):
            lines[each.number] = list(_lines(rows[each.pk], book.releases(each.releases), rules_of(each)))
        current: dict[Cell, Earlier] = {}
        statements: dict[Hashable, Statement] = {}
        for number in sorted(lines):
            for line, statement in lines[number]:
                if line.entry.cell.starts_on >= since:
                    current[place_of(line.entry.cell)] = line
                    statements |= {statement.key: statement} if statement else {}
        return list(statements.values()), current


def _new_rows(
    network: Network, since: date, houses: Collection[UUID] | None, *, read: Collection[int]
) -> dict[UUID, list[PublishedCell]]:
    """The rows of the publications that have not been read yet."""
    which = Q() if houses is None else Q(house__in=houses)
    found: dict[UUID, list[PublishedCell]] = defaultdict(list)
    rows = PublishedCell.objects.filter(which, network=network, period_starts_on__gte=since, audience=Audience.OWES)
    for each in rows.exclude(publication__number__in=list(read)).order_by("publication", "id"):
        found[each.publication_id].append(each)
    return found


def _lines(
    rows: Iterable[PublishedCell], releases: list[Released], rules: Rules
) -> Iterable[tuple[Earlier, Statement | None]]:
    numbers: dict[tuple[str, date, UUID | None], dict[Cell, Number]] = {}
    for row in rows:
        span = (row.period, row.period_starts_on, row.house_id)
        if span not in numbers:
            found = numbers_of(PeriodKind(row.period), row.period_starts_on, releases=releases, house=row.house_id)
            numbers[span] = {place_of(each.cell): each for each in found}
        place = Cell(
            row.indicator, PeriodKind(row.period), row.period_starts_on, row.house_id, row.dimension, row.class_name
        )
        number = numbers[span][place]
        entry = Entry(number.cell, CellState(row.state), row.value, row.houses)
        yield (
            Earlier(number, entry),
            statement_of(number, rules=rules, entry=entry) if has_statement(number) else None,
        )
