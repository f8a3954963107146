"""The steps of a calculation. Their amounts add up to the result, to the grosz."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from casework.parameters.rules import Article


class StepKind(StrEnum):
    """What happened in a step; sentences for people are made of it elsewhere."""

    FULL = "full"
    """The full benefit by its rate."""
    PART_OF_MONTH = "part-of-month"
    """Entitled to some days of the month only."""
    NOT_ENTITLED = "not-entitled"
    """No day of the month lies in a granted period."""
    NO_APPLICATION = "no-application"
    TOO_MANY_UNEXCUSED = "too-many-unexcused"
    UNEXCUSED = "unexcused"
    SICK = "sick"
    SICK_BEYOND = "sick-beyond"
    EXCUSED = "excused"
    DAYS_OFF = "days-off"
    """Days off within the limit: they cost nothing."""
    DAYS_OFF_BEYOND = "days-off-beyond"
    NOT_BELOW_ZERO = "not-below-zero"
    ROUNDING = "rounding"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: by how much it changes the amount (`amount`, złoty), and the numbers that say why.

    `count` days, each by `share` of `base` złoty; `of` is what the count is measured by (days of the month, a limit).
    `before` was used earlier in the stay.
    """

    kind: StepKind
    amount: Decimal
    article: Article | None = None
    count: int = 0
    of: int = 0
    before: int = 0
    share: Fraction | None = None
    base: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)
    benefit: Decimal = Decimal(0)
    rounding: str = ""
    is_trial: bool = False
    """Whether the step is of the trial alone, in a month where the trial has terms of its own."""
