"""One's own numbers beside the middle half of the others: from the lower to the upper quartile, with the median."""

from collections.abc import Iterator
from decimal import Decimal

from core.ui.rules.charts.data import Mark, Range, Ranges
from core.ui.rules.charts.drawing import (
    SMALL,
    WIDTH,
    box,
    diamond,
    in_lines,
    legend,
    line,
    picture,
    signs_explained,
    text,
)

LEFT, ROW, BAND, MARGIN = 230.0, 68.0, 20.0, 36.0


def ranges(chart: Ranges) -> str:
    """The chart as SVG. Each row runs from 0 to its own largest number: rows are not compared with each other."""
    used = {spot.mark for row in chart.rows for spot in (row.own, row.median)}
    entries = [
        (diamond(8, 6, half=6), chart.own),
        (line(8, -1, 8, 13, name="chart-median", width=3), chart.median),
        (box(0, 0, 16, 12, key=chart.key, is_before=True), chart.between),
        *signs_explained([mark for mark in Mark if mark in used], chart.legend, key=chart.key),
    ]
    head, top = legend(entries, y=2)
    rows = [part for place, row in enumerate(chart.rows) for part in _row(row, top + ROW * place, key=chart.key)]
    height = top + ROW * len(chart.rows) + 8
    return picture([head, *rows], key=chart.key, title=chart.title, description=chart.description, height=height)


def _row(row: Range, top: float, *, key: str) -> Iterator[str]:
    middle = top + ROW / 2 + 4
    words = in_lines(row.label, room=LEFT - 20)
    for number, each in enumerate(words):
        yield text(each, 0, middle + 5 - 8.5 * (len(words) - 1) + 17 * number)
    yield line(LEFT, middle, WIDTH - MARGIN, middle, name="chart-axis")
    yield text("0", LEFT, middle + 24, anchor="middle", size=SMALL, soft=True)
    yield from _others(row, middle, key=key)
    if row.own.value is None:
        yield text(row.own.written, LEFT + 14, middle - 6)
    else:
        x = _place(row, row.own.value)
        yield diamond(x, middle)
        yield text(row.own.text, x, middle - 16, anchor="middle", bold=True)


def _others(row: Range, middle: float, *, key: str) -> Iterator[str]:
    if row.lower.value is not None and row.upper.value is not None:
        begin, end = _place(row, row.lower.value), _place(row, row.upper.value)
        yield box(begin, middle - BAND / 2, max(end - begin, 2), BAND, key=key, is_before=True)
    if row.median.value is not None:
        x = _place(row, row.median.value)
        yield line(x, middle - BAND / 2 - 2, x, middle + BAND / 2 + 4, name="chart-median", width=3)
        yield text(row.median.text, x, middle + 28, anchor="middle", size=SMALL, soft=True)
    elif row.own.value is not None:
        yield text(row.median.written, WIDTH - MARGIN, middle + 24, anchor="end", size=SMALL)


def _place(row: Range, value: Decimal) -> float:
    """Where a value stands in its row."""
    largest = float(row.largest) or 1.0
    return LEFT + (WIDTH - MARGIN - LEFT) * float(value) / largest
