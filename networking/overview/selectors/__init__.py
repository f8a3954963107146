"""Looking at published tables; nothing here sees a release of another centre."""

from networking.overview.selectors.centres import SideBySide, chart_of_centres, side_by_side
from networking.overview.selectors.comparison import Comparison, comparable_periods, comparison_of, own_months
from networking.overview.selectors.exhibits import Exhibit, Line, split, trend
from networking.overview.selectors.glance import (
    Glance,
    Standing,
    TileView,
    glance_of,
    members_in,
    month_due,
    standing_of,
)
from networking.overview.selectors.indicator import (
    IndicatorView,
    definition_of,
    indicator_periods,
    indicator_view,
)
from networking.overview.selectors.networks import (
    centres_of,
    month_asked_for,
    network_here,
    own_network,
    own_networks,
    released_in,
)
from networking.overview.selectors.published import published_periods
from networking.overview.selectors.ways import Look, Way
from networking.overview.selectors.words import Told, hidden_in_words, legend_of_table, period_in_words, written

__all__ = [
    "Comparison",
    "Exhibit",
    "Glance",
    "IndicatorView",
    "Line",
    "Look",
    "SideBySide",
    "Standing",
    "TileView",
    "Told",
    "Way",
    "centres_of",
    "chart_of_centres",
    "comparable_periods",
    "comparison_of",
    "definition_of",
    "glance_of",
    "hidden_in_words",
    "indicator_periods",
    "indicator_view",
    "legend_of_table",
    "members_in",
    "month_asked_for",
    "month_due",
    "network_here",
    "own_months",
    "own_network",
    "own_networks",
    "period_in_words",
    "published_periods",
    "released_in",
    "side_by_side",
    "split",
    "standing_of",
    "trend",
    "written",
]
