"""Centres side by side: what each of them published of a period, beside the network."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.ui.rules import Chart, Series, bars
from networking.overview.rules import MISSING, Figure, Hidden, Period, hidden_among, indicators_of
from networking.overview.selectors.exhibits import Exhibit, Line
from networking.overview.selectors.published import at, figure_in, figures_of, figures_of_centres
from networking.overview.selectors.ways import Look
from networking.overview.selectors.words import Told, legend_of_chart, period_in_words, told
from tenants.figures.selectors import INDICATOR_LABELS
from tenants.organisations.models import Network

BY_NAME = "name"


@dataclass(frozen=True)
class SideBySide:
    """A table of centres × indicators. `order`: the code of the column by which it is sorted, with `-` downwards."""

    period: Period
    indicators: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: Line
    order: str

    @property
    def hidden(self) -> Hidden:
        return hidden_among(each.figure for line in (*self.lines, self.whole) for each in line.figures)


def side_by_side(network: Network, *, period: Period, order: str = "") -> SideBySide:
    """Every centre with a published number in this period, in two queries.

    A hidden or missing number stands behind the others whichever way the column is sorted, and such rows by name:
    their place tells nothing.
    """
    indicators = indicators_of(period.kind, of_centre=True)
    names: dict[UUID, str] = {}
    figures: dict[UUID, dict[str, Figure]] = defaultdict(dict)
    for cell in figures_of_centres(network, period=period, indicators=indicators):
        if cell.house is not None:
            names[cell.house.pk] = cell.house.name
            figures[cell.house.pk][cell.indicator] = figure_in(cell)
    chosen = order if order.removeprefix("-") in {BY_NAME, *indicators} else BY_NAME
    houses = sorted(names, key=lambda house: names[house], reverse=chosen == f"-{BY_NAME}")
    if chosen.removeprefix("-") in indicators:
        houses.sort(key=lambda house: _place(figures[house].get(chosen.removeprefix("-"), MISSING), chosen))
    return SideBySide(
        period=period,
        indicators=indicators,
        headings=tuple(str(INDICATOR_LABELS[each]) for each in indicators),
        lines=tuple(
            Line(
                names[house], _row(figures[house], indicators), url=Look(network, indicators[0], house=house).at(period)
            )
            for house in houses
        ),
        whole=_whole(network, period=period, indicators=indicators),
        order=chosen,
    )


def _place(figure: Figure, order: str) -> tuple[bool, Decimal]:
    value = figure.value if figure.value is not None else Decimal(0)
    return figure.value is None, -value if order.startswith("-") else value


def _row(figures: dict[str, Figure], indicators: tuple[str, ...]) -> tuple[Told, ...]:
    return tuple(told(figures.get(each, MISSING), each) for each in indicators)


def _whole(network: Network, *, period: Period, indicators: tuple[str, ...]) -> Line:
    values = figures_of(network, indicators=indicators, periods=[period])
    figures = tuple(told(at(values, each, period), each) for each in indicators)
    return Line(_("The whole network"), figures, url=Look(network, indicators[0]).at(period))


def chart_of_centres(view: SideBySide, *, indicator: str) -> Exhibit:
    """One column of the table as bars, the largest first."""
    place = view.indicators.index(indicator)
    lines = sorted(view.lines, key=lambda line: _place(line.figures[place].figure, "-"))
    title = f"{INDICATOR_LABELS[indicator]}, {period_in_words(view.period)}"
    description = _("A bar for each centre, the longest first. All numbers are in the table.")
    chart = Chart(
        key=f"centres-{indicator}",
        title=title,
        description=description,
        labels=tuple(line.label for line in lines),
        series=(Series(title, tuple(line.figures[place].spot for line in lines)),),
        legend=legend_of_chart(),
    )
    headings: tuple[Any, ...] = (view.headings[place],)
    rows = tuple(Line(line.label, (line.figures[place],)) for line in lines)
    return Exhibit(title, view.headings[place], description, bars(chart), _("Centre"), headings, rows)
