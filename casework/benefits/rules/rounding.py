"""Rounding of amounts. Inside, amounts are exact numbers of groszy; nothing is rounded twice."""

from decimal import Decimal

from casework.parameters.rules import Rounding

GROSZ = Decimal("0.01")


def rounded(top: int, bottom: int, rounding: str = Rounding.GROSZ) -> int:
    """A number of groszy, given as a fraction, as whole ones: half up, or up to full ten."""
    if rounding == Rounding.TEN_GROSZ_UP:
        return -(-top // (10 * bottom)) * 10
    return (2 * top + bottom) // (2 * bottom)


def zlotys(grosze: int) -> Decimal:
    """Groszy as złoty."""
    return grosze * GROSZ


def full_amount(unemployment_benefit: Decimal, rate: Decimal, rounding: str) -> int:
    """The benefit for a whole month without absences, in groszy: a rate of the unemployment benefit, rounded."""
    top, bottom = (unemployment_benefit * rate * 100).as_integer_ratio()
    return rounded(top, bottom, rounding)
