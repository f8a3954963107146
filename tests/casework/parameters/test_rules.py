"""Dated values: nothing is stretched, nothing overlaps, nothing is guessed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.parameters.rules import (
    DEFINITIONS,
    Misfit,
    MisfitCode,
    NoValue,
    Parameter,
    Setting,
    Values,
    law_history,
    law_value,
    values_in_force,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def law_on(day: date) -> Values:
    return values_in_force(day, [])


def setting(parameter: str, text: str, since: date, until: date | None = None, *, hour: int = 8) -> Setting:
    made_at = datetime(2026, 11, 1, hour, tzinfo=UTC)
    return Setting(parameter=parameter, text=text, valid_from=since, valid_until=until, made_at=made_at)


def test_every_parameter_is_defined_and_has_a_value_of_the_law():
    assert set(DEFINITIONS) == set(Parameter)
    assert all(law_history(parameter) for parameter in Parameter)


@pytest.mark.parametrize("parameter", Parameter)
def test_values_of_the_law_fit_their_parameters_and_never_overlap(parameter):
    known = list(reversed(law_history(parameter)))
    assert [DEFINITIONS[parameter].read(each.text) for each in known] == [each.text for each in known]
    for earlier, later in pairwise(known):
        assert earlier.valid_until == later.valid_from - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2020, 9, 1), "1200.00"),
        (date(2021, 5, 31), "1200.00"),
        (date(2021, 6, 1), "1240.80"),
        (date(2022, 6, 1), "1304.10"),
        (date(2023, 6, 1), "1491.90"),
        (date(2024, 6, 1), "1662.00"),
        (date(2025, 6, 1), "1721.90"),
        (date(2026, 5, 31), "1721.90"),
        (date(2026, 6, 1), "1783.90"),
        (date(2027, 5, 31), "1783.90"),
    ],
)
def test_the_unemployment_benefit_changes_each_june(day, amount):
    assert law_on(day).amount(Parameter.UNEMPLOYMENT_BENEFIT) == Decimal(amount)


@pytest.mark.parametrize("day", [date(2020, 8, 31), date(2027, 6, 1)])
def test_an_unknown_amount_is_refused_and_names_its_parameter_and_day(day):
    with pytest.raises(NoValue) as refused:
        law_on(day).amount(Parameter.UNEMPLOYMENT_BENEFIT)
    assert (refused.value.parameter, refused.value.day) == (Parameter.UNEMPLOYMENT_BENEFIT, day)


@pytest.mark.parametrize(
    ("day", "trial", "main", "sick", "off", "total"),
    [
        (date(2021, 12, 31), "0.5", "1", 14, 6, 18),
        (date(2022, 1, 31), "1.2", "1.2", 14, 6, 18),
        (date(2022, 2, 15), "1.2", "1.2", 21, 12, 24),
        (date(2026, 11, 22), "1.2", "1.2", 21, 12, 24),
    ],
)
def test_the_law_changed_twice_in_2022(day, trial, main, sick, off, total):
    values = law_on(day)
    assert (values.rate(Parameter.RATE_TRIAL), values.rate(Parameter.RATE_MAIN)) == (Decimal(trial), Decimal(main))
    assert values.days(Parameter.SICK_LIMIT) == sick
    assert values.days(Parameter.DAYS_OFF_LIMIT) == off
    assert values.days(Parameter.TOTAL_MONTHS) == total


def test_parts_are_exact():
    assert law_on(date(2026, 11, 1)).share(Parameter.BEYOND_SHARE) == Fraction(1, 30)


@given(DAYS)
def test_on_every_day_a_value_is_the_laws_or_none(day):
    values = law_on(day)
    for parameter in Parameter:
        law = law_value(parameter, day)
        assert values.has(parameter) == (law is not None)
        assert law is None or values.choice(parameter) == law.text


def test_the_centres_own_value_counts_between_its_days_and_the_latest_made_wins():
    own = [
        setting(Parameter.DAYS_OFF_LIMIT, "15", date(2026, 1, 1)),
        setting(Parameter.DAYS_OFF_LIMIT, "10", date(2026, 3, 1), date(2026, 3, 31), hour=9),
    ]
    found = [values_in_force(date(2026, month, 15), own).days(Parameter.DAYS_OFF_LIMIT) for month in (2, 3, 4)]
    assert found == [15, 10, 15]
    assert values_in_force(date(2025, 12, 31), own).days(Parameter.DAYS_OFF_LIMIT) == 12


def test_an_own_value_stands_in_where_the_law_is_not_known():
    own = [setting(Parameter.UNEMPLOYMENT_BENEFIT, "1850.00", date(2027, 6, 1))]
    assert values_in_force(date(2027, 6, 30), own).amount(Parameter.UNEMPLOYMENT_BENEFIT) == Decimal("1850.00")


def test_a_parameter_that_is_no_longer_known_is_passed_over():
    assert values_in_force(date(2026, 1, 1), [setting("gone", "1", date(2020, 1, 1))]).days(Parameter.SICK_LIMIT) == 21


@pytest.mark.parametrize(
    ("parameter", "typed", "kept"),
    [
        (Parameter.UNEMPLOYMENT_BENEFIT, " 1 783,9 ", "1783.90"),
        (Parameter.UNEMPLOYMENT_BENEFIT, "1\N{NO-BREAK SPACE}783.90", "1783.90"),
        (Parameter.RATE_MAIN, "1,20", "1.2"),
        (Parameter.RATE_MAIN, "0", "0"),
        (Parameter.SICK_LIMIT, "20", "20"),
        (Parameter.SICK_LIMIT, "21.0", "21"),
        (Parameter.UNEXCUSED_SHARE, "1 / 20", "1/20"),
        (Parameter.BASE_ROUNDING, "0.10-up", "0.10-up"),
        (Parameter.APPROVAL_BY_TWO, "yes", "yes"),
        (Parameter.WEEK_HOURS_MAX, "37,5", "37.5"),
    ],
)
def test_a_typed_value_is_kept_in_one_form(parameter, typed, kept):
    assert DEFINITIONS[parameter].read(typed) == kept


@pytest.mark.parametrize(
    ("parameter", "typed", "code"),
    [
        (Parameter.UNEMPLOYMENT_BENEFIT, "", MisfitCode.EMPTY),
        (Parameter.UNEMPLOYMENT_BENEFIT, "dużo", MisfitCode.NOT_A_NUMBER),
        (Parameter.UNEMPLOYMENT_BENEFIT, "NaN", MisfitCode.NOT_A_NUMBER),
        (Parameter.UNEMPLOYMENT_BENEFIT, "Infinity", MisfitCode.NOT_A_NUMBER),
        (Parameter.UNEMPLOYMENT_BENEFIT, "-5", MisfitCode.OUT_OF_RANGE),
        (Parameter.UNEMPLOYMENT_BENEFIT, "1e400", MisfitCode.OUT_OF_RANGE),
        (Parameter.UNEMPLOYMENT_BENEFIT, "1783.905", MisfitCode.TOO_PRECISE),
        (Parameter.RATE_MAIN, "4", MisfitCode.OUT_OF_RANGE),
        (Parameter.SICK_LIMIT, "20.5", MisfitCode.NOT_WHOLE),
        (Parameter.SICK_LIMIT, "367", MisfitCode.OUT_OF_RANGE),
        (Parameter.UNEXCUSED_SHARE, "0.05", MisfitCode.NOT_A_SHARE),
        (Parameter.UNEXCUSED_SHARE, "1/0", MisfitCode.OUT_OF_RANGE),
        (Parameter.UNEXCUSED_SHARE, "3/2", MisfitCode.OUT_OF_RANGE),
        (Parameter.BASE_ROUNDING, "kopiejka", MisfitCode.NOT_A_CHOICE),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(parameter, typed, code):
    with pytest.raises(Misfit) as refused:
        DEFINITIONS[parameter].read(typed)
    assert refused.value.code is code


@given(st.sampled_from(Parameter), st.text(max_size=40))
def test_whatever_is_typed_is_kept_or_refused_and_what_is_kept_stays_as_it_is(parameter, typed):
    try:
        kept = DEFINITIONS[parameter].read(typed)
    except Misfit:
        return
    assert DEFINITIONS[parameter].read(kept) == kept
    assert len(kept) <= 40
