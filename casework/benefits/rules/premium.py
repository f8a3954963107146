"""The integration premium (premia integracyjna, art. 15a)."""

from decimal import Decimal

from casework.benefits.rules.inputs import Terms
from casework.benefits.rules.rounding import rounded, zlotys


def premium_limit(terms: Terms, share: Decimal) -> Decimal:
    """The highest premium of a month, in złoty: `share` (1 is the whole) of the full benefit of the main period.

    Reductions of the person's own benefit do not lower it: art. 15a(4) measures the premium by the benefit.
    """
    top, bottom = (terms.full_main * share).as_integer_ratio()
    return zlotys(rounded(top, bottom))
