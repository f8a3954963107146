"""Which cells are hidden: the limits, and tables small enough to follow with a pencil."""

from datetime import date
from decimal import Decimal

import pytest

from tenants.figures.rules.protection import (
    STRICTER,
    USUAL,
    Cell,
    Relation,
    Rules,
    Statement,
    count_of,
    is_small,
    may_show_money,
    may_show_rate,
    printed,
    protect,
    rate,
    sum_of,
)
from tenants.figures.rules.words import PeriodKind

JANUARY = date(2026, 1, 1)


def cell(key, atoms, value, *, rules=USUAL, is_sensitive=False, **more):
    """A statement over single letters."""
    small = is_small(value, is_sensitive=is_sensitive, rules=rules)
    return Statement(key, frozenset(atoms), value, is_small=small, **more)


def hidden(*new, **how):
    return sorted(protect(new, relations=(), **how).hidden)


@pytest.mark.parametrize(
    ("value", "usually", "in_a_sensitive_split", "stricter"),
    [(0, False, True, False), (1, True, True, True), (4, True, True, True), (5, False, False, True),
     (9, False, False, True), (10, False, False, False)],
)  # fmt: skip
def test_a_count_is_small_from_one_to_one_below_the_limit(value, usually, in_a_sensitive_split, stricter):
    assert is_small(value, is_sensitive=False) is usually
    assert is_small(value, is_sensitive=True) is in_a_sensitive_split
    assert is_small(value, is_sensitive=False, rules=STRICTER) is stricter


@pytest.mark.parametrize("limits", [{"smallest": 2}, {"width": 0}, {"rounding": -5}, {"smallest": 3, "rounding": 5}])
def test_nobody_sets_the_limits_below_the_floor(limits):
    with pytest.raises(ValueError, match=r"below the floor|print a count as zero"):
        Rules(**limits)


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_the_stricter_setting_prints_the_nearest_five(value, shown):
    assert printed(value, STRICTER) == shown
    assert printed(value, USUAL) == value


@pytest.mark.parametrize(
    ("contributions", "may"),
    [
        (["100", "100", "100"], True),
        (["100", "100"], False),
        (["100", "100", "0"], False),
        (["300", "50", "50"], True),
        (["301", "50", "50"], False),
        ([], False),
    ],
)
def test_a_sum_needs_three_centres_and_none_with_more_than_three_quarters(contributions, may):
    assert may_show_money([Decimal(each) for each in contributions]) is may


def test_a_percentage_needs_ten_people_and_has_one_decimal():
    assert (may_show_rate(9), may_show_rate(10)) == (False, True)
    assert rate(Decimal(2), Decimal(3)) == Decimal("66.7")
    assert rate(Decimal(0), Decimal(0)) is None


def test_a_single_hidden_class_takes_the_next_with_it():
    assert hidden(
        cell("total", "abcd", 20, rank=4), cell("a", "a", 3), cell("b", "b", 7), cell("c", "c", 10), cell("d", "d", 0)
    ) == ["a", "b"]


def test_two_hidden_classes_that_add_up_to_little_take_a_third():
    """3 = 1 + 2 is an interval of three: a reader would know that there is nobody else."""
    assert hidden(cell("total", "abc", 13, rank=4), cell("a", "a", 1), cell("b", "b", 2), cell("c", "c", 10)) == [
        "a",
        "b",
        "c",
    ]


def test_what_a_coarser_table_of_the_same_people_would_tell_is_hidden_too():
    """Men are 5 in one table; their two age groups are 2 + 3 in the other."""
    shown = protect(
        [
            cell("total", "abcd", 30, rank=4), cell("women", "ab", 25, rank=2), cell("men", "cd", 5, rank=2),
            cell("women-young", "a", 10), cell("women-old", "b", 15), cell("men-young", "c", 2),
            cell("men-old", "d", 3), cell("young", "ac", 12, rank=2), cell("old", "bd", 18, rank=2),
        ],
        relations=(),
    ).shown  # fmt: skip
    assert not {"women-young", "women-old"} <= shown or not {"young", "old"} & shown


def test_an_exact_total_is_shown_and_its_parts_may_be_anything_up_to_it():
    protection = protect(
        [cell("total", "abc", 3, rank=4, is_exact=True), cell("a", "a", 3), cell("b", "b", 0), cell("c", "c", 0)],
        relations=(),
    )
    assert "total" in protection.shown
    assert {"a"} < protection.hidden


def test_rounding_knows_no_exact_totals():
    assert hidden(cell("total", "ab", 3, rules=STRICTER, is_exact=True), rules=STRICTER) == ["total"]


def test_what_was_published_stays_and_what_was_hidden_stays_protected():
    """February is as large as ever, but with the quarter it would tell January."""
    january = cell("january", "a", 3, was_shown=False)
    march = cell("march", "c", 8, was_shown=True)
    new = [cell("february", "b", 9), cell("quarter", "abc", 20, rank=4)]
    protection = protect(new, known=[january, march], relations=())
    assert protection.hidden == {"february"}


def test_a_relation_that_everybody_knows_counts_like_a_table():
    joined, left = cell("joined", "j", 1), cell("left", "l", 0)
    balance = Relation((("p", 1), ("j", 1), ("l", -1), ("q", -1)), 0, 0)
    people = [cell("before", "p", 20, was_shown=True), cell("now", "q", 21, rank=6)]
    protection = protect([joined, left, people[1]], known=people[:1], relations=[balance])
    assert protection.hidden == {"joined", "left"}


def test_a_relation_that_the_numbers_contradict_is_not_believed():
    wrong = Relation((("a", 1), ("b", -1)), 0, 0)
    assert hidden_with(wrong, cell("a", "a", 3), cell("b", "b", 30)) == ["a"]


def hidden_with(relation, *new):
    return sorted(protect(new, relations=[relation]).hidden)


def test_what_facts_alone_tell_is_reported_and_costs_nothing_else():
    known = [cell("whole", "ab", 12, was_shown=True), cell("b", "b", 10, was_shown=True)]
    protection = protect([cell("a", "a", 2), cell("other", "c", 50)], known=known, relations=())
    assert (protection.hidden, protection.exposed) == ({"a"}, {"a"})


def test_the_order_of_the_statements_does_not_matter():
    statements = [cell(name, name, value) for name, value in zip("abcdef", (1, 2, 7, 7, 7, 9), strict=True)]
    statements.append(cell("total", "abcdef", 33, rank=4))
    first = protect(statements, relations=())
    assert first == protect(statements[::-1], relations=())


def test_zeros_are_hidden_in_sensitive_splits_only():
    def of(dimension, class_name):
        return count_of(Cell("served", PeriodKind.QUARTER, JANUARY, "poraj", dimension, class_name), 0)

    assert of("category", "ALKOHOL").is_small
    assert not of("education", "brak").is_small


def test_a_hidden_sum_stays_uncertain_by_half_of_itself():
    """Two of three centres' hours are shown: with the network's, the third could be counted."""

    def hours(house, value, *, may):
        houses = [house] if house else ["a", "b", "c"]
        sources = frozenset((each, JANUARY, 1) for each in houses)
        return sum_of(Cell("hours", PeriodKind.QUARTER, JANUARY, house, sources=sources), value, may_be_shown=may)

    new = [hours("a", 40_000, may=False), hours("b", 90_000, may=True), hours("c", 80_000, may=True)]
    protection = protect([*new, hours(None, 210_000, may=True)])
    assert len(protection.complementary) == 1
