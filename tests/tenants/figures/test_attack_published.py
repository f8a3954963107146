"""The attacker against the rows of the published tables themselves: what the OWES and the members can read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import quantiles

import pytest

from tenants.figures.models import PublishedCell
from tenants.figures.rules import Audience, CellState, PeriodKind, months_of
from tenants.figures.rules.protection import Cell
from tenants.figures.rules.rollup import numbers_of
from tenants.figures.services import publish_now, release_figures
from tenants.walls.context import house_context
from tests.tenants.figures.attacker import Attack, Seen
from tests.tenants.figures.conftest import MARIA
from tests.tenants.figures.region import Region as Lives

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
SIZES = (8, 13, 19, 31, 45)


@pytest.fixture
def lives():
    return Lives(seed=11, sizes=SIZES, since=date(2026, 7, 1), months=4, open_to="none")


@pytest.fixture
def releases(region, lives):
    """Four months of five centres, released and published month after month; the centres under their own keys."""
    house_of = dict(zip(lives.houses, region.centres, strict=True))
    made = []
    for month in lives.months:
        for each in lives.releases(month):
            with house_context(house_of[each.house]):
                release_figures(by=MARIA, month=month, figures=each.figures, exact=(), today=TODAY, tells_owes=False)
            made.append(replace(each, house=house_of[each.house].pk))
        publish_now(region.network, today=TODAY)
    return made


def cells_of(region, audience):
    with house_context(region.owes):
        return list(PublishedCell.objects.filter(network=region.network, audience=audience))


def seen(cell, houses):
    """A row as a reader takes it; which centres and months are in it is told beside every table."""
    period = PeriodKind(cell.period)
    months = months_of(period, cell.period_starts_on)
    if cell.indicator in ("people", "served"):
        months = months[-1:]
    who = [cell.house_id] if cell.house_id else houses
    sources = frozenset((house, month, 1) for house in who for month in months)
    return Seen(
        cell.indicator,
        period,
        cell.period_starts_on,
        cell.house_id,
        cell.dimension,
        cell.class_name,
        cell.value,
        sources,
    )


def test_nothing_hidden_is_recovered_and_everything_shown_is_true(region, releases):
    rows = [each for each in cells_of(region, Audience.OWES) if each.state != CellState.MISSING]
    houses = [house.pk for house in region.centres]
    assert {each.state for each in rows} >= {CellState.SHOWN, CellState.HIDDEN, CellState.SMALL_BASE}
    assert Attack(seen(each, houses) for each in rows).findings() == []
    assert [each for each in rows if each.state == CellState.SHOWN and each.value != truth_of(each, releases)] == []


def truth_of(cell, releases):
    """The number counted anew from the releases."""
    period = PeriodKind(cell.period)
    numbers = numbers_of(period, cell.period_starts_on, releases=releases, house=cell.house_id)
    place = Cell(cell.indicator, period, cell.period_starts_on, cell.house_id, cell.dimension, cell.class_name)
    return next(each.value for each in numbers if replace(each.cell, sources=frozenset()) == place)


def test_median_and_quartiles_tell_nothing_that_the_shown_cells_do_not(region, releases):
    """They are counted from what is shown, and only where at least five centres show it."""
    shown = [each for each in cells_of(region, Audience.OWES) if each.house_id and each.value is not None]
    quartiles = cells_of(region, Audience.MEMBERS)
    assert quartiles
    for each in quartiles:
        values = [
            other.value
            for other in shown
            if (other.indicator, other.period, other.period_starts_on, other.dimension)
            == (each.indicator, each.period, each.period_starts_on, "")
        ]
        assert len(values) >= 5
        expected = quantiles(values, n=4, method="inclusive")
        at = ("lower-quartile", "median", "upper-quartile").index(each.class_name)
        assert abs(each.value - expected[at]) <= Decimal("0.05")
