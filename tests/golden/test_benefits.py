"""Our calculation and the reference agree to the grosz on 10,000 random months of every state of the law."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from casework.benefits.rules import RuleVersion
from tests.golden.agreement import differing
from tests.golden.benefits import random_month, reference


@pytest.mark.parametrize("version", RuleVersion)
def test_ours_equals_the_reference_on_every_random_month(version):
    assert differing(version, Random(20_261_122)) == []


def test_the_random_months_are_not_all_alike():
    chance = Random(20_261_122)
    amounts = Counter(reference(random_month(chance, year=2026, month=11)) for _number in range(1000))
    assert len(amounts) > 150
    assert 20 < amounts[Fraction(0)] < 600
