"""The roll-up: releases become tables. One step is one transaction; what a killed run left undone, the next one does.

A step is either the centres' own cells of one month, or the network's tables of one month, which are made once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from tenants.figures.models import Publication, PublishedCell, Receipt, Release
from tenants.figures.rules import Audience, PeriodKind, ReceiptState, last_day_of, periods_ending_with, start_of
from tenants.figures.rules.rollup import numbers_of_centre, numbers_of_network, smallest_change
from tenants.figures.rules.tables import Entry, entries_of, missing_entries, quartiles_of
from tenants.figures.selectors.books import (
    Book,
    Counted,
    Ledger,
    arrivals,
    book_of,
    month_to_freeze,
    rules_of,
    waiting_receipts,
)
from tenants.organisations.models import Network
from tenants.organisations.selectors import members_on
from tenants.walls.context import service_role

LEAST_CHANGE = 5
"""A correction moves every number of people by at least this much, or not at all; else it is held back (O7)."""

CROWD = 60
"""In a network of more centres the network's own sums hold so many unknown numbers that they tell nothing of one: the
cells of a centre are then protected beside that centre's earlier cells alone."""

_BATCH = 2000


class Busy(Exception):
    """Another run works on this network just now. It takes in what comes meanwhile, but for the very last moment."""


def publish_now(network: Network, *, today: date | None = None) -> int:
    """Publish everything of a network that waits, the earliest month first, after whoever is at it. Returns how many
    steps were made. Safe to repeat and to run twice at once.

    Args:
        today: months whose day has come by then are frozen although somebody is missing; None: complete ones only.
    """
    return publish_waiting(network.pk, today=today, patience="600s")


def publish_waiting(network_id: UUID, *, today: date | None = None, patience: str = "") -> int:
    """The same by the network's identifier: a centre that has left cannot see its network any more.

    Raises:
        Busy: another run is at it, and no `patience` (a PostgreSQL interval) was given to wait for it.
    """
    ledger, steps = Ledger(), 0
    while _step(network_id, ledger, today=today, patience=patience):
        steps += 1
    return steps


@transaction.atomic
def _step(network_id: UUID, ledger: Ledger, *, today: date | None, patience: str) -> bool:
    """The next step, if there is one."""
    with service_role("statistician"):
        _be_alone(network_id, patience=patience)
        network = Network.objects.get(pk=network_id)
        fresh = arrivals(network)
    with service_role("publisher"):
        _note_arrivals(fresh)
    with service_role("statistician"):
        waiting = waiting_receipts(network)
        due = month_to_freeze(network, today=today)
    if waiting and (due is None or waiting[0].month <= due):
        _publish_centres(network, waiting, ledger)
    elif due:
        _freeze(network, due, ledger)
    return bool(waiting or due)


def _be_alone(network_id: UUID, *, patience: str) -> None:
    """Until the end of the transaction no other run works on this network."""
    name = f"roll-up {network_id}"
    with connection.cursor() as cursor:
        if patience:
            cursor.execute(f"SET LOCAL lock_timeout = '{patience}'")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [name])
        if not cursor.fetchone()[0]:
            raise Busy(name)


def _note_arrivals(fresh: Iterable[Release]) -> None:
    """Put on record what has come; what was known of an earlier version of the month stays."""
    rows = [
        Receipt(
            network_id=each.network_id,
            house_id=each.house_id,
            month=each.month,
            version=each.version,
            state=ReceiptState.WAITING,
            received_at=each.released_at,
        )
        for each in fresh
    ]
    Receipt.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=("network", "house", "month"),
        update_fields=("version", "state", "received_at"),
    )


# --- The centres' own cells --------------------------------------------------------------------------------------


def _publish_centres(network: Network, waiting: list[Receipt], ledger: Ledger) -> None:
    month = waiting[0].month
    with service_role("statistician"):
        houses = None if _is_small(network, month) else {each.house_id for each in waiting}
        book = book_of(network, years=_years(month), houses=houses)
        accepted = [each for each in waiting if not _is_held_back(each, book, network)]
        counted = book.counted | {(each.house_id, month): _release_of(each, book) for each in accepted}
        releases = book.releases(counted.values())
        known, current = ledger.read(network, book, since=_since(month), houses=houses)
    numbers = [
        number for each in accepted for number in numbers_of_centre(month, house=each.house_id, releases=releases)
    ]
    entries = entries_of(numbers, rules=rules_of(network), known=known, earlier=current)
    with service_role("publisher"):
        if entries:
            _write(network, entries, counted)
        _settle(waiting, accepted)


def _is_small(network: Network, month: date) -> bool:
    return members_on(network, last_day_of(month)).count() <= CROWD


def _years(month: date) -> tuple[int, int]:
    return (month.year - 1, month.year)


def _since(month: date) -> date:
    return date(month.year - 1, 1, 1)


def _release_of(receipt: Receipt, book: Book) -> UUID:
    return book.ids[receipt.house_id, receipt.month, receipt.version]


def _is_held_back(receipt: Receipt, book: Book, network: Network) -> bool:
    before = book.counted.get((receipt.house_id, receipt.month))
    if before is None:
        return False
    change = smallest_change(book.by_id[before].figures, book.by_id[_release_of(receipt, book)].figures)
    return change is not None and change < max(LEAST_CHANGE, network.smallest_count)


def _settle(waiting: Iterable[Receipt], accepted: Collection[Receipt]) -> None:
    """Say of every centre what became of its release."""
    for each in waiting:
        each.state = ReceiptState.PUBLISHED if each in accepted else ReceiptState.HELD_BACK
        each.published_version = each.version if each in accepted else each.published_version
    Receipt.objects.bulk_update(waiting, ("state", "published_version"), batch_size=_BATCH)


# --- The network's own tables -------------------------------------------------------------------------------------


def _freeze(network: Network, month: date, ledger: Ledger) -> None:
    with service_role("statistician"):
        book = book_of(network, years=_years(month))
        known, current = ledger.read(network, book, since=_since(month))
        members = list(members_on(network, last_day_of(month)).values_list("house", flat=True))
    numbers = numbers_of_network(month, releases=book.releases(book.counted.values()))
    entries = entries_of(numbers, rules=rules_of(network), known=known)
    told = [line.entry for line in current.values()]
    entries += missing_entries(month, houses=members, current=current)
    with service_role("publisher"):
        publication = _write(network, entries, book.counted, frozen_month=month)
        _add_cells(publication, quartiles_of(_ending_with(told, month)), audience=Audience.MEMBERS)


def _ending_with(entries: Iterable[Entry], month: date) -> Iterator[Entry]:
    """Entries of the month and of the quarter and year that end with it."""
    spans = {(period, start_of(period, month)) for period in periods_ending_with(month)}
    return (each for each in entries if (each.cell.period, each.cell.starts_on) in spans)


# --- Writing ------------------------------------------------------------------------------------------------------


def _write(
    network: Network, entries: list[Entry], counted: Counted, *, frozen_month: date | None = None
) -> Publication:
    """A line of the ledger and its cells, which take the place of what the tables said of these centres' periods."""
    used = {(house, month) for each in entries for house, month, _ in each.cell.sources}
    last = Publication.objects.filter(network=network).aggregate(last=Max("number"))["last"]
    publication = Publication.objects.create(
        network=network,
        number=(last or 0) + 1,
        frozen_month=frozen_month,
        smallest_count=network.smallest_count,
        rounding=network.rounding,
        releases=[counted[place] for place in sorted(used, key=str)],
    )
    _retire(network, entries)
    _add_cells(publication, entries)
    return publication


def _retire(network: Network, entries: Iterable[Entry]) -> None:
    houses_of: dict[tuple[PeriodKind, date], set[UUID]] = defaultdict(set)
    for each in entries:
        if house := _house(each):
            houses_of[each.cell.period, each.cell.starts_on].add(house)
    for (period, starts_on), houses in houses_of.items():
        PublishedCell.objects.filter(
            network=network, period=period, period_starts_on=starts_on, house__in=houses, is_current=True
        ).update(is_current=False)


def _house(entry: Entry) -> UUID | None:
    return cast("UUID | None", entry.cell.house)  # the rules take any name of a house; here it is its key


def _add_cells(publication: Publication, entries: Iterable[Entry], *, audience: Audience = Audience.OWES) -> None:
    rows = (
        PublishedCell(
            network_id=publication.network_id,
            publication=publication,
            audience=audience,
            indicator=each.cell.indicator,
            period=each.cell.period,
            period_starts_on=each.cell.starts_on,
            house_id=_house(each),
            dimension=each.cell.dimension,
            class_name=each.cell.class_name,
            state=each.state,
            value=each.value,
            houses=each.houses,
        )
        for each in entries
    )
    PublishedCell.objects.bulk_create(rows, batch_size=_BATCH)
