"""What goes into the calculation of one person's month, as it is kept beside the result."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, NamedTuple

from casework.benefits.rules.rounding import full_amount
from casework.parameters.rules import Parameter, Values


class RuleVersion(StrEnum):
    """The state of the law by which a month was settled; a month belongs to the state of its last day."""

    BEFORE_2022 = "before 2022"
    """50 % in the trial, 100 % in the main period; 14 sick days, 6 days off."""
    JANUARY_2022 = "2022-01"
    """120 %, with the limits of before."""
    SINCE_FEBRUARY_2022 = "2022-02"
    """120 %, 21 sick days, 12 days off."""


_STARTS = (
    (date(2022, 2, 15), RuleVersion.SINCE_FEBRUARY_2022),
    (date(2022, 1, 1), RuleVersion.JANUARY_2022),
)


def version_of(last_day: date) -> RuleVersion:
    """The state of the law on the last day of a month."""
    return next((version for since, version in _STARTS if last_day >= since), RuleVersion.BEFORE_2022)


class Weights(NamedTuple):
    """What a day takes away, in parts of which the full benefit has `whole`."""

    whole: int
    unexcused: int
    sick: int
    trial_sick: int
    beyond: int


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The values that hold for everybody in a month: those of its last day. Amounts in złoty, shares per day."""

    unemployment_benefit: Decimal
    rate_trial: Decimal
    rate_main: Decimal
    base_rounding: str
    result_rounding: str
    partial_month: str
    unexcused_share: Fraction
    unexcused_limit: int
    sick_share: Fraction
    trial_sick_share: Fraction
    sick_limit: int
    beyond_share: Fraction
    days_off_limit: int
    trial_days_off: bool

    @cached_property
    def full_trial(self) -> int:
        """The full benefit in the trial period, in groszy."""
        return full_amount(self.unemployment_benefit, self.rate_trial, self.base_rounding)

    @cached_property
    def full_main(self) -> int:
        """The full benefit in the main period, in groszy."""
        return full_amount(self.unemployment_benefit, self.rate_main, self.base_rounding)

    @cached_property
    def weights(self) -> "Weights":
        """The shares as whole numbers of one common part, so that a thousand people are counted without fractions."""
        shares = (self.unexcused_share, self.sick_share, self.trial_sick_share, self.beyond_share)
        whole = lcm(*(share.denominator for share in shares))
        return Weights(whole, *(int(share * whole) for share in shares))

    @cached_property
    def as_json(self) -> dict[str, Any]:
        """The same as texts and whole numbers."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Terms":
        """Back from `as_json`, exactly."""
        return cls(**{each.name: _READERS[_name(each.type)](kept[each.name]) for each in fields(cls)})


def terms_of(values: Values) -> Terms:
    """The terms of the month whose last day these values are of; a missing value is refused by `values`."""
    return Terms(
        unemployment_benefit=values.amount(Parameter.UNEMPLOYMENT_BENEFIT),
        rate_trial=values.rate(Parameter.RATE_TRIAL),
        rate_main=values.rate(Parameter.RATE_MAIN),
        base_rounding=values.choice(Parameter.BASE_ROUNDING),
        result_rounding=values.choice(Parameter.RESULT_ROUNDING),
        partial_month=values.choice(Parameter.PARTIAL_MONTH),
        unexcused_share=values.share(Parameter.UNEXCUSED_SHARE),
        unexcused_limit=values.days(Parameter.UNEXCUSED_LIMIT),
        sick_share=values.share(Parameter.SICK_SHARE),
        trial_sick_share=values.share(Parameter.TRIAL_SICK_SHARE),
        sick_limit=values.days(Parameter.SICK_LIMIT),
        beyond_share=values.share(Parameter.BEYOND_SHARE),
        days_off_limit=values.days(Parameter.DAYS_OFF_LIMIT),
        trial_days_off=values.flag(Parameter.TRIAL_DAYS_OFF),
    )


_READERS: dict[str, Any] = {kind.__name__: kind for kind in (Decimal, Fraction, int, str, bool)}


def _name(kind: Any) -> str:
    return kind if isinstance(kind, str) else kind.__name__


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | Fraction) else value


@dataclass(frozen=True, kw_only=True)
class Absences:
    """Days without classes for a reason, in one part of the month, by the meaning of their mark."""

    unexcused: int = 0
    sick: int = 0
    sick_beyond: int = 0
    excused: int = 0
    days_off: int = 0


@dataclass(frozen=True, kw_only=True)
class BenefitInputs:
    """One person's month.

    `trial_days` and `main_days` are calendar days of the month that lie in the stay and in a granted period of that
    kind (an extension counts as main). `sick_before` and `days_off_before` were used up earlier in the same stay.
    `has_applied`: the application for the benefit is dated in this month or earlier; it counts from the beginning of
    its month. `unexcused_elsewhere`: unexcused days of the same person and month in another stay.
    """

    rule_version: RuleVersion
    month_days: int
    terms: Terms
    trial_days: int = 0
    main_days: int = 0
    trial: Absences = field(default_factory=Absences)
    main: Absences = field(default_factory=Absences)
    sick_before: int = 0
    days_off_before: int = 0
    has_applied: bool = True
    unexcused_elsewhere: int = 0

    @property
    def entitled_days(self) -> int:
        return self.trial_days + self.main_days

    @property
    def unexcused(self) -> int:
        """Unexcused days of the person in the month, whichever stay they lie in."""
        return self.trial.unexcused + self.main.unexcused + self.unexcused_elsewhere

    def as_json(self) -> dict[str, Any]:
        """The same as JSON; `from_json` reads it back."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "terms": self.terms.as_json,
            "trial": vars(self.trial),
            "main": vars(self.main),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "BenefitInputs":
        """Back from `as_json`, exactly."""
        plain: dict[str, Any] = {name: kept[name] for name in _PLAIN}
        plain["rule_version"] = RuleVersion(kept["rule_version"])
        trial, main = Absences(**kept["trial"]), Absences(**kept["main"])
        return cls(**plain, trial=trial, main=main, terms=Terms.from_json(kept["terms"]))


_PLAIN = (
    "rule_version",
    "month_days",
    "trial_days",
    "main_days",
    "sick_before",
    "days_off_before",
    "has_applied",
    "unexcused_elsewhere",
)
