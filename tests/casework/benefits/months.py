"""Months of people, as random as centres allow, in every state of the law."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from casework.benefits.rules import Absences, BenefitInputs, terms_of, version_of
from casework.parameters.rules import Rounding, values_in_force

LAST_DAYS = [
    date(2020, 9, 30),
    date(2021, 6, 30),
    date(2021, 12, 31),
    date(2022, 1, 31),
    date(2022, 2, 28),
    date(2022, 6, 30),
    date(2024, 2, 29),
    date(2024, 7, 31),
    date(2025, 6, 30),
    date(2026, 11, 30),
]
FIELDS = ("unexcused", "sick", "sick_beyond", "excused", "days_off")


def absences(*, most: int = 7) -> st.SearchStrategy[Absences]:
    """A few days of each kind."""
    days = st.integers(0, most)
    return st.builds(Absences, **dict.fromkeys(FIELDS, days))


@st.composite
def months(draw: st.DrawFn) -> BenefitInputs:
    """One person's month, by the law of its last day, with any rounding that a centre may choose."""
    last = draw(st.sampled_from(LAST_DAYS))
    entitled = draw(st.integers(0, last.day))
    trial_days = draw(st.integers(0, entitled))
    roundings = st.sampled_from([each.value for each in Rounding])
    terms = replace(
        terms_of(values_in_force(last, [])),
        base_rounding=draw(roundings),
        result_rounding=draw(roundings),
        partial_month=draw(st.sampled_from(["30", "actual"])),
        trial_days_off=draw(st.booleans()),
        unexcused_limit=draw(st.integers(0, 6)),
        sick_limit=draw(st.integers(0, 30)),
        days_off_limit=draw(st.integers(0, 20)),
    )
    return BenefitInputs(
        rule_version=version_of(last),
        month_days=last.day,
        terms=terms,
        trial_days=trial_days,
        main_days=entitled - trial_days,
        trial=draw(absences()) if trial_days else Absences(),
        main=draw(absences()) if entitled > trial_days else Absences(),
        sick_before=draw(st.integers(0, 25)),
        days_off_before=draw(st.integers(0, 15)),
        has_applied=draw(st.booleans()),
        unexcused_elsewhere=draw(st.sampled_from([0, 0, 0, 1, 4])),
    )
