"""The law's own values, each from a day and perhaps until a day, with where it stands and how well that is known.

Nothing is stretched beyond what was found: before the first and after the last known day there is no value, and whoever
asks for one is refused. `Evidence` says what a centre's lawyer still has to confirm.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casework.parameters.rules.definitions import NO, YES, Parameter, Rounding


class Article(StrEnum):
    """Where a rule stands: of the Act on social employment, unless said otherwise."""

    ART_14 = "14"
    ART_15 = "15"
    ART_15_4 = "15.4"
    ART_15_7 = "15.7"
    ART_15_7A = "15.7a"
    ART_15A_3 = "15a.3"
    ART_15A_4 = "15a.4"
    REHABILITATION_15 = "rehabilitation-15"
    UNEMPLOYMENT = "unemployment"
    """The announcement of the amount of the unemployment benefit."""
    PRACTICE = "practice"
    """What centres do; no law was found."""
    HOUSE = "house"
    """An arrangement of the centre itself."""


class Evidence(StrEnum):
    """How well a value is known."""

    READ = "read"
    """Read in the law or in an official announcement."""
    SECONDARY = "secondary"
    """Read in a publication about the law."""
    TO_CONFIRM = "to-confirm"
    """From practice or from memory: to be confirmed before the first payment."""
    TO_START_WITH = "to-start-with"
    """No law asks for it: the centre decides."""


@dataclass(frozen=True, kw_only=True)
class LawValue:
    """A value that holds for every centre, unless the centre sets its own; both days belong to it."""

    parameter: Parameter
    text: str
    valid_from: date
    valid_until: date | None
    article: Article
    evidence: Evidence

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


ACT_IN_FORCE = date(2003, 8, 14)
MONEY_KNOWN = date(2020, 9, 1)
"""Amounts before this day were not looked up."""
RATE_OF_2022 = date(2022, 1, 1)
AMENDED = date(2022, 2, 15)
"""The amendment of 13 January 2022 (Journal of Laws, item 218) came into force; its rate counts from 1 January."""

_P, _A, _E = Parameter, Article, Evidence
_BENEFIT = (
    (date(2020, 9, 1), "1200.00", _E.SECONDARY),
    (date(2021, 6, 1), "1240.80", _E.TO_CONFIRM),
    (date(2022, 6, 1), "1304.10", _E.TO_CONFIRM),
    (date(2023, 6, 1), "1491.90", _E.SECONDARY),
    (date(2024, 6, 1), "1662.00", _E.TO_CONFIRM),
    (date(2025, 6, 1), "1721.90", _E.SECONDARY),
    (date(2026, 6, 1), "1783.90", _E.READ),
)
_BENEFIT_KNOWN_UNTIL = date(2027, 5, 31)
"""The amount changes every 1 June; the next one is announced in spring."""


Source = tuple[Article, Evidence]
Since = tuple[date, str]
"""From which day on a text holds."""


def _value(parameter: Parameter, since: Since, until: date | None, source: Source) -> LawValue:
    (valid_from, text), (article, evidence) = since, source
    return LawValue(
        parameter=parameter, text=text, valid_from=valid_from, valid_until=until, article=article, evidence=evidence
    )


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _amounts() -> list[LawValue]:
    ends = [*(_day_before(since) for since, _text, _evidence in _BENEFIT[1:]), _BENEFIT_KNOWN_UNTIL]
    return [
        _value(_P.UNEMPLOYMENT_BENEFIT, (since, text), until, (_A.UNEMPLOYMENT, evidence))
        for (since, text, evidence), until in zip(_BENEFIT, ends, strict=True)
    ]


def _changed(parameter: Parameter, before: Since, after: Since, source: Source) -> list[LawValue]:
    return [_value(parameter, before, _day_before(after[0]), source), _value(parameter, after, None, source)]


def _always(parameter: Parameter, text: str, since: date, source: Source) -> LawValue:
    return _value(parameter, (since, text), None, source)


LAW: tuple[LawValue, ...] = (
    *_amounts(),
    *_changed(_P.RATE_TRIAL, (MONEY_KNOWN, "0.5"), (RATE_OF_2022, "1.2"), (_A.ART_15_4, _E.SECONDARY)),
    *_changed(_P.RATE_MAIN, (MONEY_KNOWN, "1"), (RATE_OF_2022, "1.2"), (_A.ART_15_4, _E.SECONDARY)),
    _always(_P.PREMIUM_LIMIT, "1", MONEY_KNOWN, (_A.ART_15A_4, _E.READ)),
    _always(_P.BASE_ROUNDING, Rounding.TEN_GROSZ_UP, MONEY_KNOWN, (_A.PRACTICE, _E.TO_CONFIRM)),
    _always(_P.RESULT_ROUNDING, Rounding.GROSZ, MONEY_KNOWN, (_A.PRACTICE, _E.TO_CONFIRM)),
    _always(_P.PARTIAL_MONTH, "30", MONEY_KNOWN, (_A.PRACTICE, _E.TO_CONFIRM)),
    _always(_P.UNEXCUSED_SHARE, "1/20", MONEY_KNOWN, (_A.ART_15_7, _E.SECONDARY)),
    _always(_P.UNEXCUSED_LIMIT, "3", MONEY_KNOWN, (_A.ART_15_7, _E.SECONDARY)),
    _always(_P.SICK_SHARE, "1/40", MONEY_KNOWN, (_A.ART_15_7A, _E.SECONDARY)),
    *_changed(_P.TRIAL_SICK_SHARE, (MONEY_KNOWN, "1/30"), (AMENDED, "1/40"), (_A.ART_15_7A, _E.TO_CONFIRM)),
    *_changed(_P.SICK_LIMIT, (MONEY_KNOWN, "14"), (AMENDED, "21"), (_A.ART_15_7A, _E.SECONDARY)),
    _always(_P.BEYOND_SHARE, "1/30", MONEY_KNOWN, (_A.PRACTICE, _E.TO_CONFIRM)),
    *_changed(_P.DAYS_OFF_LIMIT, (MONEY_KNOWN, "6"), (AMENDED, "12"), (_A.ART_15, _E.SECONDARY)),
    _always(_P.TRIAL_DAYS_OFF, YES, MONEY_KNOWN, (_A.PRACTICE, _E.TO_CONFIRM)),
    _always(_P.TRIAL_MONTHS, "1", ACT_IN_FORCE, (_A.ART_15, _E.SECONDARY)),
    _always(_P.TRIAL_END, "same-day", ACT_IN_FORCE, (_A.PRACTICE, _E.SECONDARY)),
    _always(_P.MAIN_MONTHS, "11", ACT_IN_FORCE, (_A.ART_15, _E.SECONDARY)),
    *_changed(_P.TOTAL_MONTHS, (ACT_IN_FORCE, "18"), (AMENDED, "24"), (_A.ART_15, _E.SECONDARY)),
    _always(_P.STAY_WARNING_FIRST, "30", ACT_IN_FORCE, (_A.HOUSE, _E.TO_START_WITH)),
    _always(_P.STAY_WARNING_SECOND, "7", ACT_IN_FORCE, (_A.HOUSE, _E.TO_START_WITH)),
    _always(_P.STAY_WARNING_LAST, "1", ACT_IN_FORCE, (_A.HOUSE, _E.TO_START_WITH)),
    _always(_P.WEEK_HOURS_MIN, "30", AMENDED, (_A.ART_14, _E.READ)),
    _always(_P.WEEK_HOURS_MAX, "40", AMENDED, (_A.ART_14, _E.READ)),
    _always(_P.WEEK_HOURS_MAX_DISABLED, "35", AMENDED, (_A.REHABILITATION_15, _E.TO_CONFIRM)),
    _value(_P.DAY_HOURS_MIN, (ACT_IN_FORCE, "6"), _day_before(AMENDED), (_A.ART_14, _E.SECONDARY)),
    _always(_P.DAY_HOURS_MAX, "8", ACT_IN_FORCE, (_A.PRACTICE, _E.TO_CONFIRM)),
    _always(_P.DAY_HOURS_MAX_DISABLED, "7", ACT_IN_FORCE, (_A.REHABILITATION_15, _E.TO_CONFIRM)),
    _always(_P.APPROVAL_BY_TWO, NO, ACT_IN_FORCE, (_A.HOUSE, _E.TO_START_WITH)),
)


def law_value(parameter: Parameter, day: date) -> LawValue | None:
    """What the law says on a day; nothing where it is not known."""
    return next((each for each in LAW if each.parameter is parameter and each.holds_on(day)), None)


def law_history(parameter: Parameter) -> list[LawValue]:
    """Every known value of the law, the latest first."""
    return sorted((each for each in LAW if each.parameter is parameter), key=lambda each: each.valid_from, reverse=True)
