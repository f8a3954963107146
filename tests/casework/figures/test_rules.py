"""The figures of a month: who counts, on which day, how old; and what of it is too small to be shown."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.figures.rules import (
    DaysFacts,
    MoneyFacts,
    Number,
    PersonFacts,
    Standing,
    StayFacts,
    age_band,
    changes_between,
    figures_of,
    goes_by_itself_on,
    numbers_of,
    seal_of,
    spans_needed,
    standing_of,
    will_be_hidden,
)
from casework.participants.rules import Category, ClosingReason, Education, Sex
from tenants.figures.rules import CUBES, INDICATORS, Figures, Indicator, Nature, Unit, figures_from

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
ANNA = PersonFacts("a", "K", date(1980, 5, 17), "podstawowe", "ALKOHOL")
JAN = PersonFacts("j", "M", date(2001, 10, 31), "wyzsze", "BEZDOMNI")


def counted(month: date, *stays: StayFacts, days: list[DaysFacts] | None = None, **more: object) -> Figures:
    """The figures of a month without money or seats, unless they are given."""
    return figures_of(month, stays=stays, days=days or [], **{"money": None, "seats": 0, **more})  # type: ignore[arg-type]


def test_the_words_of_people_are_the_atoms_of_the_tables() -> None:
    assert set(CUBES["category"]) == {*Category, "unknown"}
    assert set(CUBES["education"]) == {*Education, "unknown"}
    assert set(CUBES["reason"]) == set(ClosingReason)
    assert {atom.split("|")[0] for atom in CUBES["sex-age"]} == {*Sex, "unknown"}


@pytest.mark.parametrize(
    ("starts", "ends", "people", "joined", "left"),
    [
        (date(2026, 9, 30), None, 1, 0, 0),
        (date(2026, 10, 1), None, 1, 1, 0),
        (date(2026, 10, 31), None, 1, 1, 0),
        (date(2026, 11, 1), None, 0, 0, 0),
        (date(2026, 9, 1), date(2026, 9, 30), 0, 0, 0),
        (date(2026, 9, 1), date(2026, 10, 1), 0, 0, 1),
        (date(2026, 9, 1), date(2026, 10, 31), 0, 0, 1),
        (date(2026, 9, 1), date(2026, 11, 1), 1, 0, 0),
        (date(2026, 10, 31), date(2026, 10, 31), 0, 1, 1),
    ],
)
def test_a_last_day_is_the_last_one(starts: date, ends: date | None, people: int, joined: int, left: int) -> None:
    figures = counted(OCTOBER, StayFacts(ANNA, starts, ends, "REZYGNACJA" if ends else ""))
    assert [figures.totals[each] for each in ("people", "joined", "left")] == [people, joined, left]
    assert figures.atoms["left", "reason"] == ({"REZYGNACJA": 1} if left else {})


DAYS = st.dates(date(2025, 11, 1), date(2026, 12, 31))


@st.composite
def stays_of_a_centre(draw: st.DrawFn) -> list[StayFacts]:
    """People with one stay or several that do not overlap, some of them still there."""
    stays = []
    for number in range(draw(st.integers(0, 12))):
        days = sorted(draw(st.lists(DAYS, min_size=1, max_size=5, unique=True)))
        person = PersonFacts(number, draw(st.sampled_from(["K", "M", ""])), draw(st.none() | DAYS))
        stays += [StayFacts(person, *pair, "INNE") for pair in zip(days[::2], days[1::2], strict=False)]
        stays += [StayFacts(person, days[-1])] if len(days) % 2 else []
    return stays


@given(stays=stays_of_a_centre(), month=st.integers(1, 12))
def test_people_are_those_of_the_month_before_and_who_joined_without_who_left(
    stays: list[StayFacts], month: int
) -> None:
    now = counted(date(2026, month, 1), *stays)
    before = counted(date(2026, month - 1, 1) if month > 1 else date(2025, 12, 1), *stays)
    assert now.totals["people"] == before.totals["people"] + now.totals["joined"] - now.totals["left"]
    assert figures_from(now.as_json()) == now


@given(stays=stays_of_a_centre(), month=st.sampled_from([3, 6, 9, 12]))
def test_who_took_part_in_a_quarter_was_there_before_it_or_joined(stays: list[StayFacts], month: int) -> None:
    months = [counted(date(2026, number, 1), *stays) for number in range(month - 2, month + 1)]
    before = counted(date(2026, month - 3, 1) if month > 3 else date(2025, 12, 1), *stays)
    served = months[-1].totals["served-quarter"]
    assert served <= before.totals["people"] + sum(each.totals["joined"] for each in months)
    assert served >= max(each.totals["people"] for each in (before, *months))


def test_who_took_part_is_counted_once_and_on_every_day_of_the_span() -> None:
    stays = [
        StayFacts(ANNA, date(2026, 1, 2), date(2026, 2, 3), "REZYGNACJA"),
        StayFacts(ANNA, date(2026, 10, 5), date(2026, 10, 20), "REZYGNACJA"),
        StayFacts(ANNA, date(2026, 11, 5)),
        StayFacts(JAN, date(2025, 6, 1), date(2026, 1, 1), "ZATRUDNIENIE"),
        StayFacts(PersonFacts("x"), date(2025, 6, 1), date(2025, 12, 31), "ZGON"),
    ]
    december = counted(DECEMBER, *stays)
    assert (december.totals["served-quarter"], december.totals["served-year"]) == (1, 2)
    assert december.atoms["served-year", "category"] == {"ALKOHOL": 1, "BEZDOMNI": 1}
    assert "served-quarter" not in counted(OCTOBER, *stays).totals
    assert spans_needed([OCTOBER, DECEMBER]) == (date(2026, 1, 1), date(2026, 12, 31))
    assert spans_needed([NOVEMBER]) == (NOVEMBER, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2001, 10, 31), "25-29"), (date(2001, 11, 1), "-24"), (date(1996, 10, 31), "30-34"),
        (date(1991, 10, 31), "35-44"), (date(1981, 10, 31), "45-54"), (date(1971, 11, 1), "45-54"),
        (date(1971, 10, 31), "55+"), (date(2004, 2, 29), "-24"), (None, "unknown"),
    ],
)  # fmt: skip
def test_ages_are_completed_years_on_the_last_day(born: date | None, band: str) -> None:
    assert age_band(PersonFacts("p", birth_date=born), on=date(2026, 10, 31)) == band


def test_what_nobody_knows_is_a_class_of_its_own() -> None:
    atoms = counted(OCTOBER, StayFacts(PersonFacts("p"), date(2026, 1, 1))).atoms
    assert atoms["people", "sex-age"] == {"unknown|unknown": 1}
    assert atoms["people", "education"] == atoms["people", "category"] == {"unknown": 1}


def test_days_without_classes_are_nobodys_presence_or_absence() -> None:
    days = [
        DaysFacts("a", "O", 15, Decimal("105.00")), DaysFacts("a", "ZL", 3), DaysFacts("a", "BZ", 4),
        DaysFacts("j", "O", 2, Decimal("12.50")), DaysFacts("j", "N", 1), DaysFacts("b", "BZ", 9),
    ]  # fmt: skip
    figures = counted(OCTOBER, days=days)
    assert [figures.extras["attendance", name] for name in ("present", "expected", "people")] == [17, 21, 2]
    assert figures.totals["hours"] == Decimal("117.50")


def test_money_of_a_month_that_is_not_settled_is_no_zero() -> None:
    assert "benefits" not in counted(OCTOBER).totals
    lines = [
        MoneyFacts("a", Decimal("2140.70"), Decimal("300.00")), MoneyFacts("j", Decimal("0.00")),
        MoneyFacts("a", Decimal("10.10")),
    ]  # fmt: skip
    figures = counted(OCTOBER, money=lines)
    assert (figures.totals["benefits"], figures.extras["benefits", "people"]) == (Decimal("2150.80"), 1)
    assert (figures.totals["premiums"], figures.extras["premiums", "people"]) == (300, 1)
    assert figures_from(figures.as_json()) == figures
    assert counted(OCTOBER, money=[]).totals["benefits"] == 0


SEEN, OTHER = counted(OCTOBER, StayFacts(ANNA, OCTOBER)), counted(OCTOBER, StayFacts(JAN, OCTOBER))


@pytest.mark.parametrize(
    ("is_member", "computed", "released", "standing"),
    [
        (False, SEEN, None, Standing.OUTSIDE),
        (True, None, None, Standing.OPEN),
        (True, SEEN, None, Standing.READY),
        (True, SEEN, SEEN, Standing.RELEASED),
        (True, OTHER, SEEN, Standing.CORRECTION),
        (True, None, SEEN, Standing.REOPENED),
    ],
)
def test_where_a_month_stands(
    is_member: bool, computed: Figures | None, released: Figures | None, standing: Standing
) -> None:
    assert standing_of(is_member=is_member, computed=computed, released=released) is standing


def test_a_month_goes_by_itself_so_many_days_after_its_end_and_never_unasked() -> None:
    assert goes_by_itself_on(OCTOBER, after_days=10) == date(2026, 11, 10)
    assert goes_by_itself_on(OCTOBER, after_days=None) is None


def test_a_correction_shows_what_it_changes_and_nothing_else() -> None:
    changes = changes_between(SEEN, OTHER)
    assert {(each.number.part, each.number.atom, each.before, each.after) for each in changes} == {
        ("sex-age", "K|45-54", 1, 0), ("sex-age", "M|25-29", 0, 1), ("education", "podstawowe", 1, 0),
        ("education", "wyzsze", 0, 1), ("category", "ALKOHOL", 1, 0), ("category", "BEZDOMNI", 0, 1),
    }  # fmt: skip
    settled = counted(OCTOBER, StayFacts(ANNA, OCTOBER), money=[])
    assert [(each.number.code, each.before, each.after) for each in changes_between(SEEN, settled)] == [
        ("benefits", None, 0), ("benefits", None, 0), ("premiums", None, 0), ("premiums", None, 0),
    ]  # fmt: skip


@given(stays=stays_of_a_centre())
def test_every_number_that_leaves_is_named(stays: list[StayFacts]) -> None:
    figures = counted(DECEMBER, *stays, money=[], seats=9)
    told = {(each.code, each.part): Decimal(0) for each in numbers_of(figures)}
    for each in numbers_of(figures):
        told[each.code, each.part] += each.value
    kept = {(code, name) for code, parts in figures.as_json().items() for name in parts}
    assert set(told) == kept
    assert all(told[code, cube] == figures.totals[code] for code, cube in figures.atoms)


def test_another_number_or_another_choice_is_another_seal() -> None:
    seals = {seal_of(SEEN, exact=[]), seal_of(OTHER, exact=[]), seal_of(SEEN, exact=["people"])}
    assert len(seals) == 3
    assert seal_of(SEEN, exact=["people", "left"]) == seal_of(figures_from(SEEN.as_json()), exact=("left", "people"))


@pytest.mark.parametrize(
    ("number", "is_hidden"),
    [
        (Number("people", "total", "", Decimal(4)), True),
        (Number("people", "total", "", Decimal(5)), False),
        (Number("people", "total", "", Decimal(0)), False),
        (Number("left", "total", "", Decimal(1)), False),
        (Number("seats", "total", "", Decimal(2)), False),
        (Number("benefits", "total", "", Decimal(3)), False),
        (Number("people", "sex-age", "K|55+", Decimal(1)), True),
        (Number("people", "sex-age", "K|55+", Decimal(0)), False),
        (Number("people", "category", "ALKOHOL", Decimal(0)), True),
        (Number("people", "category", "ALKOHOL", Decimal(5)), False),
        (Number("attendance", "people", "", Decimal(9)), True),
        (Number("attendance", "people", "", Decimal(10)), False),
    ],
)
def test_small_counts_of_people_are_hidden_and_zeros_where_they_tell(number: Number, is_hidden: bool) -> None:
    assert will_be_hidden(number, smallest=5, exact=("left",)) is is_hidden


@pytest.mark.parametrize("since", [date(2026, 7, 1), date(2027, 1, 2)])
def test_a_definition_does_not_change_in_the_middle_of_a_year(since: date) -> None:
    with pytest.raises(ValueError, match="first of January"):
        Indicator("people", Nature.STOCK, Unit.PEOPLE, since=since)
    assert all(each.since + timedelta(0) == each.since.replace(month=1, day=1) for each in INDICATORS.values())
