"""Tables are what the releases say (O8), corrections move numbers by much or not at all (O7), and nothing that may be
asked for differs from another such thing by a few people (O6)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tenants.figures.rules import DIMENSIONS, Figures, Indicator, Nature, PeriodKind, Unit, figures_from
from tenants.figures.rules.protection import USUAL, Statement
from tenants.figures.rules.rollup import (
    Number,
    Released,
    numbers_of,
    numbers_of_centre,
    numbers_of_network,
    smallest_change,
    with_history,
)
from tenants.figures.rules.tables import entries_of, has_statement, missing_entries, quartiles_of, statement_of
from tests.tenants.figures.conftest import some_figures
from tests.tenants.figures.region import Region

YEAR = [date(2025, number, 1) for number in range(1, 13)]


# --- Published = recomputed (O8) -----------------------------------------------------------------------------------


def recounted(number: Number, kept: dict[tuple[str, date], dict[str, Any]], houses: Sequence[str]) -> Decimal | None:
    """The cell once more, from the releases as they are stored, by the plainest of ways."""
    cell = number.cell
    length = {"month": 1, "quarter": 3, "year": 12}[cell.period]
    months = [date(cell.starts_on.year, cell.starts_on.month + each, 1) for each in range(length)]
    code = f"served-{cell.period}" if cell.indicator == "served" else cell.indicator
    months = (
        months if cell.indicator in {"joined", "left", "hours", "attendance", "benefits", "premiums"} else months[-1:]
    )
    parts = [kept[house, month][code] for house in houses for month in months if cell.house in (None, house)]
    if cell.indicator == "attendance":
        present, expected = (sum(Decimal(each[name]) for each in parts) for name in ("present", "expected"))
        return (present * 100 / expected).quantize(Decimal("0.1"), ROUND_HALF_UP) if expected else None
    if not cell.dimension:
        return sum((Decimal(each["total"]) for each in parts), Decimal(0))
    dimension = DIMENSIONS[cell.dimension]
    atoms = dimension.classes[cell.class_name]
    return Decimal(sum(each[dimension.cube].get(atom, 0) for each in parts for atom in atoms))


def all_numbers(region: Region) -> Iterator[Number]:
    releases = [each for month in region.months for each in region.releases(month)]
    for month in region.months:
        yield from numbers_of_network(month, releases=releases)
    for house in region.houses:
        own = [each for each in releases if each.house == house]
        for period in PeriodKind:
            for starts_on in {"month": YEAR, "quarter": YEAR[::3], "year": YEAR[:1]}[period]:
                yield from numbers_of(period, starts_on, releases=own, house=house)


def test_every_number_of_a_hundred_centres_and_twelve_months_is_what_their_releases_say():
    region = Region(seed=8, sizes=(8, 12, 20, 30) * 25, since=YEAR[0], months=12)
    kept = {(house, month): region.figures(house, month).as_json() for house in region.houses for month in YEAR}
    wrong = [number for number in all_numbers(region) if number.value != recounted(number, kept, region.houses)]
    assert not wrong


def released(month: date, figures: Figures, **values: Any) -> Released:
    return Released("here", month, values.pop("version", 1), figures, **values)


def test_a_period_is_counted_when_all_its_months_are_there_and_by_one_definition():
    months = [released(month, some_figures(joined=6)) for month in YEAR[:3]]
    numbers = numbers_of_centre(YEAR[2], house="here", releases=months)
    joined = {each.cell.period: each.value for each in numbers if each.cell.indicator == "joined"}
    assert joined == {"month": 6, "quarter": 18}
    for broken in (months[1:], [replace(months[0], definitions=2), *months[1:]]):
        periods = {each.cell.period for each in numbers_of_centre(YEAR[2], house="here", releases=broken)}
        assert periods == {"month"}


def test_centres_that_count_by_different_definitions_are_not_added_up_either():
    releases = [Released(str(number), YEAR[0], 1, some_figures(), definitions=number) for number in (1, 2, 1)]
    assert {each.value for each in numbers_of_network(YEAR[0], releases=releases)} == {None}


def test_a_definition_that_begins_in_the_middle_of_a_year_is_refused():
    with pytest.raises(ValueError, match="first of January"):
        Indicator("people", Nature.STOCK, Unit.PEOPLE, since=date(2027, 7, 1))


# --- Corrections (O7) ----------------------------------------------------------------------------------------------

SPLIT = some.dictionaries(some.sampled_from(["K|-24", "K|25-29", "M|25-29", "M|55+"]), some.integers(0, 30), min_size=1)


def of_people(split: dict[str, int], joined: int) -> Figures:
    total = sum(split.values())
    kept = some_figures(people=total, joined=joined).as_json()
    kept["people"]["sex-age"] = split
    return figures_from(kept)


@given(SPLIT, SPLIT, some.integers(0, 12), some.integers(0, 12))
@settings(max_examples=150, deadline=None)
def test_what_is_published_after_a_correction_differs_by_nothing_or_by_five_and_more(before, after, joined, joined_now):
    versions = [of_people(before, joined), of_people(after, joined_now)]
    change = smallest_change(*versions)
    old, new = (numbers_of(PeriodKind.MONTH, YEAR[0], releases=[released(YEAR[0], each)]) for each in versions)
    counts = [
        abs(was.amount - now.amount)
        for was, now in zip(old, new, strict=True)
        if was.cell.indicator in {"people", "joined", "left"}
    ]
    is_held_back = change is not None and change < 5
    assert is_held_back or all(each == 0 or each >= 5 for each in counts)
    assert change is None or any(counts)


def test_a_change_that_no_person_could_be_told_by_holds_nothing_back():
    more_seats = some_figures().as_json() | {"seats": {"total": 29}}
    assert smallest_change(some_figures(), figures_from(more_seats)) is None


def test_a_version_says_since_when_each_of_its_numbers_is_what_it_is():
    versions = [some_figures(), some_figures(joined=9), some_figures(joined=2)]
    told = with_history([released(YEAR[0], each, version=number) for number, each in enumerate(versions, start=1)])
    assert [each.since["joined"] for each in told] == [1, 2, 1]
    assert {each.since["people"] for each in told} == {1}


def test_what_a_correction_leaves_as_it_was_stays_shown_or_hidden_as_it_was():
    before, after = (released(YEAR[0], some_figures(people=people, joined=3), version=version)
                     for version, people in ((1, 19), (2, 30)))  # fmt: skip
    said = published([before], house="here")
    corrected = published([before, after], house="here", earlier=said)
    states = {each.cell.indicator: (each.state, each.value) for each in corrected}
    assert states["people"] == ("shown", 30)
    assert states["joined"] == ("hidden", None)


def published(versions: list[Released], *, house: str, earlier: Any = ()) -> list[Any]:
    """What the last of these versions says of the month, after the tables said `earlier`."""
    from tenants.figures.rules.tables import Earlier, place_of

    told = with_history(versions)
    numbers = numbers_of(PeriodKind.MONTH, YEAR[0], releases=told[-1:], house=house)
    old = numbers_of(PeriodKind.MONTH, YEAR[0], releases=told[:1], house=house)
    current = {
        place_of(number.cell): Earlier(number, entry) for number, entry in zip(old, earlier, strict=bool(earlier))
    }
    return entries_of(numbers, rules=USUAL, earlier=current)


# --- What may be asked for (O6) ------------------------------------------------------------------------------------


def test_no_two_shown_counts_one_within_the_other_differ_by_one_to_four_people():
    """Every pair of cells that can be asked for: the difference is a count too, and nobody may work out a small one."""
    region = Region(seed=3, sizes=(10, 16, 31, 22), since=YEAR[0], months=3, open_to="none")
    shown = list(_shown_counts(region))
    assert len(shown) > 100
    pairs = [
        (one, other) for one, other in combinations(shown, 2) if one.atoms < other.atoms or other.atoms < one.atoms
    ]
    assert len(pairs) > 20
    assert not [(one.key, other.key) for one, other in pairs if 0 < abs(one.value - other.value) < 5]


def _shown_counts(region: Region) -> Iterator[Statement]:
    releases: list[Released] = []
    known: list[Statement] = []
    for month in region.months:
        releases += region.releases(month)
        own = [each for house in region.houses for each in numbers_of_centre(month, house=house, releases=releases)]
        for numbers in (own, numbers_of_network(month, releases=releases)):
            entries = entries_of(numbers, rules=USUAL, known=known)
            told = [
                statement_of(number, rules=USUAL, entry=entry)
                for number, entry in zip(numbers, entries, strict=True)
                if has_statement(number)
            ]
            known += told
    return (each for each in known if each.was_shown and each.is_count)


# --- What is missing, and what members compare themselves with ------------------------------------------------------


def test_at_a_freeze_a_centre_without_figures_owes_every_total_of_the_month_and_of_what_ends_with_it():
    owed = missing_entries(YEAR[2], houses=["here"], current={})
    assert {each.cell.period for each in owed} == {"month", "quarter"}
    assert {each.state for each in owed} == {"missing"}
    assert not missing_entries(YEAR[2], houses=["here"], current={each.cell: 1 for each in owed})


@pytest.mark.parametrize(
    ("values", "quartiles"),
    [((1, 2, 3, 4), None), ((10, 20, 30, 40, 50), (20, 30, 40)), ((5, 6, 7, 8, 9, 12), ("6.3", "7.5", "8.8"))],
)
def test_quartiles_are_of_five_centres_and_more(values, quartiles):
    releases = [Released(str(number), YEAR[0], 1, some_figures(people=each)) for number, each in enumerate(values)]
    entries = [
        entry
        for each in releases
        for entry in entries_of(
            [
                replace(number, is_exact=True)
                for number in numbers_of(PeriodKind.MONTH, YEAR[0], releases=[each], house=each.house)
                if number.cell.indicator == "people"
            ],
            rules=USUAL,
        )
    ]
    found = [each.value for each in quartiles_of(entries)]
    assert found == [Decimal(each) for each in quartiles or ()]
