"""Charts: drawn of what is shown and of nothing else, readable without colour, the same on page and paper."""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ui.rules import Chart, Mark, Range, Ranges, Series, Spot, bars, columns, ranges
from core.ui.rules.charts.drawing import ticks

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = {Mark.HIDDEN: "ukryte (mała liczba osób)", Mark.MISSING: "brak danych", Mark.SMALL_BASE: "za mało osób"}
HIDDEN, MISSING = Spot(mark=Mark.HIDDEN), Spot(mark=Mark.MISSING)


def spot(value: Any) -> Spot:
    return value if isinstance(value, Spot) else Spot(value=Decimal(value), text=str(value))


def chart(*values: Any, before: tuple[Any, ...] = (), **more: Any) -> Chart:
    series = [Series("2026", tuple(map(spot, values)))]
    if before:
        series.append(Series("rok wcześniej", tuple(map(spot, before))))
    labels = more.pop("labels", tuple(f"miesiąc {number}" for number in range(len(values))))
    return Chart(
        key="k", title="Uczestnicy", description="Kolumny.", labels=labels, series=tuple(series), legend=LEGEND, **more
    )


def row(own: Any, *others: Any) -> Ranges:
    lower, median, upper = map(spot, others)
    rows = (Range(label="Uczestnicy", own=spot(own), lower=lower, median=median, upper=upper),)
    words = {"own": "my", "median": "mediana", "between": "połowa", "legend": LEGEND}
    return Ranges(key="k", title="Porównanie", description="Linie.", rows=rows, **words)


DRAWN = [columns(chart(3, HIDDEN, 0, MISSING, before=(1, 2, 3, 4))), bars(chart(3, HIDDEN, 0)), ranges(row(3, 1, 2, 4))]


@pytest.mark.parametrize("svg", DRAWN)
def test_a_chart_is_a_picture_with_a_title_and_a_description(svg):
    picture = ElementTree.fromstring(svg)
    assert (picture.tag, picture.get("role")) == (f"{SVG}svg", "img")
    named = picture.get("aria-labelledby", "").split()
    assert [each.tag for each in picture[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert [each.get("id") for each in picture[:2]] == named


@pytest.mark.parametrize("svg", DRAWN)
def test_a_chart_needs_no_style_script_or_anything_from_elsewhere(svg):
    assert not re.search(r"style|<script|\bon\w+=|href|data-|url\((?!#k-)", svg)


@pytest.mark.parametrize("draw", [columns, bars])
def test_a_year_before_is_hatched_not_only_paler(draw):
    svg = draw(chart(5, before=(7,)))
    assert 'fill="url(#k-hatch)"' in svg
    assert "rok wcześniej" in svg


@pytest.mark.parametrize("draw", [columns, bars])
def test_hidden_zero_and_missing_are_drawn_each_in_its_way(draw):
    hidden, zero, missing = (draw(chart(9, each)) for each in (HIDDEN, 0, MISSING))
    assert "chart-hidden" in hidden
    assert ">#</text>" in hidden
    assert "ukryte (mała liczba osób)" in hidden
    assert ">0</text>" in zero
    assert "chart-hidden" not in zero + missing
    assert ">…</text>" in missing
    assert "brak danych" in missing
    assert "brak danych" not in hidden + zero


@given(st.lists(st.one_of(st.integers(0, 400), st.just(HIDDEN), st.just(MISSING)), min_size=1, max_size=12))
def test_what_is_hidden_leaves_the_same_trace_whatever_it_was(values):
    """A chart cannot tell 1 from 4: there is no value to be drawn, and the place is always of the same size."""
    svg = columns(chart(*values))
    places = re.findall(r'class="chart-hidden" x="[\d.]+" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    drawn = [each for each in places if each[2] == "26"]
    assert len(drawn) == sum(value is HIDDEN for value in values)
    assert len(set(drawn)) <= 1


def test_a_spot_without_a_value_cannot_carry_one():
    with pytest.raises(ValueError, match="exactly when it is shown"):
        Spot(value=Decimal(3), mark=Mark.HIDDEN)
    with pytest.raises(ValueError, match="exactly when it is shown"):
        Spot()


def test_words_of_others_are_words():
    svg = bars(chart(1, labels=('<script>alert(1)</script>" & Co.',)))
    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_one_own_value_without_others_says_so():
    svg = ranges(row(3, MISSING, MISSING, MISSING))
    assert "chart-own" in svg
    assert "…" in svg


@pytest.mark.parametrize(
    ("largest", "steps"),
    [(0, [0, 1]), (5, [0, 1, 2, 3, 4, 5]), (141, [0, 50, 100, 150]), (Decimal("0.4"), [0, Decimal("0.1")])],
)
def test_an_axis_has_round_numbers(largest, steps):
    found = ticks(Decimal(largest))
    assert found[: len(steps)] == [Decimal(each) for each in steps]
    assert found[-1] >= largest


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=2))
def test_an_axis_reaches_the_largest_value_in_few_steps(largest):
    found = ticks(largest)
    assert found[-1] >= largest
    assert len(found) <= 6


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_nothing_stands_outside_of_the_picture(values):
    picture = ElementTree.fromstring(columns(chart(*values, before=tuple(values))))
    _x, _y, width, height = map(float, picture.get("viewBox", "").split())
    for part in picture.iter(f"{SVG}rect"):
        if "chart-now" in part.get("class", ""):
            assert float(part.get("y", 0)) >= 0
            assert float(part.get("x", 0)) + float(part.get("width", 0)) <= width
            assert float(part.get("y", 0)) + float(part.get("height", 0)) <= height
