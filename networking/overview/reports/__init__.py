"""Papers of statistics: every page to take along, and the quarterly report of the network."""

from networking.overview.reports.comparison import CENTRE_COMPARISON
from networking.overview.reports.pages import STATISTICS_CENTRES, STATISTICS_GLANCE, STATISTICS_INDICATOR
from networking.overview.reports.quarter import NETWORK_QUARTER

OVERVIEW_REPORTS = (NETWORK_QUARTER, STATISTICS_GLANCE, STATISTICS_INDICATOR, STATISTICS_CENTRES, CENTRE_COMPARISON)

__all__ = [
    "CENTRE_COMPARISON",
    "NETWORK_QUARTER",
    "OVERVIEW_REPORTS",
    "STATISTICS_CENTRES",
    "STATISTICS_GLANCE",
    "STATISTICS_INDICATOR",
]
