"""Bars lying under each other: classes of a split, or centres, with a year before beneath each where it is known."""

from collections.abc import Iterator

from core.ui.rules.charts.data import Chart, Mark, Spot
from core.ui.rules.charts.drawing import (
    SIZE,
    SMALL,
    WIDTH,
    box,
    in_lines,
    legend,
    line,
    picture,
    signs_explained,
    text,
    veil,
    width_of,
)

LEFT, LINE, BAR, GAP = 250.0, 17.0, 18.0, 12.0
VEIL = 34.0


def bars(chart: Chart) -> str:
    """The chart as SVG. Every value is written at the end of its bar."""
    series = [
        (box(0, 0, 16, 12, key=chart.key, is_before=number > 0), each.name)
        for number, each in enumerate(chart.series)
        if len(chart.series) > 1
    ]
    head, y = legend([*series, *signs_explained(chart.marks, chart.legend, key=chart.key)], y=2)
    parts, top = [head], y
    for place, label in enumerate(chart.labels):
        drawn, y = _row(chart, place, in_lines(label, room=LEFT - 16), y + GAP)
        parts += drawn
    parts.append(line(LEFT, top, LEFT, y + GAP / 2, name="chart-axis"))
    return picture(parts, key=chart.key, title=chart.title, description=chart.description, height=y + GAP)


def _row(chart: Chart, place: int, words: list[str], top: float) -> tuple[list[str], float]:
    height = max(LINE * len(words), BAR * len(chart.series))
    first = top + (height - LINE * len(words)) / 2 + 13
    label = [text(each, LEFT - 10, first + LINE * number, anchor="end") for number, each in enumerate(words)]
    begin = top + (height - BAR * len(chart.series)) / 2
    drawn = [
        part
        for number, series in enumerate(chart.series)
        for part in _bar(chart, series.spots[place], begin + BAR * number, is_before=number > 0)
    ]
    return [*label, *drawn], top + height


def _bar(chart: Chart, spot: Spot, y: float, *, is_before: bool) -> Iterator[str]:
    size, length = SMALL if is_before else SIZE, 0.0
    if spot.mark is Mark.HIDDEN:
        length = VEIL
        yield veil(LEFT, y + 1, VEIL, BAR - 3, key=chart.key)
    elif spot.value and chart.largest:
        length = _room(chart) * float(spot.value / chart.largest)
        yield box(LEFT, y + 1, length, BAR - 3, key=chart.key, is_before=is_before)
    yield text(spot.written, LEFT + length + 8, y + 13, size=size, soft=is_before, bold=spot.value is not None)


def _room(chart: Chart) -> float:
    """How long the longest bar may be, so that the longest number still fits behind it."""
    longest = max(width_of(spot.written) for series in chart.series for spot in series.spots)
    return WIDTH - LEFT - longest - 20
