"""The long runs of isolation, by hand: I3 with 2,000 sequences of 50 steps, I9 with 40,000 turns."""

import random

import pytest

from tests.tenants.walls.conftest import _lodgings, committing  # noqa: F401  (fixtures)
from tests.tenants.walls.machine import visit
from tests.tenants.walls.traffic import judge, traffic

pytestmark = pytest.mark.campaign


def test_two_thousand_visits_of_fifty_steps(committing):  # noqa: F811
    visit(committing, sequences=2000, steps=50, derandomize=False)


def test_forty_thousand_turns_of_eight_threads(committing):  # noqa: F811
    seed = random.randrange(10**6)
    ledger = traffic(committing, threads=8, turns=5000, cut_every=0.2, seed=seed)
    judge(ledger, committing)
    assert sum(ledger.written.values()) > 10_000, f"seed {seed}"
