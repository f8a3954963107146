"""The limits: what is too small to be shown, when a sum or a rate may be shown, and how a count is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FLOOR = 3
"""Nobody may set `smallest` below this."""

SMALLEST_BASE = 10
"""A percentage over fewer people is not shown (domain §8.4)."""

CENTRES_IN_A_SUM = 3
LARGEST_SHARE = Decimal("0.75")
"""Art. 38 of the act on official statistics: at least three units, and none with more than three quarters of it."""


@dataclass(frozen=True)
class Rules:
    """`smallest`: the smallest count of people that is shown (from 1 up to there they are hidden). `rounding`: shown
    counts are rounded to a multiple of it; 0: they are exact. `width`: how wide, at least, the interval must stay in
    which a reader can place a hidden number.

    Raises:
        ValueError: a limit below the floor.
    """

    smallest: int = 5
    rounding: int = 0
    width: int = 5

    def __post_init__(self) -> None:
        if self.smallest < FLOOR or self.width < 1 or self.rounding < 0:
            raise ValueError("the limits are below the floor")
        if self.rounding > self.smallest:
            raise ValueError("rounding above the smallest count would print a count as zero")


USUAL = Rules()
STRICTER = Rules(smallest=10, rounding=5)
"""1 to 9 hidden, everything else to the nearest five: a network may choose it."""


def is_small(value: int, *, is_sensitive: bool, rules: Rules = USUAL) -> bool:
    """Whether this count of people is hidden for its own sake. A zero tells something in a sensitive split only."""
    return (value == 0 and is_sensitive) or 0 < value < rules.smallest


def may_show_money(contributions: Sequence[Decimal]) -> bool:
    """Whether a sum over centres may be shown: `contributions` are the sums of the single centres; a zero is none."""
    real = [each for each in contributions if each > 0]
    return len(real) >= CENTRES_IN_A_SUM and max(real) <= LARGEST_SHARE * sum(real)


def may_show_rate(base: int) -> bool:
    """Whether a percentage over `base` people may be shown."""
    return base >= SMALLEST_BASE


def rate(part: Decimal, whole: Decimal) -> Decimal | None:
    """A percentage with one decimal; None where there is nothing to divide by. More decimals would tell the fraction,
    and with it the days and the number of people."""
    if whole == 0:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def printed(value: int, rules: Rules = USUAL) -> int:
    """A count as it is shown: rounded from the exact value where the rules say so, halves up."""
    return _rounded(value, rules.rounding) if rules.rounding else value


def seen(value: int, *, rounding: int, smallest: int) -> tuple[int, int]:
    """Between which limits the exact value lies for whoever reads the printed one. A printed zero is a zero."""
    if not rounding or value == 0:
        return value, value
    middle = _rounded(value, rounding)
    return max(middle - rounding // 2, smallest), middle + (rounding - 1) // 2


def _rounded(value: int, to: int) -> int:
    return (2 * value + to) // (2 * to) * to
