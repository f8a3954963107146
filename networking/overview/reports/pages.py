"""The pages of statistics, to take along: what is on the page is on the paper."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.access import Permission
from core.accounts.models import Account
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    Heading,
    KeyValues,
    Paragraph,
    Progress,
    ReportKind,
    Table,
)
from networking.overview.reports.asked import (
    IndicatorForm,
    OfMonthForm,
    OfPeriodForm,
    Parameters,
    about,
    network_asked,
    open_to,
    period_asked,
)
from networking.overview.reports.blocks import definitions, exhibit_blocks, notes, table_of_centres, with_unit
from networking.overview.rules import TILES
from networking.overview.selectors import (
    Look,
    TileView,
    centres_of,
    chart_of_centres,
    glance_of,
    hidden_in_words,
    indicator_view,
    period_in_words,
    published_periods,
    side_by_side,
)
from tenants.figures.selectors import INDICATOR_LABELS


def build_glance(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """The eight numbers of a month."""
    network, month = network_asked(parameters), period_asked(parameters, "month")
    view = glance_of(network, month=month, published=published_periods(network))
    return Content(
        title=_("The network at a glance"),
        subtitle=f"{network.name}, {period_in_words(month)}",
        blocks=(
            table_of_tiles(view.tiles),
            *notes(hidden_in_words(view.hidden)),
            Heading(text=_("How it is counted")),
            definitions([each.indicator for each in TILES]),
        ),
    )


def table_of_tiles(tiles: Sequence[TileView]) -> Table:
    """Numbers of different units under each other, each with its own."""
    return Table(
        name=_("At a glance"),
        columns=(
            Column(label=pgettext("of the network", "Number"), width=30),
            Column(label=_("Period"), width=17),
            Column(label=_("Value"), kind=ColumnKind.HOURS, width=15),
            Column(label=_("A year before"), kind=ColumnKind.HOURS, width=15),
            Column(label=pgettext("of a number", "Change"), width=28),
        ),
        rows=[
            (
                with_unit(tile.label, tile.told),
                tile.period,
                tile.told.cell,
                tile.before.cell,
                tile.change if tile.told.is_shown and tile.before.is_shown else "",
            )
            for tile in tiles
        ],
    )


def build_indicator(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """Trend and split of one indicator."""
    network, period = network_asked(parameters), period_asked(parameters, "period")
    indicator, centre = parameters["indicator"], parameters.get("centre") or ""
    house = UUID(centre) if centre else None
    look = Look(network, indicator, parameters.get("dimension") or "", house)
    view = indicator_view(look, period=period, published=[period])
    whom = centres_of(network)[house] if house else network.name
    return Content(
        title=str(INDICATOR_LABELS[indicator]),
        subtitle=f"{whom}, {period_in_words(period)}",
        blocks=(
            Paragraph(text=str(view.definition.formula)),
            *(block for each in view.exhibits for block in exhibit_blocks(each)),
            *notes(hidden_in_words(view.hidden)),
            Heading(text=_("How it is counted")),
            definitions([indicator]),
        ),
    )


def build_centres(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """Centres side by side in a period, with a chart of the first column."""
    network, period = network_asked(parameters), period_asked(parameters, "period")
    view = side_by_side(network, period=period)
    charts = [chart_of_centres(view, indicator=view.indicators[0])] if view.lines else []
    return Content(
        title=_("Centres side by side"),
        subtitle=f"{network.name}, {period_in_words(period)}",
        landscape=True,
        blocks=(
            KeyValues(pairs=((_("Centres"), str(len(view.lines))),)),
            table_of_centres(view),
            *notes(hidden_in_words(view.hidden)),
            *(block for each in charts for block in list(exhibit_blocks(each))[:2]),
        ),
    )


STATISTICS_GLANCE = ReportKind(
    code="statistics-glance",
    label=gettext_lazy("The network at a glance"),
    description=gettext_lazy("Eight numbers of a month beside a year before, and how they are counted."),
    permission=Permission.STATISTICS_VIEW,
    form=OfMonthForm,
    build=build_glance,
    open_to=open_to,
    about=about("month"),
    houses=("owes",),
)
STATISTICS_INDICATOR = ReportKind(
    code="statistics-indicator",
    label=gettext_lazy("One number of the network"),
    description=gettext_lazy("Trend and split of a number, with charts, tables and the definition."),
    permission=Permission.STATISTICS_VIEW,
    form=IndicatorForm,
    build=build_indicator,
    open_to=open_to,
    about=about("period"),
    houses=("owes",),
)
STATISTICS_CENTRES = ReportKind(
    code="statistics-centres",
    label=gettext_lazy("Centres side by side"),
    description=gettext_lazy("What each centre released of a month, quarter or year, beside the whole network."),
    permission=Permission.STATISTICS_VIEW,
    form=OfPeriodForm,
    build=build_centres,
    open_to=open_to,
    about=about("period"),
    houses=("owes",),
)
