"""Where our calculation and the reference disagree."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from casework.benefits.rules import (
    Absences,
    BenefitInputs,
    RuleVersion,
    Terms,
    monthly_benefit,
    premium_limit,
    terms_of,
    version_of,
)
from casework.parameters.rules import Rounding, values_in_force
from tests.golden.benefits import Month, highest_premium, random_month, reference

MONTHS_OF = {
    RuleVersion.BEFORE_2022: [
        (year, month) for year, month in [(2020, 9), (2020, 12), (2021, 2), (2021, 6), (2021, 12)]
    ],
    RuleVersion.JANUARY_2022: [(2022, 1)],
    RuleVersion.SINCE_FEBRUARY_2022: [
        *((2022, month) for month in (2, 5, 6, 12)),
        *((year, month) for year in (2023, 2024, 2025, 2026) for month in (2, 5, 6, 11)),
        (2027, 5),
    ],
}
HOW_MANY = 10_000
FIELDS = {"N": "unexcused", "ZL": "sick", "ZL+": "sick_beyond", "U": "excused", "DW": "days_off"}


def in_our_words(month: Month) -> BenefitInputs:
    """The same month as our calculation takes it."""
    last = date(month.year, month.month, month.length)
    counted = Counter((day.period, FIELDS[day.code]) for day in month.days if day.period and day.code in FIELDS)
    days = Counter(day.period for day in month.days)
    return BenefitInputs(
        rule_version=version_of(last),
        month_days=month.length,
        terms=_terms(month, last),
        trial_days=days["trial"],
        main_days=days["main"],
        trial=Absences(**{name: counted["trial", name] for name in FIELDS.values()}),
        main=Absences(**{name: counted["main", name] for name in FIELDS.values()}),
        sick_before=month.sick_before,
        days_off_before=month.off_before,
        has_applied=month.applied,
    )


OWN = {
    "missed": "unexcused_limit",
    "sick": "sick_limit",
    "off": "days_off_limit",
    "N": "unexcused_share",
    "ZL": "sick_share",
    "ZL in the trial": "trial_sick_share",
    "beyond": "beyond_share",
}
"""How the reference calls what a centre may set, and how we do."""


def _terms(month: Month, last: date) -> Terms:
    own = {OWN[name]: int(value) if OWN[name].endswith("limit") else value for name, value in month.own}
    return replace(
        terms_of(values_in_force(last, [])),
        base_rounding=_rounding(month.base_up_to_ten),
        result_rounding=_rounding(month.result_up_to_ten),
        partial_month="actual" if month.by_length else "30",
        **own,
    )


def _rounding(is_up_to_ten: bool) -> str:
    return Rounding.TEN_GROSZ_UP if is_up_to_ten else Rounding.GROSZ


def differing(version: RuleVersion, chance: Random) -> list[tuple[Month, Decimal, Fraction]]:
    """Months of this state of the law on which the two disagree, or whose steps do not add up."""
    found = []
    for _number in range(HOW_MANY):
        year, number = chance.choice(MONTHS_OF[version])
        month = random_month(chance, year=year, month=number)
        inputs, share = in_our_words(month), Fraction(chance.choice((0, 1, 33, 50, 100)), 100)
        made, expected = monthly_benefit(inputs), reference(month)
        if made.amount != expected or sum(step.amount for step in made.steps) != expected:
            found.append((month, made.amount, expected))
        if (limit := premium_limit(inputs.terms, Decimal(share.numerator) / share.denominator)) != highest_premium(
            month, share
        ):
            found.append((month, limit, highest_premium(month, share)))
    return found
