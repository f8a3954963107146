"""A chart with its table: what a page shows and a paper prints, made once for both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.ui.rules import Chart, Series, Text, bars, columns
from networking.overview.rules import Hidden, Period, hidden_among, trend_until
from networking.overview.selectors.published import at, figures_of
from networking.overview.selectors.ways import Look
from networking.overview.selectors.words import (
    Told,
    centres_in_words,
    change_in_words,
    legend_of_chart,
    period_in_words,
    short_period,
    told,
)
from tenants.figures.rules import CellState, PeriodKind
from tenants.figures.selectors import DIMENSION_LABELS, INDICATOR_LABELS, class_label, classes_of
from tenants.organisations.models import Network

Draw = Callable[[Chart], str]


@dataclass(frozen=True)
class Line:
    """A row of a table of figures. `note` is a sentence at its end, such as the change; `url` leads on."""

    label: str
    figures: tuple[Told, ...]
    note: str = ""
    url: Text = ""


@dataclass(frozen=True)
class Exhibit:
    """A chart, what it says in words, and the table of its numbers. The last heading may be that of the notes.

    `sheet` is its short name, where it stands among others.
    """

    title: str
    sheet: str
    description: str
    svg: str
    first: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def rows(self) -> Iterator[tuple[Line, list[tuple[Told, str]]]]:
        """Every line with its figures under their headings."""
        for line in self.lines:
            yield line, list(zip(line.figures, self.headings, strict=False))

    @property
    def has_notes(self) -> bool:
        """Whether the last heading is that of the notes."""
        return len(self.headings) > len(self.lines[0].figures)

    @property
    def hidden(self) -> Hidden:
        return hidden_among(each.figure for line in self.lines for each in line.figures)

    @property
    def has_signs(self) -> bool:
        """Whether a number is missing somewhere, so that the signs must be explained."""
        return any(not each.is_shown for line in self.lines for each in line.figures)


def trend(network: Network, *, indicator: str, last: Period, house: UUID | None = None) -> Exhibit:
    """The indicator over the periods that end with the last, beside the same a year before."""
    periods = trend_until(last)
    befores = tuple(each.year_before for each in periods)
    values = figures_of(network, indicators=[indicator], periods=(*periods, *befores), house=house)
    title = _("%(what)s, %(first)s – %(last)s") % {
        "what": INDICATOR_LABELS[indicator],
        "first": period_in_words(periods[0]),
        "last": period_in_words(last),
    }
    figures = ((at(values, indicator, each), at(values, indicator, each.year_before)) for each in periods)
    pairs = [(told(now, indicator), told(before, indicator)) for now, before in figures]
    most = max(each.figure.houses for pair in pairs for each in pair)
    plan = Plan(
        key=f"trend-{indicator}",
        title=title,
        sheet=str(INDICATOR_LABELS[indicator]),
        first=_("Period"),
        name=_("these periods"),
        draw=columns,
        labels=tuple(
            _label(each, now, most, with_year=_opens_a_year(each, periods))
            for each, (now, _before) in zip(periods, pairs, strict=True)
        ),
        rows=tuple(_row(each, now, most) for each, (now, _before) in zip(periods, pairs, strict=True)),
        has_before=last.kind is not PeriodKind.YEAR,
    )
    return _exhibit(plan, pairs)


def _label(period: Period, now: Told, most: int, *, with_year: bool) -> str:
    """The lines under a column; where centres are missing the last one says so: the number is of the others."""
    words = short_period(period, with_year=with_year).rstrip()
    count = {"count": now.figure.houses, "most": most}
    return f"{words}\n{_('%(count)d of %(most)d') % count}" if _lacks_centres(now, most) else words


def _row(period: Period, now: Told, most: int) -> str:
    words = period_in_words(period)
    whom = _("of %(centres)s") % {"centres": centres_in_words(now.figure.houses)}
    return f"{words}, {whom}" if _lacks_centres(now, most) else words


def _lacks_centres(now: Told, most: int) -> bool:
    return now.is_shown and now.figure.houses < most


def split(look: Look, *, period: Period) -> Exhibit:
    """The indicator in its classes in one period, beside the same a year before."""
    indicator, dimension, before = look.indicator, look.dimension, period.year_before
    values = figures_of(
        look.network, indicators=[indicator], periods=[period, before], dimension=dimension, house=look.house
    )
    classes = classes_of(dimension)
    title = _("%(what)s %(split)s, %(period)s") % {
        "what": INDICATOR_LABELS[indicator],
        "split": DIMENSION_LABELS[dimension],
        "period": period_in_words(period),
    }
    labels = tuple(str(class_label(dimension, each)) for each in classes)
    plan = Plan(
        key=f"split-{dimension}",
        title=title,
        sheet=str(DIMENSION_LABELS[dimension]),
        first=_("Group"),
        name=period_in_words(period),
        draw=bars,
        labels=labels,
        rows=labels,
    )
    pairs = ((at(values, indicator, period, each), at(values, indicator, before, each)) for each in classes)
    return _exhibit(plan, [(told(now, indicator), told(then, indicator)) for now, then in pairs])


def _opens_a_year(period: Period, periods: Sequence[Period]) -> bool:
    return period == periods[0] or period.starts_on.month == 1


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an exhibit is called, how it is drawn, and what its places are called in the chart and in the table.

    `has_before`: the chart has a series of a year before; over years its neighbours say that already.
    """

    key: str
    title: str
    sheet: str
    first: str
    name: str
    draw: Draw
    labels: tuple[str, ...]
    rows: tuple[str, ...]
    has_before: bool = True


def _exhibit(plan: Plan, pairs: Sequence[tuple[Told, Told]]) -> Exhibit:
    """A year before of which nothing at all is known is left out."""
    is_known = any(before.figure.state is not CellState.MISSING for _now, before in pairs)
    has_before = plan.has_before and is_known
    names = plan.name, _("a year before")
    series = [Series(names[0], tuple(now.spot for now, _before in pairs))]
    if has_before:
        series.append(Series(names[1], tuple(before.spot for _now, before in pairs)))
    description = _described(plan.draw, has_before=has_before)
    chart = Chart(
        key=plan.key,
        title=plan.title,
        description=description,
        labels=plan.labels,
        series=tuple(series),
        legend=legend_of_chart(),
    )
    lines = tuple(_line(row, *pair) for row, pair in zip(plan.rows, pairs, strict=True))
    headings: tuple[str, ...] = (*names, pgettext("of a number", "Change"))
    if not is_known:
        lines, headings = tuple(Line(line.label, line.figures[:1]) for line in lines), names[:1]
    return Exhibit(plan.title, plan.sheet, description, plan.draw(chart), plan.first, headings, lines)


def _line(label: str, now: Told, before: Told) -> Line:
    return Line(label, (now, before), note=change_in_words(now, before) if before.is_shown and now.is_shown else "")


def _described(draw: Draw, *, has_before: bool) -> str:
    what = _("A bar for each line of the table.") if draw is bars else _("A column for each line of the table.")
    before = _("Full: this period; hatched: a year before.") if has_before else ""
    return " ".join(part for part in (what, before, _("All numbers are in the table.")) if part)
