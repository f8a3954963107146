"""Charts as SVG, drawn on the server: one string for the page and for the paper.

Light and dark are a matter of classes, which the page's styles know; on paper the attributes count. What is told is
told by shape, pattern and words, never by colour alone. Nothing is drawn of a number that is not shown: a spot
without a value has no value to be drawn.
"""

from core.ui.rules.charts.bars import bars
from core.ui.rules.charts.columns import columns
from core.ui.rules.charts.data import SIGNS, Chart, Mark, Range, Ranges, Series, Spot
from core.ui.rules.charts.ranges import ranges

__all__ = ["SIGNS", "Chart", "Mark", "Range", "Ranges", "Series", "Spot", "bars", "columns", "ranges"]
