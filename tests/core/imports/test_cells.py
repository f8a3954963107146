"""Days in every Polish way of writing, and numbers as spreadsheets leave them."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.rules import day_of, digits_of, is_shortened, number_of, plain, text_of
from core.imports.rules.cells import EXCEL_BEGINS, MONTHS, month_of

FEBRUARY = date(2026, 2, 1)


@pytest.mark.parametrize(
    "written",
    [
        "1.02.2026",
        "01.02.2026",
        "1.2.2026",
        "01-02-2026",
        "1/2/2026",
        "1. 02. 2026",
        "1.02.2026 r.",
        "1.02.2026r",
        "2026-02-01",
        "2026.02.01",
        "2026/2/1",
        "2026-02-01T00:00",
        "2026-02-01 00:00:00",
        "20260201",
        "1 lutego 2026",
        "1 lutego 2026 r.",
        "1 LUTEGO 2026 ROKU",
        "1 lut 2026",
        "1-lut-2026",
        "01 luty 2026",
        "1 lut. 26",
        "1 II 2026",
        "1.II.2026",
        "1 ii 26 r.",
        "01.02.26",
        "1 02 2026",
        46054,
        "46054",
        46054.0,
        "\u00a01.02.2026\u00a0",
    ],
)
def test_the_first_of_february_is_understood_however_it_is_written(written):
    assert day_of(written) == FEBRUARY


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2026",
        "13/25/2026",
        "luty 2026",
        "jutro",
        "1.02",
        "0",
        "32 stycznia 2026",
        "1 XIII 2026",
        "999999",
        "1.02.206",
        "#REF!",
        "-5",
    ],
)
def test_what_is_no_day_is_not_guessed(written):
    with pytest.raises(ValueError, match="not a day"):
        day_of(written)


def test_an_empty_cell_is_no_day():
    assert (day_of(None), day_of("  ")) == (None, None)


@given(st.dates(date(1941, 1, 1), date(2040, 12, 31)))
def test_every_day_comes_back_from_every_way_of_writing(day):
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"][day.month - 1]
    name = next(word for word, number in MONTHS.items() if number == day.month)
    for written in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day:%y}",
        f"{day.day} {name} {day.year}",
        f"{day.day} {roman} {day.year}",
        (day - EXCEL_BEGINS).days,
    ):
        assert day_of(written) == day


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.none()))
def test_any_cell_is_a_day_or_is_not(cell):
    with suppress(ValueError):
        assert day_of(cell) is None or isinstance(day_of(cell), date)


@pytest.mark.parametrize(
    ("cell", "digits"), [(2270803624, "2270803624"), ("600700800.0", "600700800"), ("'0227", "0227"), (None, "")]
)
def test_numbers_that_are_names_stay_digits(cell, digits):
    assert digits_of(cell) == digits


def test_a_number_that_a_spreadsheet_shortened_is_noticed():
    assert [is_shortened(each) for each in ("4,40514E+10", "4.4E10", "44051401359", "E10")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("cell", "number"), [("6,5", "6.5"), ("6", "6"), (7, "7"), ("1 200,50", "1200.50")])
def test_numbers_have_a_comma_or_a_point(cell, number):
    assert number_of(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["sześć", "", None, "NaN", "Infinity", "1e999999"])
def test_what_is_no_number_is_none(cell):
    found = number_of(cell)
    assert found is None or found.is_finite()


def test_texts_are_compared_without_case_polish_letters_and_punctuation():
    assert plain("  Nr  PESEL: ") == "nr pesel"
    assert plain("MIEJSCOWOŚĆ / Łódź") == "miejscowosc lodz"
    assert text_of("A\u00a0 B\u200b\nC") == "A B C"


def test_a_month_has_one_way_of_writing():
    assert (month_of("2026-10"), month_of("10.2026"), month_of("")) == (date(2026, 10, 1), None, None)
