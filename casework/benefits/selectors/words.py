"""The steps of a calculation, and the state of a month, in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from casework.benefits.rules import MonthStep, Step, StepKind
from casework.parameters.rules import Article, Parameter
from casework.parameters.selectors import CHOICE_LABELS, shown_value
from core.reports.rules import ColumnKind, shown

Words = str | Promise

STEP_LABELS: dict[MonthStep, Words] = {
    MonthStep.ATTENDANCE: _("attendance not approved"),
    MonthStep.SETTLE: _("to be settled"),
    MonthStep.APPROVE: _("settled, to be approved"),
    MonthStep.PAY: _("approved, to be paid"),
    MonthStep.PAID: pgettext_lazy("month", "paid"),
}
STEP_TONES: dict[MonthStep, str] = {
    MonthStep.ATTENDANCE: "neutral",
    MonthStep.SETTLE: "warning",
    MonthStep.APPROVE: "warning",
    MonthStep.PAY: "info",
    MonthStep.PAID: "success",
}
ARTICLES: dict[Article, Words] = {
    Article.ART_15: _("art. 15"),
    Article.ART_15_4: _("art. 15(4)"),
    Article.ART_15_7: _("art. 15(7)"),
    Article.ART_15_7A: _("art. 15(7a)"),
    Article.PRACTICE: _("practice"),
}
_SENTENCES: dict[StepKind, Any] = {
    StepKind.FULL: _("Full benefit: {rate} × {benefit} (unemployment benefit), rounded {rounding}"),
    StepKind.PART_OF_MONTH: _("Entitled to {count} days of {of}: {missing} × 1/{of} × {base}"),
    StepKind.NOT_ENTITLED: _("No day of this month lies in a granted period of the stay, so there is no benefit"),
    StepKind.NO_APPLICATION: _(
        "There is no application for the benefit from this month or earlier; without it there is no benefit"
    ),
    StepKind.TOO_MANY_UNEXCUSED: ngettext_lazy(
        "{count} day of unexcused absence, more than {of} in the month: there is no benefit for it",
        "{count} days of unexcused absence, more than {of} in the month: there is no benefit for it",
        "count",
    ),
    StepKind.UNEXCUSED: ngettext_lazy(
        "{count} day of unexcused absence: {count} × {share} × {base}",
        "{count} days of unexcused absence: {count} × {share} × {base}",
        "count",
    ),
    StepKind.SICK: ngettext_lazy(
        "{count} sick day within the limit of {of} (used before: {before}): {count} × {share} × {base}",
        "{count} sick days within the limit of {of} (used before: {before}): {count} × {share} × {base}",
        "count",
    ),
    StepKind.SICK_BEYOND: ngettext_lazy(
        "{count} sick day beyond the limit of {of}: {count} × {share} × {base}",
        "{count} sick days beyond the limit of {of}: {count} × {share} × {base}",
        "count",
    ),
    StepKind.EXCUSED: ngettext_lazy(
        "{count} day of another excused absence, unpaid: {count} × {share} × {base}",
        "{count} days of another excused absence, unpaid: {count} × {share} × {base}",
        "count",
    ),
    StepKind.DAYS_OFF: ngettext_lazy(
        "{count} day off within the limit of {of} (used before: {before}): no reduction",
        "{count} days off within the limit of {of} (used before: {before}): no reduction",
        "count",
    ),
    StepKind.DAYS_OFF_BEYOND: ngettext_lazy(
        "{count} day off beyond the limit of {of}: {count} × {share} × {base}",
        "{count} days off beyond the limit of {of}: {count} × {share} × {base}",
        "count",
    ),
    StepKind.NOT_BELOW_ZERO: _("The reductions are higher than the benefit; it does not fall below zero"),
    StepKind.ROUNDING: _("Rounding of the result"),
}


@dataclass(frozen=True)
class ShownStep:
    """A step as people read it."""

    sentence: str
    article: Words
    amount: Decimal

    @property
    def money(self) -> str:
        return money(self.amount)


def money(amount: Decimal) -> str:
    """Złoty in Polish: `2 140,70 zł`."""
    return shown(amount, ColumnKind.MONEY)


def step_in_words(step: Step) -> ShownStep:
    """A sentence with the numbers, the article, and by how much the amount changes."""
    words = {
        "count": step.count,
        "of": step.of,
        "before": step.before,
        "missing": step.of - step.count,
        "share": str(step.share) if step.share is not None else "",
        "base": money(step.base),
        "benefit": money(step.benefit),
        "rate": shown_value(Parameter.RATE_MAIN, str(step.rate)),
        "rounding": str(CHOICE_LABELS.get(step.rounding, "")),
    }
    sentence = _SENTENCES[step.kind].format(**words)
    if step.is_trial:
        sentence = _("Trial period. {sentence}").format(sentence=sentence)
    return ShownStep(sentence, ARTICLES[step.article] if step.article else "", step.amount)


def month_code(month: date) -> str:
    """How a month stands in an address: `2026-10`."""
    return f"{month:%Y-%m}"
