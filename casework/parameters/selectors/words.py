"""The words of parameters and of their values."""

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.parameters.rules import DEFINITIONS, Article, Evidence, Group, Kind, MisfitCode, Parameter, Rounding
from core.reports.rules import ColumnKind, shown

Words = dict[Any, str | Promise]

PARAMETER_LABELS: Words = {
    Parameter.UNEMPLOYMENT_BENEFIT: gettext_lazy("Unemployment benefit (basic, first 90 days)"),
    Parameter.RATE_TRIAL: gettext_lazy("Rate of the benefit in the trial period"),
    Parameter.RATE_MAIN: gettext_lazy("Rate of the benefit in the main period"),
    Parameter.PREMIUM_LIMIT: gettext_lazy("Highest premium, as a part of the benefit"),
    Parameter.BASE_ROUNDING: gettext_lazy("Rounding of the full benefit"),
    Parameter.RESULT_ROUNDING: gettext_lazy("Rounding of a person's benefit"),
    Parameter.PARTIAL_MONTH: gettext_lazy("A day of a month that is not whole"),
    Parameter.UNEXCUSED_SHARE: gettext_lazy("Reduction for a day of unexcused absence"),
    Parameter.UNEXCUSED_LIMIT: gettext_lazy("Unexcused days after which there is no benefit"),
    Parameter.SICK_SHARE: gettext_lazy("Reduction for a sick day"),
    Parameter.TRIAL_SICK_SHARE: gettext_lazy("Reduction for a sick day in the trial period"),
    Parameter.SICK_LIMIT: gettext_lazy("Sick days paid during one stay"),
    Parameter.BEYOND_SHARE: gettext_lazy("Reduction for an unpaid day"),
    Parameter.DAYS_OFF_LIMIT: gettext_lazy("Days off during one stay"),
    Parameter.TRIAL_DAYS_OFF: gettext_lazy("Days off already in the trial period"),
    Parameter.TRIAL_MONTHS: gettext_lazy("Length of the trial period"),
    Parameter.TRIAL_END: gettext_lazy("Last day of the trial period"),
    Parameter.MAIN_MONTHS: gettext_lazy("Length of the main period, at most"),
    Parameter.TOTAL_MONTHS: gettext_lazy("Whole stay with extensions, at most"),
    Parameter.STAY_WARNING_FIRST: gettext_lazy("First reminder before the end of a stay"),
    Parameter.STAY_WARNING_SECOND: gettext_lazy("Second reminder before the end of a stay"),
    Parameter.STAY_WARNING_LAST: gettext_lazy("Last reminder before the end of a stay"),
    Parameter.WEEK_HOURS_MIN: gettext_lazy("Hours of classes in a week, at least"),
    Parameter.WEEK_HOURS_MAX: gettext_lazy("Hours of classes in a week, at most"),
    Parameter.WEEK_HOURS_MAX_DISABLED: gettext_lazy("Hours in a week, significant or moderate disability, at most"),
    Parameter.DAY_HOURS_MIN: gettext_lazy("Hours of classes in a day, at least"),
    Parameter.DAY_HOURS_MAX: gettext_lazy("Hours of classes in a day, at most"),
    Parameter.DAY_HOURS_MAX_DISABLED: gettext_lazy("Hours in a day, significant or moderate disability, at most"),
    Parameter.APPROVAL_BY_TWO: gettext_lazy("A month is submitted and approved by two different people"),
}
GROUP_LABELS: Words = {
    Group.MONEY: gettext_lazy("Amounts and rounding"),
    Group.ABSENCES: gettext_lazy("Absences"),
    Group.TIME: gettext_lazy("Length of a stay"),
    Group.HOURS: gettext_lazy("Hours of classes"),
    Group.WORK: gettext_lazy("Arrangement of work"),
}
CHOICE_LABELS: Words = {
    Rounding.GROSZ.value: gettext_lazy("to 1 grosz, half up"),
    Rounding.TEN_GROSZ_UP.value: gettext_lazy("up to full 10 groszy"),
    "30": gettext_lazy("1/30 of the benefit for each calendar day"),
    "actual": gettext_lazy("as many parts as the month has days"),
    "same-day": gettext_lazy("the same day of the next month (1 January → 1 February)"),
    "day-before": gettext_lazy("the day before (1 January → 31 January)"),
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
}
ARTICLE_LABELS: Words = {
    Article.ART_14: gettext_lazy("art. 14 of the Act on social employment"),
    Article.ART_15: gettext_lazy("art. 15 of the Act on social employment"),
    Article.ART_15_4: gettext_lazy("art. 15(4) of the Act on social employment"),
    Article.ART_15_7: gettext_lazy("art. 15(7) of the Act on social employment"),
    Article.ART_15_7A: gettext_lazy("art. 15(7a) of the Act on social employment"),
    Article.ART_15A_3: gettext_lazy("art. 15a(3) of the Act on social employment"),
    Article.ART_15A_4: gettext_lazy("art. 15a(4) of the Act on social employment"),
    Article.REHABILITATION_15: gettext_lazy("art. 15(2) of the Act on vocational and social rehabilitation"),
    Article.UNEMPLOYMENT: gettext_lazy("announcement of the amount of the unemployment benefit"),
    Article.PRACTICE: gettext_lazy("practice of centres; no law was found"),
    Article.HOUSE: gettext_lazy("arrangement of the centre"),
}
EVIDENCE_LABELS: Words = {
    Evidence.READ: gettext_lazy("read in the law"),
    Evidence.SECONDARY: gettext_lazy("from a publication"),
    Evidence.TO_CONFIRM: gettext_lazy("to be confirmed"),
    Evidence.TO_START_WITH: gettext_lazy("a value to start with"),
}
MISFIT_SENTENCES: Words = {
    MisfitCode.EMPTY: gettext_lazy("Enter the value."),
    MisfitCode.NOT_A_NUMBER: gettext_lazy("This is not a number. Write it with digits, for example 2066.30."),
    MisfitCode.NOT_WHOLE: gettext_lazy("Enter a whole number."),
    MisfitCode.NOT_A_SHARE: gettext_lazy("Write the part with a slash, for example 1/20."),
    MisfitCode.TOO_PRECISE: gettext_lazy("There are too many decimal places."),
    MisfitCode.OUT_OF_RANGE: gettext_lazy("The value must lie between {low} and {high}."),
    MisfitCode.NOT_A_CHOICE: gettext_lazy("Choose one of the values on the list."),
}


def misfit_sentence(parameter: Parameter, code: MisfitCode) -> str:
    """Why a typed value cannot be taken."""
    definition = DEFINITIONS[parameter]
    return str(MISFIT_SENTENCES[code]).format(
        low=shown_value(parameter, str(definition.low)), high=shown_value(parameter, str(definition.high))
    )


def shown_value(parameter: Parameter, text: str) -> str:
    """A kept value as people read it: `2 066,30 zł`, `120%`, `1/20`, `12 dni`."""
    kind = DEFINITIONS[parameter].kind
    if DEFINITIONS[parameter].choices:
        return str(CHOICE_LABELS[text])
    if kind is Kind.AMOUNT:
        return shown(Decimal(text), ColumnKind.MONEY)
    if kind is Kind.RATE:
        return shown(Decimal(text) * 100, ColumnKind.HOURS) + "%"
    return text if kind is Kind.SHARE else _counted(kind, Decimal(text))


def _counted(kind: Kind, number: Decimal) -> str:
    whole = int(number)
    if kind is Kind.DAYS:
        return ngettext("%(n)d day", "%(n)d days", whole) % {"n": whole}
    if kind is Kind.MONTHS:
        return ngettext("%(n)d month", "%(n)d months", whole) % {"n": whole}
    return _("%(n)s h") % {"n": shown(number, ColumnKind.HOURS)}
