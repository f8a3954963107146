"""A centre beside its network: its own exact numbers, and the median and quartiles of all centres."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.ui.rules import Range, Ranges, ranges
from networking.overview.rules import MISSING, Figure, Period, indicators_of, shown
from networking.overview.selectors.exhibits import Exhibit, Line
from networking.overview.selectors.published import figures_for_members
from networking.overview.selectors.words import legend_of_chart, period_in_words, told
from tenants.figures.rules import PeriodKind, figures_from
from tenants.figures.rules.rollup import Released, numbers_of
from tenants.figures.selectors import INDICATOR_LABELS, own_releases
from tenants.organisations.models import Network

QUARTILES = ("lower-quartile", "median", "upper-quartile")


@dataclass(frozen=True)
class Comparison:
    """A period of one's own beside the network's. `has_others`: there is a median at all."""

    period: Period
    exhibit: Exhibit
    has_others: bool


def own_months() -> dict[date, Released]:
    """What this centre released last of each month."""
    latest: dict[date, Released] = {}
    for each in own_releases():
        figures = figures_from(each.figures)
        latest.setdefault(each.month, Released(each.house_id, each.month, each.version, figures, each.definitions))
    return latest


def comparable_periods(own: Collection[date]) -> list[Period]:
    """The periods of which all months were released, the latest first."""
    months = {Period(PeriodKind.MONTH, month) for month in own}
    longer = {month.within(kind) for month in months for kind in (PeriodKind.QUARTER, PeriodKind.YEAR)}
    whole = {each for each in longer if set(each.months) <= set(own)}
    return sorted(months | whole, key=lambda each: (each.starts_on, len(each.months)), reverse=True)


def comparison_of(network: Network, *, period: Period, own: dict[date, Released]) -> Comparison:
    """Every indicator that centres publish of such a period."""
    others = figures_for_members(network, period=period)
    indicators = indicators_of(period.kind, of_centre=True)
    exact = _own_figures(period, own)
    lines = tuple(_line(each, exact.get(each, MISSING), others) for each in indicators)
    title = _("Your centre beside the network, %(period)s") % {"period": period_in_words(period)}
    description = _(
        "A line for each number: the diamond is your centre, the thick stroke the median, and half of the centres lie"
        " in the hatched part. All numbers are in the table."
    )
    svg = ranges(
        Ranges(
            key="comparison",
            title=title,
            description=description,
            rows=tuple(_range(line) for line in lines),
            own=_("your centre"),
            median=_("median"),
            between=_("half of the centres"),
            legend=legend_of_chart(),
        )
    )
    headings = (_("Your centre"), _("Lower quartile"), _("Median"), _("Upper quartile"))
    has_others = any(figure.value is not None for figure in others.values())
    exhibit = Exhibit(
        title, period_in_words(period), description, svg, pgettext("of the network", "Number"), headings, lines
    )
    return Comparison(period, exhibit, has_others)


def _own_figures(period: Period, own: dict[date, Released]) -> dict[str, Figure]:
    """One's own exact totals of a period, counted as the roll-up counts them."""
    house = next((each.house for each in own.values()), None)
    numbers = numbers_of(period.kind, period.starts_on, releases=own.values(), house=house) if house else ()
    return {
        each.cell.indicator: shown(each.value) for each in numbers if each.value is not None and not each.cell.dimension
    }


def _line(indicator: str, own: Figure, others: dict[tuple[str, str], Figure]) -> Line:
    figures: list[Any] = [others.get((indicator, each), MISSING) for each in QUARTILES]
    return Line(str(INDICATOR_LABELS[indicator]), tuple(told(each, indicator) for each in (own, *figures)))


def _range(line: Line) -> Range:
    own, lower, median, upper = (each.spot for each in line.figures)
    return Range(label=line.label, own=own, lower=lower, median=median, upper=upper)
