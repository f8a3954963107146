"""What a chart is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import chain


class Mark(StrEnum):
    """What stands at a place of a chart: a number, or why there is none."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    SMALL_BASE = "small-base"
    MISSING = "missing"


SIGNS = {Mark.HIDDEN: "#", Mark.SMALL_BASE: "*", Mark.MISSING: "…"}
"""How a place without a number is marked, in charts and tables alike; a zero is written as 0."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One place of a series: its value and how the value is written; without a value only its mark."""

    value: Decimal | None = None
    text: str = ""
    mark: Mark = Mark.SHOWN

    def __post_init__(self) -> None:
        if (self.value is None) is (self.mark is Mark.SHOWN):
            raise ValueError("a spot has a value exactly when it is shown")

    @property
    def written(self) -> str:
        """What is written at the spot."""
        return SIGNS.get(self.mark, self.text)


@dataclass(frozen=True)
class Series:
    """Numbers that belong together, and what they are called. The first series of a chart is the one it is about."""

    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Labels with one or two series over them.

    `key` begins the ids inside the picture: one of its kind on a page. `description` tells in a sentence or two what
    a person sees who sees. `legend` explains the signs of places without a number.

    Raises:
        ValueError: a series does not have a spot for each label, or there are none or more than two.
    """

    key: str
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    legend: Mapping[Mark, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.series) not in {1, 2} or any(len(each.spots) != len(self.labels) for each in self.series):
            raise ValueError("a chart has one or two series, each with a spot for every label")

    @property
    def largest(self) -> Decimal:
        """The largest value that is shown; 0 when there is none."""
        return max((spot.value for spot in self._spots if spot.value is not None), default=Decimal(0))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that stand somewhere in place of a number."""
        used = {spot.mark for spot in self._spots}
        return tuple(mark for mark in SIGNS if mark in used)

    @property
    def _spots(self) -> tuple[Spot, ...]:
        return tuple(chain.from_iterable(each.spots for each in self.series))


@dataclass(frozen=True, kw_only=True)
class Range:
    """One's own value beside the middle half of the others; each row has a scale of its own."""

    label: str
    own: Spot
    lower: Spot
    median: Spot
    upper: Spot

    @property
    def largest(self) -> Decimal:
        spots = (self.own, self.lower, self.median, self.upper)
        return max((spot.value for spot in spots if spot.value is not None), default=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """Rows of `Range`, and the words of the legend: own value, median, and between the quartiles."""

    key: str
    title: str
    description: str
    rows: tuple[Range, ...]
    own: str
    median: str
    between: str
    legend: Mapping[Mark, str] = field(default_factory=dict)
