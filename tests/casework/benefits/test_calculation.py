"""The benefit of a month: the vectors of the reference, both roundings, months that are not whole, and properties."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from casework.benefits.rules import (
    Absences,
    BenefitInputs,
    RuleVersion,
    StepKind,
    Terms,
    monthly_benefit,
    premium_limit,
    version_of,
)
from casework.parameters.rules import Rounding
from tests.casework.benefits.months import absences, months

NOW = Terms(
    unemployment_benefit=Decimal("1783.90"),
    rate_trial=Decimal("1.2"),
    rate_main=Decimal("1.2"),
    base_rounding=Rounding.TEN_GROSZ_UP,
    result_rounding=Rounding.GROSZ,
    partial_month="30",
    unexcused_share=Fraction(1, 20),
    unexcused_limit=3,
    sick_share=Fraction(1, 40),
    trial_sick_share=Fraction(1, 40),
    sick_limit=21,
    beyond_share=Fraction(1, 30),
    days_off_limit=12,
    trial_days_off=True,
)
BY_GROSZ = replace(NOW, base_rounding=Rounding.GROSZ)
BEFORE = replace(
    NOW,
    unemployment_benefit=Decimal("1200.00"),
    rate_trial=Decimal("0.5"),
    rate_main=Decimal(1),
    trial_sick_share=Fraction(1, 30),
    sick_limit=14,
    days_off_limit=6,
)


def inputs(terms: Terms = NOW, **values: object) -> BenefitInputs:
    """A whole November in the main period, unless said otherwise."""
    version = RuleVersion.BEFORE_2022 if terms is BEFORE else RuleVersion.SINCE_FEBRUARY_2022
    given_values = {"rule_version": version, "month_days": 30, "main_days": 30, "terms": terms} | values
    return BenefitInputs(**given_values)


def amount(terms: Terms = NOW, **days: int) -> str:
    return str(monthly_benefit(inputs(terms, main=Absences(**days))).amount)


@pytest.mark.parametrize(
    ("days", "by_grosz", "by_ten"),
    [
        ({}, "2140.68", "2140.70"),
        ({"unexcused": 1}, "2033.65", "2033.67"),
        ({"unexcused": 3}, "1819.58", "1819.60"),
        ({"unexcused": 4}, "0.00", "0.00"),
        ({"unexcused": 2, "sick": 4}, "1712.54", "1712.56"),
        ({"sick": 10}, "1605.51", "1605.53"),
        ({"sick": 21, "sick_beyond": 2}, "874.11", "874.12"),
        ({"sick": 23}, "874.11", "874.12"),
        ({"unexcused": 1, "excused": 2}, "1890.93", "1890.95"),
    ],
)
def test_the_vectors_of_the_reference_hold_in_both_roundings(days, by_grosz, by_ten):
    assert (amount(BY_GROSZ, **days), amount(NOW, **days)) == (by_grosz, by_ten)


@pytest.mark.parametrize(
    ("benefit", "exact", "by_ten"),
    [
        ("1240.80", "1488.96", "1489.00"),
        ("1304.10", "1564.92", "1565.00"),
        ("1491.90", "1790.28", "1790.30"),
        ("1662.00", "1994.40", "1994.40"),
        ("1721.90", "2066.28", "2066.30"),
        ("1783.90", "2140.68", "2140.70"),
    ],
)
def test_the_full_benefit_is_120_percent_in_both_roundings(benefit, exact, by_ten):
    terms = replace(NOW, unemployment_benefit=Decimal(benefit))
    assert (amount(terms), amount(replace(terms, base_rounding=Rounding.GROSZ))) == (by_ten, exact)


def test_before_2022_the_trial_was_paid_by_half():
    trial = inputs(BEFORE, month_days=31, trial_days=31, main_days=0)
    assert monthly_benefit(trial).amount == Decimal("600.00")
    assert monthly_benefit(inputs(BEFORE)).amount == Decimal("1200.00")


def test_before_2022_a_month_with_both_periods_counts_each_by_its_days():
    both = inputs(BEFORE, month_days=31, trial_days=15, main_days=16, trial=Absences(sick=1), main=Absences(sick=1))
    made = monthly_benefit(both)
    expected = Fraction(600 * 15, 31) - Fraction(600, 30) + Fraction(1200 * 16, 31) - Fraction(1200, 40)
    assert made.amount == Decimal("859.68") == round(Decimal(float(expected)), 2)
    assert [step.is_trial for step in made.steps if step.kind is StepKind.FULL] == [True, False]


def test_with_the_same_terms_trial_and_main_are_one():
    both = inputs(trial_days=10, main_days=20, trial=Absences(sick=2), main=Absences(sick=2))
    assert monthly_benefit(both).amount == Decimal("1926.63")
    assert [step.count for step in monthly_benefit(both).steps if step.kind is StepKind.SICK] == [4]


@pytest.mark.parametrize(
    ("month_days", "days", "way", "expected"),
    [
        (30, 15, "30", "1070.35"),
        (31, 30, "30", "2140.70"),
        (31, 31, "30", "2140.70"),
        (28, 27, "30", "1926.63"),
        (28, 28, "30", "2140.70"),
        (31, 30, "actual", "2071.65"),
        (28, 14, "actual", "1070.35"),
    ],
)
def test_a_month_that_is_not_whole_counts_by_its_days(month_days, days, way, expected):
    terms = replace(NOW, partial_month=way)
    assert str(monthly_benefit(inputs(terms, month_days=month_days, main_days=days)).amount) == expected


def test_sick_days_and_days_off_are_counted_over_the_whole_stay():
    made = monthly_benefit(inputs(main=Absences(sick=3, days_off=3), sick_before=20, days_off_before=10))
    counted = {step.kind: step.count for step in made.steps}
    assert counted[StepKind.SICK] == 1
    assert counted[StepKind.SICK_BEYOND] == 2
    assert counted[StepKind.DAYS_OFF] == 2
    assert counted[StepKind.DAYS_OFF_BEYOND] == 1


def test_days_off_in_the_trial_can_be_shut_out():
    terms = replace(NOW, trial_days_off=False)
    made = monthly_benefit(inputs(terms, trial_days=30, main_days=0, trial=Absences(days_off=3)))
    assert made.amount == Decimal("1926.63")


def test_without_an_application_there_is_nothing_and_a_step_says_so():
    made = monthly_benefit(inputs(has_applied=False))
    assert (made.amount, made.full_amount) == (0, Decimal("2140.70"))
    assert made.steps[-1].kind is StepKind.NO_APPLICATION
    assert made.steps[-1].amount == Decimal("-2140.70")


def test_without_a_granted_day_there_is_nothing():
    made = monthly_benefit(inputs(main_days=0))
    assert made.amount == 0
    assert [step.kind for step in made.steps] == [StepKind.NOT_ENTITLED]


def test_the_fourth_unexcused_day_takes_everything_in_both_periods_together():
    made = monthly_benefit(inputs(trial_days=10, main_days=20, trial=Absences(unexcused=2), main=Absences(unexcused=2)))
    assert made.amount == 0
    assert (made.steps[-1].kind, made.steps[-1].count, made.steps[-1].of) == (StepKind.TOO_MANY_UNEXCUSED, 4, 3)


def test_deductions_never_go_below_zero():
    made = monthly_benefit(inputs(main_days=2, main=Absences(unexcused=2)))
    assert made.amount == 0
    assert made.steps[-1].kind is StepKind.NOT_BELOW_ZERO


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2021, 12, 31), RuleVersion.BEFORE_2022),
        (date(2022, 1, 31), RuleVersion.JANUARY_2022),
        (date(2022, 2, 28), RuleVersion.SINCE_FEBRUARY_2022),
        (date(2026, 11, 30), RuleVersion.SINCE_FEBRUARY_2022),
    ],
)
def test_a_month_belongs_to_the_law_of_its_last_day(day, version):
    assert version_of(day) is version


def test_the_highest_premium_is_the_full_benefit_of_the_main_period():
    assert premium_limit(NOW, Decimal(1)) == Decimal("2140.70")
    assert premium_limit(NOW, Decimal("0.5")) == Decimal("1070.35")


@given(months())
def test_never_negative_and_never_above_the_full_amount(month):
    made = monthly_benefit(month)
    assert 0 <= made.amount <= made.full_amount
    assert made.amount == round(made.amount, 2)


@given(months())
def test_the_steps_add_up_to_the_amount(month):
    made = monthly_benefit(month)
    assert sum(step.amount for step in made.steps) == made.amount


@given(months(), absences(most=2), absences(most=2))
def test_it_never_grows_with_absences(month, more_in_trial, more_in_main):
    worse = replace(month, trial=added(month.trial, more_in_trial), main=added(month.main, more_in_main))
    assert monthly_benefit(worse).amount <= monthly_benefit(month).amount


def added(one: Absences, other: Absences) -> Absences:
    return Absences(**{name: value + getattr(other, name) for name, value in vars(one).items()})


@given(months())
def test_what_is_kept_gives_the_same_result_again(month):
    kept = json.loads(json.dumps(month.as_json()))
    assert BenefitInputs.from_json(kept) == month
    assert monthly_benefit(BenefitInputs.from_json(kept)) == monthly_benefit(month)
