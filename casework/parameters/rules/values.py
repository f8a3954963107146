"""What holds in a centre on one day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from casework.parameters.rules.definitions import YES, Parameter
from casework.parameters.rules.law import LAW


class NoValue(Exception):
    """Nobody knows this value for this day. It is never guessed: whoever asked is refused."""

    def __init__(self, parameter: Parameter, day: date) -> None:
        super().__init__(f"{parameter} has no value on {day}")
        self.parameter = parameter
        self.day = day


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A value that a centre set itself, as far as deciding what holds needs it; both days belong to it."""

    parameter: str
    text: str
    valid_from: date
    valid_until: date | None
    made_at: datetime

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, kw_only=True)
class Values:
    """Every value that holds on `day`. What has none raises `refuse(parameter, day)` when it is asked for."""

    day: date
    texts: Mapping[Parameter, str]
    refuse: Callable[[Parameter, date], Exception] = field(default=NoValue, repr=False)

    def choice(self, parameter: Parameter) -> str:
        """The value as it is kept, such as `0.10-up` of a rounding."""
        text = self.texts.get(parameter)
        if text is None:
            raise self.refuse(parameter, self.day)
        return text

    def amount(self, parameter: Parameter) -> Decimal:
        """Złoty."""
        return Decimal(self.choice(parameter))

    def rate(self, parameter: Parameter) -> Decimal:
        """A multiple of a base: 1.2 is 120 %."""
        return Decimal(self.choice(parameter))

    def share(self, parameter: Parameter) -> Fraction:
        """A part for each day, exactly."""
        return Fraction(self.choice(parameter))

    def hours(self, parameter: Parameter) -> Decimal:
        return Decimal(self.choice(parameter))

    def days(self, parameter: Parameter) -> int:
        """Days, or months where the parameter counts months."""
        return int(self.choice(parameter))

    def flag(self, parameter: Parameter) -> bool:
        return self.choice(parameter) == YES

    def has(self, parameter: Parameter) -> bool:
        return parameter in self.texts


def values_in_force(
    day: date, own: Iterable[Setting], *, refuse: Callable[[Parameter, date], Exception] = NoValue
) -> Values:
    """The law's values of a day, and over them the centre's own: of several that hold, the latest made counts."""
    texts = {each.parameter: each.text for each in LAW if each.holds_on(day)}
    holding = (each for each in own if each.holds_on(day) and each.parameter in _NAMES)
    texts |= {Parameter(each.parameter): each.text for each in sorted(holding, key=lambda each: each.made_at)}
    return Values(day=day, texts=texts, refuse=refuse)


_NAMES = frozenset(Parameter)
