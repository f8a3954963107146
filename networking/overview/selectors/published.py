"""The published cells of a network, as figures. Row level security shows an OWES its networks' cells, a centre those
that are for members."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from networking.overview.rules import MISSING, Figure, Period
from tenants.figures.models import PublishedCell
from tenants.figures.rules import Audience, CellState, PeriodKind
from tenants.organisations.models import Network

Values = dict[tuple[str, Period, str], Figure]
"""Indicator, period and class → figure."""


def current_cells(network: Network, *, audience: Audience = Audience.OWES) -> QuerySet[PublishedCell]:
    """What is published now."""
    return PublishedCell.objects.filter(network=network, is_current=True, audience=audience.value)


def published_periods(network: Network, *, of_centres: bool = False) -> list[Period]:
    """The periods of which there are tables of the network, or at least of one centre; the latest first."""
    cells = current_cells(network).filter(indicator__in=("people", "joined"), dimension="")
    if not of_centres:
        cells = cells.filter(house=None)
    found = cells.order_by("-period_starts_on", "period").values_list("period", "period_starts_on").distinct()
    return [Period(PeriodKind(kind), starts_on) for kind, starts_on in found]


def figures_of(
    network: Network,
    *,
    indicators: Collection[str],
    periods: Collection[Period],
    dimension: str = "",
    house: UUID | None = None,
) -> Values:
    """The figures of the network, or of one centre, in one query. What was not published is not in it."""
    chosen = _in(periods)
    cells = current_cells(network).filter(chosen, indicator__in=indicators, dimension=dimension, house=house)
    return {(cell.indicator, _period(cell), cell.class_name): figure_in(cell) for cell in cells}


def figures_of_centres(network: Network, *, period: Period, indicators: Collection[str]) -> list[PublishedCell]:
    """The totals of every centre in a period, with the centre."""
    cells = current_cells(network).filter(
        period=period.kind.value,
        period_starts_on=period.starts_on,
        indicator__in=indicators,
        dimension="",
        house__isnull=False,
    )
    return list(cells.select_related("house").order_by("house__name", "house", "indicator"))


def figures_for_members(network: Network, *, period: Period) -> dict[tuple[str, str], Figure]:
    """Median and quartiles of the centres: indicator and class → figure."""
    cells = current_cells(network, audience=Audience.MEMBERS).filter(
        period=period.kind.value, period_starts_on=period.starts_on, house=None, dimension=""
    )
    return {(cell.indicator, cell.class_name): figure_in(cell) for cell in cells}


def states_of_network(network: Network, *, period: Period) -> list[Figure]:
    """Every number of the network's own tables of a period, as figures: to say how many of them are hidden."""
    cells = current_cells(network).filter(period=period.kind.value, period_starts_on=period.starts_on, house=None)
    return [figure_in(cell) for cell in cells]


def figure_in(cell: PublishedCell) -> Figure:
    return Figure(CellState(cell.state), cell.value, cell.houses)


def at(values: Values, indicator: str, period: Period, class_name: str = "") -> Figure:
    return values.get((indicator, period, class_name), MISSING)


def _period(cell: PublishedCell) -> Period:
    return Period(PeriodKind(cell.period), cell.period_starts_on)


def _in(periods: Collection[Period]) -> Q:
    chosen = Q(pk=None)
    for kind in PeriodKind:
        starts = [period.starts_on for period in periods if period.kind is kind]
        if starts:
            chosen |= Q(period=kind.value, period_starts_on__in=starts)
    return chosen
