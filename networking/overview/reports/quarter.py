"""The quarterly report of the network (document D24 between organisations): numbers, charts, centres, definitions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Permission
from core.accounts.models import Account
from core.reports.rules import Block, Content, Heading, KeyValues, Note, Paragraph, Progress, ReportKind
from networking.overview.reports.asked import OfQuarterForm, Parameters, about, network_asked, open_to, period_asked
from networking.overview.reports.blocks import definitions, exhibit_blocks, notes, table_of_centres
from networking.overview.reports.pages import table_of_tiles
from networking.overview.rules import Period
from networking.overview.selectors import (
    Look,
    chart_of_centres,
    glance_of,
    hidden_in_words,
    period_in_words,
    published_periods,
    side_by_side,
    split,
    trend,
)
from tenants.figures.rules import INDICATORS, PeriodKind
from tenants.organisations.models import Network

OVER_TIME = ("joined", "left", "served", "hours", "attendance", "benefits")
SPLITS = (("served", "sex"), ("served", "age-wide"), ("served", "education-wide"), ("served", "category-wide"),
          ("left", "reason-wide"))  # fmt: skip
"""In larger groups, where a quarter shows most."""


def build(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """The report of a published quarter."""
    network, quarter = network_asked(parameters), period_asked(parameters, "quarter")
    blocks: list[Block] = []
    for number, part in enumerate(_PARTS, start=1):
        blocks += part(network, quarter)
        progress(number / (len(_PARTS) + 1))
    return Content(
        title=_("Quarterly report of the network"),
        subtitle=f"{network.name}, {period_in_words(quarter)}",
        blocks=tuple(blocks),
    )


def _summary(network: Network, quarter: Period) -> Iterator[Block]:
    """The numbers of the quarter's last month and of the quarter."""
    last = Period(PeriodKind.MONTH, quarter.months[-1])
    view = glance_of(network, month=last, published=published_periods(network))
    yield KeyValues(
        pairs=(
            (_("Coordinated by"), network.coordinator.name),
            (_("Smallest number shown"), str(network.smallest_count)),
        )
    )
    yield Paragraph(
        text=_(
            "The numbers come from what the managers of the centres released. They hold no personal data; whatever is"
            " so small that it could tell of one person is hidden."
        )
    )
    yield table_of_tiles(view.tiles)
    yield from notes(hidden_in_words(view.hidden))


def _over_time(network: Network, quarter: Period) -> Iterator[Block]:
    for indicator in OVER_TIME:
        yield from exhibit_blocks(trend(network, indicator=indicator, last=quarter))


def _splits(network: Network, quarter: Period) -> Iterator[Block]:
    for indicator, dimension in SPLITS:
        yield from exhibit_blocks(split(Look(network, indicator, dimension), period=quarter))


def _centres(network: Network, quarter: Period) -> Iterator[Block]:
    view = side_by_side(network, period=quarter)
    yield Heading(text=_("Centres side by side"))
    yield table_of_centres(view)
    yield from notes(hidden_in_words(view.hidden))
    if view.lines:
        yield from list(exhibit_blocks(chart_of_centres(view, indicator="served")))[:2]


def _counted(_network: Network, _quarter: Period) -> Iterator[Block]:
    yield Heading(text=_("How it is counted"))
    yield definitions(list(INDICATORS))
    yield Note(
        text=_(
            "Numbers of people below the smallest one are hidden, and with them whatever would let them be worked out."
            " Sums of money are shown when at least three centres are in them and none has more than three quarters"
            " (art. 38 of the act on public statistics is taken as the bar)."
        )
    )


_PARTS = (_summary, _over_time, _splits, _centres, _counted)

NETWORK_QUARTER = ReportKind(
    code="network-quarter",
    label=gettext_lazy("Quarterly report of the network"),
    description=gettext_lazy("Numbers, charts, splits, centres side by side and definitions, on one paper."),
    permission=Permission.STATISTICS_VIEW,
    form=OfQuarterForm,
    build=build,
    open_to=open_to,
    about=about("quarter"),
    houses=("owes",),
)
