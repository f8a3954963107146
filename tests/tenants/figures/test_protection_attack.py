"""The attacker against what is published: it finds nothing, and it does find the weaknesses that are put there."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.figures.rules.protection import STRICTER, USUAL, Statement, is_small, protect
from tenants.figures.rules.words import PeriodKind
from tests.tenants.figures.attacker import Attack, narrow_sums, people_behind, sums_that_tell
from tests.tenants.figures.region import FULL_BENEFIT, SIZES, Publisher, Region

MONTHS = 6
COUNTED = ("people", "joined", "left", "served")


@cache
def published(open_to="none", rules=USUAL, seed=1, sizes=(8, 13, 31), months=MONTHS, together=False):
    region = Region(seed=seed, months=months, open_to=open_to, sizes=sizes)
    publisher = Publisher(rules)
    for month in region.months:
        publisher.publish(region.releases(month), together=together)
    return publisher


def truth_of(publisher, cell):
    """The exact value behind what was seen."""
    return next(number.value for key, number in publisher.numbers.items() if place(key) == place(cell))


# --- Nothing is recovered -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [USUAL, STRICTER], ids=["usual", "stricter"])
def test_nothing_hidden_is_recovered_from_all_tables_of_half_a_year(rules):
    seen = published(rules=rules).seen()
    assert sum(each.value is None for each in seen) > 100
    assert Attack(seen, rounding=rules.rounding, smallest=rules.smallest).findings() == []


def test_nothing_hidden_is_recovered_from_all_tables_of_seven_centres_and_a_year():
    seen = published(seed=5, sizes=SIZES, months=12, together=True).seen()
    assert sum(each.value is None for each in seen) > 1000
    assert Attack(seen).findings() == []


@pytest.mark.parametrize("months", [MONTHS, 12])
def test_beside_exact_totals_nothing_is_narrower_than_what_those_totals_say(months):
    """Who shows exactly that two left, shows that no reason was given by more than two; and nothing beyond that. The
    network's number is as narrow as its centres' leave it, and a year's as its quarters', which were there before."""
    publisher = published("all", months=months, together=months > MONTHS)
    seen = publisher.seen()
    exact = places_of_exact(publisher)

    def told(keep):
        """Cell → how wide it is beside the exact totals and what is kept."""
        cells = [each if place(each) in exact or keep(each) else replace(each, value=None) for each in seen]
        return {place(each.cell): each.width for each in Attack(cells).findings()}

    said = told(lambda _: False)
    said |= {name: width for name, width in told(lambda each: each.house).items() if name[3] is None}
    of_quarters = told(lambda each: each.period is not PeriodKind.YEAR)
    said |= {name: width for name, width in of_quarters.items() if name[1] is PeriodKind.YEAR}
    findings = Attack(seen).findings()
    assert [each for each in findings if each.width < said.get(place(each.cell), 5) - 1e-6] == []
    assert all(each.width >= 1 for each in findings)


def places_of_exact(publisher):
    return {place(entry.cell) for entry in publisher.entries if publisher.numbers[entry.cell].is_exact}


def place(cell):
    return (cell.indicator, cell.period, cell.starts_on, cell.house, cell.dimension, cell.class_name)


def test_every_cell_that_is_shown_is_true():
    for publisher in (published(), published("all")):
        shown = [each for each in publisher.seen() if each.value is not None]
        assert [each for each in shown if each.value != truth_of(publisher, each)] == []


def test_the_stricter_setting_shows_multiples_of_five_and_nothing_below_ten():
    shown = [each.value for each in published(rules=STRICTER).seen() if each.indicator in COUNTED and each.value]
    assert min(shown) >= 10
    assert {value % 5 for value in shown} == {0}


def test_no_small_count_is_shown_and_no_zero_in_a_sensitive_split():
    shown = [each for each in published().seen() if each.indicator in COUNTED and each.value is not None]
    assert {each.value for each in shown} & {1, 2, 3, 4} == set()
    assert 0 not in {each.value for each in shown if each.dimension.startswith("category")}


def test_tables_stay_useful():
    """Of the coarse tables of people in the network most cells are shown, and every centre's total."""
    seen = published().seen()
    coarse = [each for each in seen if each.indicator == "people" and each.dimension in ("sex", "age-wide")]
    assert sum(each.value is not None for each in coarse) >= 0.7 * len(coarse)
    totals = [each for each in seen if each.indicator == "people" and not each.dimension]
    assert sum(each.value is not None for each in totals) >= 0.9 * len(totals)


# --- Any tables ---------------------------------------------------------------------------------------------------


@st.composite
def tables(draw):
    """Counts of two centres, three classes and two months, and every margin of them."""
    size = (2, 3, 2)
    counts = draw(st.lists(st.integers(0, 9), min_size=12, max_size=12))
    letters = dict(zip("abcdefghijkl", counts, strict=True))
    places = {
        letter: (at // (size[1] * size[2]), at // size[2] % size[1], at % size[2]) for at, letter in enumerate(letters)
    }
    margins = draw(st.lists(st.sampled_from([(0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,), ()]), unique=True))
    cells = {}
    for axes in [(0, 1, 2), *margins]:
        for letter, place in places.items():
            cells.setdefault((axes, tuple(place[axis] for axis in axes)), set()).add(letter)
    return letters, {name: frozenset(inside) for name, inside in cells.items()}


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_margins_of_any_table_tell_what_is_hidden_in_it(table):
    letters, cells = table
    statements = [statement(name, inside, letters) for name, inside in cells.items()]
    protection = protect(statements, relations=())
    assert protection.exposed == frozenset()
    assert attacked(statements, protection.hidden) == {}


@settings(max_examples=40, deadline=None)
@given(tables())
def test_what_is_published_later_does_not_tell_what_was_hidden_before(table):
    letters, cells = table
    known, shown, hidden = [], set(), set()
    for month in ((0, 1), (2,), ()):
        new = [
            statement(name, inside, letters)
            for name, inside in cells.items()
            if name not in shown | hidden and (2 in name[0] or month == ()) and (month == () or name[1][-1] in month)
        ]
        protection = protect(new, known=known, relations=())
        shown |= protection.shown
        hidden |= protection.hidden
        known += [replace(each, was_shown=each.key in protection.shown) for each in new]
    assert attacked([statement(name, inside, letters) for name, inside in cells.items()], hidden) == {}


def statement(name, inside, letters):
    value = sum(letters[letter] for letter in inside)
    return Statement(
        name, inside, value, is_small=is_small(value, is_sensitive=False), rank=0 if len(name[0]) == 3 else 4
    )


def attacked(statements, hidden):
    shown = {each.atoms: each.value for each in statements if each.key not in hidden}
    return narrow_sums(shown, [each.atoms for each in statements if each.key in hidden and each.atoms not in shown])


# --- It does find what is weak ------------------------------------------------------------------------------------


def test_the_attacker_finds_what_a_threshold_alone_leaves_open():
    """Every small count is hidden, and nothing else."""
    publisher = published()
    naive = [
        each
        if each.indicator not in COUNTED or 0 < truth_of(publisher, each) < 5
        else replace(each, value=truth_of(publisher, each))
        for each in publisher.seen()
    ]
    findings = Attack(naive).findings()
    assert sum(each.width < 1e-6 for each in findings) >= 20
    assert all(each.low - 1e-6 <= truth_of(publisher, each.cell) <= each.high + 1e-6 for each in findings)


def test_the_attacker_finds_what_one_pass_of_complements_leaves_open():
    """In every table by itself the single hidden class takes one more with it; but the tables hang together."""
    publisher = published()
    hidden = set()
    by_table = {}
    for each in publisher.seen():
        if each.indicator in COUNTED:
            by_table.setdefault((each.indicator, each.period, each.starts_on, each.house, each.dimension), []).append(
                each
            )
    for cells in by_table.values():
        small = [each for each in cells if 0 < truth_of(publisher, each) < 5]
        others = sorted((each for each in cells if each not in small), key=lambda each: truth_of(publisher, each))
        hidden |= {*small, *(others[:1] if len(small) == 1 and others else ())}
    once = [
        replace(each, value=None if each in hidden else truth_of(publisher, each))
        for cells in by_table.values()
        for each in cells
    ]
    assert any(each.width < 1e-6 for each in Attack(once).findings())


def test_the_attacker_counts_the_people_behind_an_exact_sum():
    """6,422.10 / 2,140.70 = 3: a sum is never shown where the count of its people is not."""
    assert people_behind(Decimal("6422.10"), full=FULL_BENEFIT) == 3
    assert people_behind(Decimal("6422.10") - FULL_BENEFIT / 20, full=FULL_BENEFIT) == 3
    assert people_behind(Decimal("6000.00"), full=FULL_BENEFIT) is None
    cells = [each for each in published().seen() if each.indicator == "benefits"]
    weak = [replace(each, value=Decimal("6422.10")) for each in cells[:1]]
    assert len(sums_that_tell(weak, full=FULL_BENEFIT)) == 1
    assert sums_that_tell(cells, full=FULL_BENEFIT) == []


def test_sums_are_shown_only_of_the_whole_network():
    sums = [each for each in published().seen() if each.indicator in ("benefits", "premiums")]
    assert {each.house for each in sums} == {None}


def test_a_rate_stands_on_ten_people_and_tells_no_fraction():
    publisher = published()
    rates = [each for each in publisher.entries if each.cell.indicator == "attendance" and each.value is not None]
    assert rates
    assert all(publisher.numbers[each.cell].people >= 10 for each in rates)
    assert all(each.value == round(each.value, 1) for each in rates)
