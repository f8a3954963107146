"""The page of one indicator: trend, split, definition, and which other tables of it there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from networking.overview.rules import Hidden, Period, dimensions_of, nearest, periods_of
from networking.overview.selectors.exhibits import Exhibit, split, trend
from networking.overview.selectors.published import published_periods
from networking.overview.selectors.ways import Look, Way, ways_to_less_hidden
from tenants.figures.rules import DIMENSIONS, INDICATORS, PeriodKind
from tenants.figures.selectors import DIMENSION_LABELS, FORMULAS, INDICATOR_LABELS, PERIOD_LABELS, UNIT_LABELS
from tenants.organisations.models import Network


@dataclass(frozen=True)
class Definition:
    """How an indicator is counted, in which unit, since when, and which version of the definition it is."""

    name: Any
    formula: Any
    unit: Any
    since: Any
    version: int
    may_be_exact: bool


@dataclass(frozen=True)
class IndicatorView:
    """Everything on the page of an indicator. `coarser` leads to larger groups, where less is hidden."""

    definition: Definition
    dimension: str
    kinds: tuple[Way, ...]
    splits: tuple[Way, ...]
    trend: Exhibit
    split: Exhibit | None
    coarser: Way | None
    longer: tuple[Way, ...]

    @property
    def less_hidden(self) -> tuple[Way, ...]:
        """Where to look instead: larger groups first, then longer times."""
        return (self.coarser, *self.longer) if self.coarser else self.longer

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return (self.trend, self.split) if self.split else (self.trend,)

    @property
    def hidden(self) -> Hidden:
        return Hidden(
            sum(each.hidden.hidden for each in self.exhibits), sum(each.hidden.total for each in self.exhibits)
        )


def definition_of(indicator: str) -> Definition:
    """The definition that counts now."""
    rule = INDICATORS[indicator]
    return Definition(
        INDICATOR_LABELS[indicator], FORMULAS[indicator], UNIT_LABELS[rule.unit], rule.since, rule.version,
        rule.may_be_exact,
    )  # fmt: skip


def indicator_periods(network: Network, *, indicator: str, house: UUID | None = None) -> list[Period]:
    """The published periods of which there is a table of this indicator, the latest first."""
    kinds = periods_of(indicator, of_centre=house is not None)
    return [each for each in published_periods(network, of_centres=house is not None) if each.kind in kinds]


def indicator_view(look: Look, *, period: Period, published: Sequence[Period]) -> IndicatorView:
    """The page for a period, split by the dimension that was asked for where there is such a table."""
    network, indicator, house = look.network, look.indicator, look.house
    possible = dimensions_of(indicator, period.kind, of_centre=house is not None)
    dimension = look.dimension if look.dimension in possible else next(iter(possible), "")
    look = replace(look, dimension=dimension)
    return IndicatorView(
        definition=definition_of(indicator),
        dimension=dimension,
        kinds=_kinds(look, period, published),
        splits=tuple(_split_way(look, each, period) for each in possible),
        trend=trend(network, indicator=indicator, last=period, house=house),
        split=split(look, period=period) if dimension else None,
        coarser=_coarser(look, period),
        longer=ways_to_less_hidden(look, period, published),
    )


def _split_way(look: Look, dimension: str, period: Period) -> Way:
    url = replace(look, dimension=dimension).at(period)
    return Way(str(DIMENSION_LABELS[dimension]), url, current=dimension == look.dimension)


def _coarser(look: Look, period: Period) -> Way | None:
    coarser = DIMENSIONS[look.dimension].coarser if look.dimension else None
    return _split_way(look, coarser, period) if coarser else None


def _kinds(look: Look, period: Period, published: Sequence[Period]) -> tuple[Way, ...]:
    """Months, quarters, years: whichever are published of it."""
    found = {kind: nearest(period.within(kind), published) for kind in PeriodKind}
    return tuple(
        Way(str(PERIOD_LABELS[kind]), look.at(each), current=kind is period.kind)
        for kind, each in found.items()
        if each
    )
