"""People's data and the days of a stay, as values."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.participants.rules import (
    Limits,
    Looking,
    NewStay,
    Period,
    PeriodKind,
    PersonData,
    Search,
    StayState,
    add_months,
    age,
    extension_problems,
    fields_changed,
    granted_periods,
    last_day,
    masked,
    normal_phone,
    one_slip,
    pesel_facts,
    problems_of,
    state_on,
    stay_problems,
    tidied,
)
from casework.participants.selectors import sentence
from tests.factories.casework import a_pesel

TODAY = date(2026, 11, 20)
LIMITS = Limits(trial_months=1, main_months=11, total_months=24, convention="same-day")
PERSON = PersonData(last_name="Nowak", first_name="Jan", pesel="44051401359")


def codes(**values: object) -> list[tuple[str, str, bool]]:
    problems = problems_of(tidied(replace(PERSON, **values)), today=TODAY)  # type: ignore[arg-type]
    return [(each.field, each.code, each.is_warning) for each in problems]


@pytest.mark.parametrize(
    ("pesel", "birth_date", "sex"),
    [
        ("44051401359", date(1944, 5, 14), "M"),
        ("02270803624", date(2002, 7, 8), "K"),
        ("90090515836", date(1990, 9, 5), "M"),
    ],
)
def test_birth_date_and_sex_are_read_from_the_pesel_number(pesel: str, birth_date: date, sex: str) -> None:
    assert pesel_facts(pesel) == (birth_date, sex)
    person = tidied(replace(PERSON, pesel=f" {pesel[:6]} {pesel[6:]} "))
    assert (person.pesel, person.birth_date, person.sex) == (pesel, birth_date, sex)


@pytest.mark.parametrize(
    ("pesel", "code"),
    [
        ("44051401358", "pesel-digit"),
        ("44131401350", "pesel-date"),
        ("4405140135", "pesel-length"),
        ("440514013599", "pesel-length"),
        ("4405140135x", "pesel-length"),
        ("٤٤٠٥١٤٠١٣٥٩", "pesel-length"),
    ],
)
def test_a_wrong_pesel_number_says_what_is_wrong_with_it(pesel: str, code: str) -> None:
    assert codes(pesel=pesel) == [("pesel", code, False)]


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert codes(pesel=a_pesel(tomorrow, serial=1)) == [("pesel", "pesel-future", False)]
    assert codes(pesel="", other_identifier="AB 1", birth_date=tomorrow) == [("birth_date", "birth-future", False)]
    assert codes(pesel="", other_identifier="AB 1", birth_date=date(1899, 12, 31)) == [
        ("birth_date", "birth-too-early", False)
    ]


def test_what_does_not_fit_the_pesel_number_is_a_warning() -> None:
    assert codes(sex="K") == [("sex", "sex-not-of-pesel", True)]
    assert codes(birth_date=date(1944, 5, 15)) == [("birth_date", "birth-not-of-pesel", True)]
    assert codes(pesel=a_pesel(date(2015, 1, 1), serial=1)) == [("birth_date", "birth-of-a-child", True)]


def test_a_person_has_a_pesel_number_or_another_identifier() -> None:
    assert codes(pesel="") == [("pesel", "identity-missing", False)]
    assert codes(pesel="", other_identifier="paszport AB 123456") == []


@pytest.mark.parametrize(
    "name", ["O'Brien", "Nowak-Kowalska", "de la Cruz", "Żółć", "Кравчук", "Nowak (d. Lis)", "D’Arc"]
)
def test_names_are_written_in_many_ways(name: str) -> None:
    assert codes(last_name=name) == []


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Nowak2", "=1+1", "-", "@SUM(A1)", "Jan;DROP"])
def test_a_name_holds_nothing_but_what_names_are_made_of(name: str) -> None:
    assert codes(last_name=name) == [("last_name", "name-letters", False)]


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u0000", "\u200b", "\u2066", "\x1b"])
@pytest.mark.parametrize("field", ["last_name", "street", "place"])
def test_marks_that_cannot_be_seen_are_refused(mark: str, field: str) -> None:
    assert codes(**{field: f"No{mark}wak"}) == [(field, "hidden-marks", False)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("postal_code", "4236", "postal-code-form"),
        ("phone", "600700", "phone-form"),
        ("phone", "telefon", "phone-form"),
        ("email", "jan(at)example.pl", "email-form"),
        ("sex", "X", "unknown-word"),
        ("education", "doktorat", "unknown-word"),
        ("labour_status", "król", "unknown-word"),
        ("categories", ("KOSMICI",), "unknown-word"),
        ("last_name", "", "name-missing"),
        ("first_name", "J" * 81, "too-long"),
        ("street", "u" * 121, "too-long"),
    ],
)
def test_everything_else_that_is_wrong_is_named_at_its_field(field: str, value: object, code: str) -> None:
    assert codes(**{field: value}) == [(field, code, False)]


def test_every_problem_has_a_sentence() -> None:
    everything = [
        *problems_of(
            replace(PERSON, last_name="", pesel="1", sex="X", phone="x", email="x", street="\u202e"), today=TODAY
        ),
        *problems_of(replace(PERSON, birth_date=date(1944, 5, 15), sex="K", place="x" * 99), today=TODAY),
        *stay_problems(NewStay(date(1999, 1, 1), date(2050, 1, 1)), today=TODAY),
        *extension_problems(starts_on=TODAY, granted_until=TODAY, ends_on=date(2030, 1, 1), limits=LIMITS),
        *extension_problems(starts_on=TODAY, granted_until=TODAY, ends_on=TODAY, limits=LIMITS),
    ]
    assert all(len(sentence(each)) > 8 and "%(" not in sentence(each) for each in everything)


def test_telephones_and_postal_codes_are_brought_into_one_form() -> None:
    assert {normal_phone(each) for each in ("600 700 800", "+48 600-700-800", "0048600700800", "48600700800")} == {
        "600700800"
    }
    assert normal_phone("+380 44 123 45 67") == "+380441234567"
    assert tidied(replace(PERSON, postal_code="42360", last_name="  Nowak \t Lis ")).postal_code == "42-360"
    assert tidied(replace(PERSON, last_name="  Nowak \t\n Lis ")).last_name == "Nowak Lis"


def test_lists_show_the_last_four_digits_alone() -> None:
    assert masked("44051401359") == "•••••••1359"
    assert masked("123") == "•••"
    assert masked("") == ""


def test_fields_that_differ_are_named_and_not_quoted() -> None:
    assert fields_changed(PERSON, replace(PERSON, place="Poraj", categories=("ALKOHOL",))) == ["place", "categories"]


def test_age_is_counted_in_completed_years() -> None:
    assert age(date(2000, 11, 21), today=TODAY) == 25
    assert age(date(2000, 11, 20), today=TODAY) == 26
    assert age(date(2000, 2, 29), today=date(2026, 2, 28)) == 25


@pytest.mark.parametrize(
    ("first", "convention", "last"),
    [
        (date(2026, 1, 1), "same-day", date(2026, 2, 1)),
        (date(2026, 2, 15), "same-day", date(2026, 3, 15)),
        (date(2026, 1, 1), "day-before", date(2026, 1, 31)),
        (date(2026, 2, 15), "day-before", date(2026, 3, 14)),
        (date(2026, 1, 31), "same-day", date(2026, 2, 28)),
        (date(2026, 1, 31), "day-before", date(2026, 2, 28)),
        (date(2027, 12, 31), "day-before", date(2028, 1, 30)),
    ],
)
def test_the_trial_ends_as_the_centre_counts(first: date, convention: str, last: date) -> None:
    """Both conventions of art. 15(1), and the end of a short month (art. 112 of the Civil Code)."""
    assert last_day(first, 1, convention=convention) == last


def test_trial_and_main_period_follow_each_other() -> None:
    assert granted_periods(date(2026, 1, 1), limits=LIMITS) == (
        Period(PeriodKind.TRIAL, date(2026, 1, 1), date(2026, 2, 1)),
        Period(PeriodKind.MAIN, date(2026, 2, 2), date(2027, 1, 1)),
    )
    day_before = replace(LIMITS, convention="day-before")
    assert granted_periods(date(2026, 1, 1), limits=day_before)[1].ends_on == date(2026, 12, 31)


days = st.dates(min_value=date(2004, 1, 1), max_value=date(2080, 1, 1))
limits = st.builds(
    Limits,
    trial_months=st.integers(1, 3),
    main_months=st.integers(1, 23),
    total_months=st.sampled_from([18, 24]),
    convention=st.sampled_from(["same-day", "day-before"]),
)


@given(days, limits)
def test_periods_leave_no_gap_and_stay_within_the_limit(first: date, allowed: Limits) -> None:
    trial, main = granted_periods(first, limits=allowed)
    assert trial.starts_on == first
    assert main.starts_on - trial.ends_on == timedelta(days=1)
    assert first <= trial.ends_on < main.ends_on
    assert main.ends_on <= add_months(first, allowed.total_months)


@given(days, st.integers(0, 60), st.integers(0, 12))
def test_more_months_never_end_earlier(first: date, months: int, more: int) -> None:
    assert add_months(first, months) <= add_months(first, months + more)
    assert add_months(first, months).day <= first.day


class Dates:
    def __init__(self, starts_on: date, ends_on: date | None = None) -> None:
        self.starts_on, self.ends_on = starts_on, ends_on


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 12, 31), StayState.PLANNED),
        (date(2026, 1, 1), StayState.TRIAL),
        (date(2026, 2, 1), StayState.TRIAL),
        (date(2026, 2, 2), StayState.MAIN),
        (date(2027, 1, 1), StayState.MAIN),
        (date(2027, 1, 2), StayState.OVER_LIMIT),
    ],
)
def test_a_stay_knows_where_it_stands(day: date, state: StayState) -> None:
    periods = granted_periods(date(2026, 1, 1), limits=LIMITS)
    assert state_on(Dates(date(2026, 1, 1)), periods, day=day) == state
    ended = Dates(date(2026, 1, 1), date(2026, 1, 10))
    assert state_on(ended, periods, day=day) == (StayState.ENDED if day > date(2026, 1, 10) else state)


def test_days_that_are_slips_of_the_pen_are_refused() -> None:
    wrong = stay_problems(NewStay(date(2062, 1, 1), date(1926, 1, 1), TODAY), today=TODAY)
    assert [(each.field, each.code) for each in wrong] == [
        ("starts_on", "far-ahead"),
        ("plan_signed_on", "before-the-act"),
    ]


def test_an_extension_ends_later_than_granted_and_within_24_months() -> None:
    def wrong(ends_on: date) -> list[str]:
        begun, granted = date(2026, 1, 1), date(2027, 1, 1)
        found = extension_problems(starts_on=begun, granted_until=granted, ends_on=ends_on, limits=LIMITS)
        return [each.code for each in found]

    assert wrong(date(2027, 1, 1)) == ["extension-is-none"]
    assert wrong(date(2028, 1, 1)) == []
    assert wrong(date(2028, 1, 2)) == ["extension-too-long"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("44051401359", Looking.PESEL),
        ("440514 01359", Looking.PESEL),
        ("600 700 800", Looking.PHONE),
        ("+48 600 700 800", Looking.PHONE),
        ("Nowak", Looking.NAME),
        ("Nowak 600", Looking.NAME),
        ("", Looking.NAME),
    ],
)
def test_a_search_knows_what_was_typed(text: str, by: Looking) -> None:
    assert Search(text=text).by == by


@given(st.text("abcdefghijklmnoprstuwyz", min_size=4, max_size=12), st.data())
def test_a_name_typed_with_one_slip_is_still_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    typed = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
                name[:at] + "q" + name[at:],
                name[:at] + "q" + name[at + 1 :],
                name[:at] + name[at + 1 :],
            ]
        )
    )
    if len(typed) >= 4:
        assert re.search(one_slip(typed), f"{name} jan")


def test_what_is_no_letter_finds_nobody() -> None:
    assert one_slip("%") == one_slip("_'\\") == ""
    assert one_slip("Ćw.*") == "cw"
    assert set("żłó*") & set(one_slip("Żółć*")) == set()
