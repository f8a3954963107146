"""The reference of the benefit on months that nobody has seen before; a failure prints the seed that made them."""

from random import Random

import pytest

from casework.benefits.rules import RuleVersion
from tests.golden.agreement import differing

pytestmark = pytest.mark.campaign


@pytest.mark.parametrize("version", RuleVersion)
def test_ours_equals_the_reference_on_months_never_seen_before(version):
    seed = Random().randrange(2**32)
    assert (seed, differing(version, Random(seed))) == (seed, [])
