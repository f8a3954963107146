"""Which parameters there are, and what each may hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction


class Parameter(StrEnum):
    """Everything that the law, or a centre, may set anew from some day on."""

    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    RATE_TRIAL = "rate_trial"
    RATE_MAIN = "rate_main"
    PREMIUM_LIMIT = "premium_limit"
    BASE_ROUNDING = "base_rounding"
    RESULT_ROUNDING = "result_rounding"
    PARTIAL_MONTH = "partial_month"
    UNEXCUSED_SHARE = "unexcused_share"
    UNEXCUSED_LIMIT = "unexcused_limit"
    SICK_SHARE = "sick_share"
    TRIAL_SICK_SHARE = "trial_sick_share"
    SICK_LIMIT = "sick_limit"
    BEYOND_SHARE = "beyond_share"
    DAYS_OFF_LIMIT = "days_off_limit"
    TRIAL_DAYS_OFF = "trial_days_off"
    TRIAL_MONTHS = "trial_months"
    TRIAL_END = "trial_end"
    MAIN_MONTHS = "main_months"
    TOTAL_MONTHS = "total_months"
    STAY_WARNING_FIRST = "stay_warning_first"
    STAY_WARNING_SECOND = "stay_warning_second"
    STAY_WARNING_LAST = "stay_warning_last"
    WEEK_HOURS_MIN = "week_hours_min"
    WEEK_HOURS_MAX = "week_hours_max"
    WEEK_HOURS_MAX_DISABLED = "week_hours_max_disabled"
    DAY_HOURS_MIN = "day_hours_min"
    DAY_HOURS_MAX = "day_hours_max"
    DAY_HOURS_MAX_DISABLED = "day_hours_max_disabled"
    APPROVAL_BY_TWO = "approval_by_two"


class Kind(StrEnum):
    """What a value is, and so how it is written."""

    AMOUNT = "amount"
    """Złoty, with grosz."""
    RATE = "rate"
    """A multiple of a base: 1.20 is 120 %."""
    SHARE = "share"
    """A part for each day: 1/20."""
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    CHOICE = "choice"
    FLAG = "flag"


class Group(StrEnum):
    """Headings of the list, in their order."""

    MONEY = "money"
    ABSENCES = "absences"
    TIME = "time"
    HOURS = "hours"
    WORK = "work"


class Rounding(StrEnum):
    """How an amount is rounded; which one applies stands in no law that we read."""

    GROSZ = "0.01-half-up"
    TEN_GROSZ_UP = "0.10-up"


class MisfitCode(StrEnum):
    """Why a typed value cannot be taken."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not-a-number"
    NOT_WHOLE = "not-whole"
    NOT_A_SHARE = "not-a-share"
    TOO_PRECISE = "too-precise"
    OUT_OF_RANGE = "out-of-range"
    NOT_A_CHOICE = "not-a-choice"


class Misfit(Exception):
    """A typed value that its parameter cannot hold."""

    def __init__(self, code: MisfitCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What one parameter may hold: `low` and `high` are both allowed."""

    parameter: Parameter
    kind: Kind
    group: Group
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    choices: tuple[str, ...] = ()

    def read(self, typed: str) -> str:
        """A typed value in the one form in which values are kept (`2066.30`, `1.2`, `1/20`, `12`, `yes`).

        Raises:
            Misfit: it is not such a value, or lies outside of the range.
        """
        text = typed.strip()
        if not text:
            raise Misfit(MisfitCode.EMPTY)
        if self.choices:
            return _chosen(text, self.choices)
        if self.kind is Kind.SHARE:
            return self._share(text)
        return self._number(text)

    def _share(self, text: str) -> str:
        top, _slash, bottom = text.replace(" ", "").partition("/")
        if not (top.isascii() and top.isdigit() and bottom.isascii() and bottom.isdigit() and len(text) <= 9):
            raise Misfit(MisfitCode.NOT_A_SHARE)
        if int(bottom) == 0 or not self.low <= Fraction(int(top), int(bottom)) <= self.high:
            raise Misfit(MisfitCode.OUT_OF_RANGE)
        return f"{int(top)}/{int(bottom)}"

    def _number(self, text: str) -> str:
        number = _decimal(text)
        if not self.low <= number <= self.high:
            raise Misfit(MisfitCode.OUT_OF_RANGE)
        if number != round(number, _PLACES[self.kind]):
            raise Misfit(MisfitCode.TOO_PRECISE if _PLACES[self.kind] else MisfitCode.NOT_WHOLE)
        return f"{number:.2f}" if self.kind is Kind.AMOUNT else f"{number.normalize():f}"


_PLACES = {Kind.AMOUNT: 2, Kind.RATE: 4, Kind.HOURS: 2, Kind.DAYS: 0, Kind.MONTHS: 0}
_SPACES = str.maketrans({" ": None, "\N{NO-BREAK SPACE}": None, "\N{NARROW NO-BREAK SPACE}": None, ",": "."})
YES, NO = "yes", "no"


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.translate(_SPACES))
    except InvalidOperation as broken:
        raise Misfit(MisfitCode.NOT_A_NUMBER) from broken
    if not number.is_finite():
        raise Misfit(MisfitCode.NOT_A_NUMBER)
    return number


def _chosen(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise Misfit(MisfitCode.NOT_A_CHOICE)
    return text


def _numbers(kind: Kind, group: Group, low: str, high: str, parameters: Iterable[Parameter]) -> list[Definition]:
    return [
        Definition(parameter=each, kind=kind, group=group, low=Decimal(low), high=Decimal(high)) for each in parameters
    ]


def _choice(parameter: Parameter, group: Group, *choices: str) -> Definition:
    return Definition(parameter=parameter, kind=Kind.CHOICE, group=group, choices=choices)


def _flag(parameter: Parameter, group: Group) -> Definition:
    return Definition(parameter=parameter, kind=Kind.FLAG, group=group, choices=(YES, NO))


_P = Parameter
DEFINITIONS: dict[Parameter, Definition] = {
    each.parameter: each
    for each in (
        *_numbers(Kind.AMOUNT, Group.MONEY, "0.01", "99999.99", [_P.UNEMPLOYMENT_BENEFIT]),
        *_numbers(Kind.RATE, Group.MONEY, "0", "3", [_P.RATE_TRIAL, _P.RATE_MAIN, _P.PREMIUM_LIMIT]),
        _choice(_P.BASE_ROUNDING, Group.MONEY, *(each.value for each in Rounding)),
        _choice(_P.RESULT_ROUNDING, Group.MONEY, *(each.value for each in Rounding)),
        _choice(_P.PARTIAL_MONTH, Group.MONEY, "30", "actual"),
        *_numbers(Kind.SHARE, Group.ABSENCES, "0", "1", [_P.UNEXCUSED_SHARE]),
        *_numbers(Kind.DAYS, Group.ABSENCES, "0", "31", [_P.UNEXCUSED_LIMIT]),
        *_numbers(Kind.SHARE, Group.ABSENCES, "0", "1", [_P.SICK_SHARE, _P.TRIAL_SICK_SHARE]),
        *_numbers(Kind.DAYS, Group.ABSENCES, "0", "366", [_P.SICK_LIMIT]),
        *_numbers(Kind.SHARE, Group.ABSENCES, "0", "1", [_P.BEYOND_SHARE]),
        *_numbers(Kind.DAYS, Group.ABSENCES, "0", "366", [_P.DAYS_OFF_LIMIT]),
        _flag(_P.TRIAL_DAYS_OFF, Group.ABSENCES),
        *_numbers(Kind.MONTHS, Group.TIME, "1", "12", [_P.TRIAL_MONTHS]),
        _choice(_P.TRIAL_END, Group.TIME, "same-day", "day-before"),
        *_numbers(Kind.MONTHS, Group.TIME, "1", "60", [_P.MAIN_MONTHS, _P.TOTAL_MONTHS]),
        *_numbers(
            Kind.DAYS, Group.TIME, "0", "366", [_P.STAY_WARNING_FIRST, _P.STAY_WARNING_SECOND, _P.STAY_WARNING_LAST]
        ),
        *_numbers(
            Kind.HOURS, Group.HOURS, "0", "168", [_P.WEEK_HOURS_MIN, _P.WEEK_HOURS_MAX, _P.WEEK_HOURS_MAX_DISABLED]
        ),
        *_numbers(Kind.HOURS, Group.HOURS, "0", "24", [_P.DAY_HOURS_MIN, _P.DAY_HOURS_MAX, _P.DAY_HOURS_MAX_DISABLED]),
        _flag(_P.APPROVAL_BY_TWO, Group.WORK),
    )
}
"""Every parameter, in the order in which the list shows them."""
