"""Reading the tables. Row level security: an OWES reads its networks', a centre what members may compare with."""

from dataclasses import dataclass
from datetime import date, datetime
from types import EllipsisType
from uuid import UUID

from django.db.models import QuerySet

from tenants.figures.models import Publication, PublishedCell, Receipt
from tenants.figures.rules import Audience, ReceiptState, last_day_of
from tenants.organisations.models import Network, Organisation
from tenants.organisations.selectors import members_on


def cells(
    network: Network,
    *,
    indicator: str,
    period: str,
    dimension: str = "",
    since: date | None = None,
    until: date | None = None,
    house: Organisation | UUID | EllipsisType | None = ...,
    audience: str = Audience.OWES,
) -> QuerySet[PublishedCell]:
    """The current cells of one table: by period, the network before its centres, these by name.

    Args:
        since, until: first and last `period_starts_on`, both included.
        house: one centre; None: the network alone; left out: the network and every centre.
        audience: `members` for what centres compare themselves with.
    """
    found = PublishedCell.objects.filter(
        network=network, indicator=indicator, period=period, dimension=dimension, audience=audience, is_current=True
    )
    if since:
        found = found.filter(period_starts_on__gte=since)
    if until:
        found = found.filter(period_starts_on__lte=until)
    if house is None:
        found = found.filter(house__isnull=True)
    elif house is not ...:
        found = found.filter(house=house)
    return found.select_related("house").order_by("period_starts_on", "house__name", "house", "class_name")


def receipts(network: Network, month: date) -> QuerySet[Receipt]:
    """What came of a month (its first day), by the centre's name."""
    return Receipt.objects.filter(network=network, month=month).select_related("house").order_by("house__name", "house")


@dataclass(frozen=True)
class Freshness:
    """How far a member centre is with a month; `state` None: it has not released it."""

    house: Organisation
    state: ReceiptState | None
    version: int | None = None
    published_version: int | None = None
    received_at: datetime | None = None


def is_frozen(network: Network, month: date) -> bool:
    """Whether the network's own tables of that month have been made."""
    return Publication.objects.filter(network=network, frozen_month=month).exists()


def freshness(network: Network, month: date) -> list[Freshness]:
    """Who of the members of a month (its first day) has released it and who has not, by name."""
    came = {each.house_id: each for each in receipts(network, month)}
    return [_freshness(each.house, came.get(each.house_id)) for each in members_on(network, last_day_of(month))]


def _freshness(house: Organisation, receipt: Receipt | None) -> Freshness:
    if receipt is None:
        return Freshness(house, None)
    state = ReceiptState(receipt.state)
    return Freshness(house, state, receipt.version, receipt.published_version, receipt.received_at)
