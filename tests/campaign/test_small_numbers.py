"""The attacker against two years of regions that nobody has seen before; a failure prints the seed that made them."""

from random import Random

import pytest

from tenants.figures.rules.protection import STRICTER, USUAL
from tests.tenants.figures.attacker import Attack
from tests.tenants.figures.region import Publisher, Region

pytestmark = pytest.mark.campaign


@pytest.mark.parametrize("rules", [USUAL, STRICTER], ids=["usual", "stricter"])
def test_two_years_of_a_region_never_seen_before_give_nothing_away(rules):
    seed = Random().randrange(2**32)
    region, publisher = Region(seed=seed, months=24, open_to="none"), Publisher(rules)
    for month in region.months:
        publisher.publish(region.releases(month))
    findings = Attack(publisher.seen(), rounding=rules.rounding, smallest=rules.smallest).findings()
    assert (seed, findings) == (seed, [])
