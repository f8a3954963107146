"""Columns over time: a series, and beside it the same a year before."""

from collections.abc import Iterator
from decimal import Decimal

from core.reports.rules import ColumnKind, shown
from core.ui.rules.charts.data import Chart, Mark, Spot
from core.ui.rules.charts.drawing import (
    SMALL,
    WIDTH,
    box,
    legend,
    line,
    picture,
    signs_explained,
    text,
    ticks,
    veil,
    width_of,
)

PLOT, LINE, ROOM_ABOVE = 190.0, 16.0, 18.0
WIDEST_GROUP, WIDEST_COLUMN = 110.0, 44.0
VEIL = 26.0


def columns(chart: Chart) -> str:
    """The chart as SVG. A label may have two lines; the values of the first series are written where they fit."""
    head, top = legend(_entries(chart), y=2)
    floor = top + ROOM_ABOVE + PLOT
    scale = _Scale(chart, floor=floor)
    lines = max(label.count("\n") for label in chart.labels) + 1
    parts = [head, *_grid(scale), *_groups(chart, scale)]
    return picture(
        parts, key=chart.key, title=chart.title, description=chart.description, height=floor + 12 + LINE * lines
    )


class _Scale:
    """Where things stand: the axis, the groups, the heights."""

    def __init__(self, chart: Chart, *, floor: float) -> None:
        self.floor = floor
        self.ticks = ticks(chart.largest)
        self.left = 14 + max(width_of(_tick(each), size=SMALL) for each in self.ticks)
        self.group = min((WIDTH - self.left) / max(len(chart.labels), 1), WIDEST_GROUP)
        self.column = min(self.group * 0.8 / len(chart.series), WIDEST_COLUMN)

    def height(self, value: Decimal) -> float:
        return PLOT * float(value / self.ticks[-1])

    def middle(self, group: int) -> float:
        return self.left + self.group * (group + 0.5)


def _entries(chart: Chart) -> list[tuple[str, str]]:
    series = [
        (box(0, 0, 16, 12, key=chart.key, is_before=number > 0), each.name)
        for number, each in enumerate(chart.series)
        if len(chart.series) > 1
    ]
    return series + signs_explained(chart.marks, chart.legend, key=chart.key)


def _grid(scale: _Scale) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale.floor - scale.height(tick)
        yield line(scale.left, y, WIDTH, y, name="chart-grid" if tick else "chart-axis")
        yield text(_tick(tick), scale.left - 8, y + 4, anchor="end", size=SMALL, soft=True)


def _tick(value: Decimal) -> str:
    return shown(value, ColumnKind.HOURS)


def _groups(chart: Chart, scale: _Scale) -> Iterator[str]:
    longest = max((width_of(spot.written, size=SMALL) for spot in chart.series[0].spots), default=0)
    for place, label in enumerate(chart.labels):
        middle = scale.middle(place)
        left = middle - scale.column * len(chart.series) / 2
        # What was stands before what is, as time goes.
        for number, series in reversed(list(enumerate(chart.series))):
            at = left + scale.column * (len(chart.series) - 1 - number)
            is_told = number == 0 and longest <= scale.group
            yield from _spot(series.spots[place], at, scale, key=chart.key, is_before=number > 0, is_told=is_told)
        for number, words in enumerate(label.split("\n")):
            yield text(words, middle, scale.floor + 18 + LINE * number, anchor="middle", size=SMALL, soft=number > 0)


def _spot(spot: Spot, x: float, scale: _Scale, *, key: str, is_before: bool, is_told: bool) -> Iterator[str]:
    if spot.mark is Mark.HIDDEN:
        yield veil(x, scale.floor - VEIL, scale.column, VEIL, key=key)
    height = scale.height(spot.value) if spot.value is not None else 0.0
    if height:
        yield box(x, scale.floor - height, scale.column, height, key=key, is_before=is_before)
    if is_told or spot.value is None:
        y = scale.floor - (8 if spot.mark is Mark.HIDDEN else height + 5)
        yield text(spot.written, x + scale.column / 2, y, anchor="middle", size=SMALL, bold=spot.value is not None)
