"""How long a status lasts, and what does not fit together in a profile."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.directory.rules import (
    FIELD_OF_FOUNDING,
    FIELD_OF_PROBLEM,
    WARN_CENTRE,
    WARN_NETWORK,
    FoundingProblem,
    ProfileData,
    ProfileProblem,
    Standing,
    problem_of,
    problem_of_agreement,
    standing,
)

TODAY = date(2026, 11, 22)
EMPTY = ProfileData(
    run_by="Gmina Poraj", decision_number="", decision_on=None, status_until=None, seats=None, workshops=[], about="",
    street="", postal_code="", place="Poraj", phone="", email="", website="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, Standing.UNKNOWN),
        (TODAY - timedelta(days=1), Standing.ENDED),
        (TODAY, Standing.ENDS_SOON),
        (TODAY + WARN_NETWORK, Standing.ENDS_SOON),
        (TODAY + WARN_NETWORK + timedelta(days=1), Standing.LASTS),
    ],
)
def test_a_status_stands_by_its_last_day(until: date | None, expected: Standing) -> None:
    assert standing(until, today=TODAY) == expected


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_centre_is_reminded_no_later_than_the_network_is_warned(until: date) -> None:
    if standing(until, today=TODAY) == Standing.ENDS_SOON:
        assert standing(until, today=TODAY, ahead=WARN_CENTRE) == Standing.ENDS_SOON


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"status_until": date(2027, 1, 1)}, None),
        ({"decision_number": "PS-1"}, ProfileProblem.DECISION_WITHOUT_DAY),
        ({"decision_on": date(2024, 1, 1)}, ProfileProblem.DAY_WITHOUT_DECISION),
        ({"decision_number": "PS-1", "decision_on": TODAY}, None),
        ({"decision_number": "PS-1", "decision_on": TODAY + timedelta(days=1)}, ProfileProblem.DECISION_AHEAD),
        (
            {"decision_number": "PS-1", "decision_on": date(2024, 1, 2), "status_until": date(2024, 1, 1)},
            ProfileProblem.STATUS_BEFORE_DECISION,
        ),
        ({"decision_number": "PS-1", "decision_on": date(2024, 1, 2), "status_until": date(2029, 1, 1)}, None),
        (
            {"decision_number": "PS-1", "decision_on": date(2024, 1, 2), "status_until": date(2092, 1, 1)},
            ProfileProblem.STATUS_TOO_LONG,
        ),
    ],
)
def test_decision_and_status_fit_together(change: dict[str, object], problem: ProfileProblem | None) -> None:
    assert problem_of(replace(EMPTY, **change), today=TODAY) == problem  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signed_on", "problem"),
    [
        (TODAY, None),
        (TODAY + timedelta(days=1), FoundingProblem.AGREEMENT_AHEAD),
        (date(2018, 5, 25), None),
        (date(2018, 5, 24), FoundingProblem.AGREEMENT_TOO_OLD),
        (date(1926, 11, 1), FoundingProblem.AGREEMENT_TOO_OLD),
    ],
)
def test_an_agreement_is_signed_after_the_gdpr_and_before_tomorrow(
    signed_on: date, problem: FoundingProblem | None
) -> None:
    assert problem_of_agreement(signed_on, today=TODAY) == problem


def test_every_problem_belongs_to_a_field() -> None:
    assert set(FIELD_OF_PROBLEM) == set(ProfileProblem)
    assert set(FIELD_OF_FOUNDING) == set(FoundingProblem)
