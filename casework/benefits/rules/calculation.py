"""The monthly benefit (świadczenie integracyjne, art. 15 of the Act on social employment), step by step.

Choices where the law, as far as it was read, is silent; each is a parameter or stands here:

- the values of a month are those of its last day;
- a month that is not whole counts by calendar days: so many thirtieths, or so many parts as the month has days;
- where the trial has terms of its own (before 2022), each part of the month is counted by its own full amount;
- sick days and days off are counted over the whole stay, in the order of time, so the trial comes first;
- unexcused days are counted over all stays of the person in the month, since art. 15(7) speaks of the participant's
  days "in the month": whoever ends one stay and begins another does not begin to be counted anew;
- what one person's month comes to is rounded once, at the end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from casework.benefits.rules.inputs import Absences, BenefitInputs, RuleVersion, Terms
from casework.benefits.rules.rounding import rounded, zlotys
from casework.benefits.rules.steps import Step, StepKind
from casework.parameters.rules import Article

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Benefit:
    """The result: złoty for the month, and the full benefit that it is measured by. Steps are made when asked for."""

    amount: Decimal
    full_amount: Decimal
    make_steps: Callable[[], tuple[Step, ...]] = field(repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """How the amount came about; the steps add up to it."""
        return self.make_steps()


def monthly_benefit(inputs: BenefitInputs) -> Benefit:
    """The benefit of one person and month; the same inputs give the same amount and steps for ever."""
    return _FORMULAS[inputs.rule_version](inputs)


class _Part(NamedTuple):
    """Days of a month with the same terms; `full` in groszy."""

    is_trial: bool
    full: int
    days: int
    absences: Absences
    sick_paid: int
    days_off_paid: int

    @property
    def sick_over_limit(self) -> int:
        return self.absences.sick - self.sick_paid

    @property
    def days_off_over_limit(self) -> int:
        return self.absences.days_off - self.days_off_paid


def _by_twentieths(inputs: BenefitInputs) -> Benefit:
    """Deductions per day, the whole benefit lost beyond the limit of unexcused days (art. 15(7) and (7a))."""
    parts = _parts(inputs)
    divisor = inputs.month_days if inputs.entitled_days == inputs.month_days else _divisor(inputs)
    top, bottom = sum(_earned(part, divisor, inputs.terms) for part in parts), divisor * inputs.terms.weights.whole
    highest = max(part.full for part in parts)
    lost = _reason_for_nothing(inputs)
    amount = 0 if lost or top < 0 else min(rounded(top, bottom, inputs.terms.result_rounding), highest)

    def steps() -> tuple[Step, ...]:
        entitled = chain.from_iterable(_entitlement_steps(part, divisor, inputs) for part in parts)
        reduced = [_nothing(lost, inputs)] if lost else chain.from_iterable(_absence_steps(p, inputs) for p in parts)
        return tuple(_settled([*entitled, *reduced], amount, is_below_zero=top < 0))

    return Benefit(zlotys(amount), zlotys(highest), steps)


_FORMULAS: dict[RuleVersion, Callable[[BenefitInputs], Benefit]] = {
    RuleVersion.BEFORE_2022: _by_twentieths,
    RuleVersion.JANUARY_2022: _by_twentieths,
    RuleVersion.SINCE_FEBRUARY_2022: _by_twentieths,
}
"""The formula stayed the same while its values changed; a later one gets a name and an entry of its own."""


# The month in parts


def _parts(inputs: BenefitInputs) -> list[_Part]:
    """One part where trial and main period have the same terms or only one of them occurs, else two."""
    if not inputs.trial_days:
        return [_main(inputs, sick_used=inputs.sick_before, off_used=inputs.days_off_before)]
    trial = _trial(inputs)
    if not inputs.main_days:
        return [trial]
    used = inputs.sick_before + trial.sick_paid, inputs.days_off_before + trial.days_off_paid
    main = _main(inputs, sick_used=used[0], off_used=used[1])
    return [_joined(trial, main)] if _have_same_terms(inputs.terms) else [trial, main]


def _trial(inputs: BenefitInputs) -> _Part:
    terms, absences = inputs.terms, inputs.trial
    off_limit = terms.days_off_limit if terms.trial_days_off else 0
    return _Part(
        is_trial=True,
        full=terms.full_trial,
        days=inputs.trial_days,
        absences=absences,
        sick_paid=_within(absences.sick, terms.sick_limit, used=inputs.sick_before),
        days_off_paid=_within(absences.days_off, off_limit, used=inputs.days_off_before),
    )


def _main(inputs: BenefitInputs, *, sick_used: int, off_used: int) -> _Part:
    terms, absences = inputs.terms, inputs.main
    return _Part(
        is_trial=False,
        full=terms.full_main,
        days=inputs.main_days,
        absences=absences,
        sick_paid=_within(absences.sick, terms.sick_limit, used=sick_used),
        days_off_paid=_within(absences.days_off, terms.days_off_limit, used=off_used),
    )


def _within(days: int, limit: int, *, used: int) -> int:
    """How many of these days still fit in the limit."""
    return min(days, max(0, limit - used))


def _have_same_terms(terms: Terms) -> bool:
    return terms.full_trial == terms.full_main and terms.trial_sick_share == terms.sick_share and terms.trial_days_off


def _joined(trial: _Part, main: _Part) -> _Part:
    both = {name: value + getattr(trial.absences, name) for name, value in vars(main.absences).items()}
    return _Part(
        is_trial=False,
        full=main.full,
        days=trial.days + main.days,
        absences=Absences(**both),
        sick_paid=trial.sick_paid + main.sick_paid,
        days_off_paid=trial.days_off_paid + main.days_off_paid,
    )


# Amounts


def _divisor(inputs: BenefitInputs) -> int:
    """Into how many parts a month that is not whole is divided; never fewer than the days that are paid."""
    asked = 30 if inputs.terms.partial_month == "30" else inputs.month_days
    return max(asked, inputs.entitled_days)


def _earned(part: _Part, divisor: int, terms: Terms) -> int:
    """What the part comes to, exactly: groszy times `divisor` times the whole of the weights. May lie below zero."""
    weights, absences = terms.weights, part.absences
    unpaid = absences.sick_beyond + absences.excused + part.sick_over_limit + part.days_off_over_limit
    sick = weights.trial_sick if part.is_trial else weights.sick
    less = absences.unexcused * weights.unexcused + part.sick_paid * sick + unpaid * weights.beyond
    return part.full * (part.days * weights.whole - divisor * less)


# Steps


def _reason_for_nothing(inputs: BenefitInputs) -> StepKind | None:
    if not inputs.entitled_days:
        return StepKind.NOT_ENTITLED
    if not inputs.has_applied:
        return StepKind.NO_APPLICATION
    return StepKind.TOO_MANY_UNEXCUSED if inputs.unexcused > inputs.terms.unexcused_limit else None


def _nothing(kind: StepKind, inputs: BenefitInputs) -> Step:
    """The step that takes everything; how much that is, is known in the end."""
    if kind is not StepKind.TOO_MANY_UNEXCUSED:
        return Step(kind=kind, amount=NOTHING, article=Article.ART_15)
    article, limit = Article.ART_15_7, inputs.terms.unexcused_limit
    return Step(kind=kind, amount=NOTHING, article=article, count=inputs.unexcused, of=limit)


def _entitlement_steps(part: _Part, divisor: int, inputs: BenefitInputs) -> Iterator[Step]:
    if not inputs.entitled_days:
        return
    full = zlotys(part.full)
    yield Step(
        kind=StepKind.FULL,
        amount=full,
        article=Article.ART_15_4,
        rate=inputs.terms.rate_trial if part.is_trial else inputs.terms.rate_main,
        benefit=inputs.terms.unemployment_benefit,
        rounding=inputs.terms.base_rounding,
        base=full,
        is_trial=part.is_trial,
    )
    if part.days != divisor:
        less = rounded(part.full * (part.days - divisor), divisor)
        yield Step(
            kind=StepKind.PART_OF_MONTH,
            amount=zlotys(less),
            count=part.days,
            of=divisor,
            base=full,
            is_trial=part.is_trial,
        )


def _absence_steps(part: _Part, inputs: BenefitInputs) -> Iterator[Step]:
    terms, absences = inputs.terms, part.absences
    none, sick, off = (0, 0), (terms.sick_limit, inputs.sick_before), (terms.days_off_limit, inputs.days_off_before)
    sick_beyond = absences.sick_beyond + part.sick_over_limit
    sick_share = terms.trial_sick_share if part.is_trial else terms.sick_share
    for kind, days, share, article, (limit, before) in (
        (StepKind.UNEXCUSED, absences.unexcused, terms.unexcused_share, Article.ART_15_7, none),
        (StepKind.SICK, part.sick_paid, sick_share, Article.ART_15_7A, sick),
        (StepKind.SICK_BEYOND, sick_beyond, terms.beyond_share, Article.PRACTICE, sick),
        (StepKind.EXCUSED, absences.excused, terms.beyond_share, Article.PRACTICE, none),
        (StepKind.DAYS_OFF, part.days_off_paid, Fraction(0), Article.ART_15, off),
        (StepKind.DAYS_OFF_BEYOND, part.days_off_over_limit, terms.beyond_share, Article.PRACTICE, off),
    ):
        if days:
            yield Step(
                kind=kind,
                amount=zlotys(rounded(-part.full * days * share.numerator, share.denominator)),
                article=article,
                count=days,
                share=share,
                base=zlotys(part.full),
                is_trial=part.is_trial,
                of=limit,
                before=before,
            )


def _settled(steps: list[Step], amount: int, *, is_below_zero: bool) -> Iterator[Step]:
    """The steps, made to add up: what a refusal takes away, what stays at zero, and what rounding changed."""
    *first, last = steps
    sum_before = sum((step.amount for step in first), start=NOTHING)
    if last.kind in _TAKES_ALL:
        yield from first
        yield _with_amount(last, -sum_before)
        return
    yield from steps
    difference = zlotys(amount) - sum_before - last.amount
    if difference:
        kind = StepKind.NOT_BELOW_ZERO if is_below_zero else StepKind.ROUNDING
        yield Step(kind=kind, amount=difference)


_TAKES_ALL = frozenset({StepKind.NOT_ENTITLED, StepKind.NO_APPLICATION, StepKind.TOO_MANY_UNEXCUSED})


def _with_amount(step: Step, amount: Decimal) -> Step:
    return Step(**{**vars(step), "amount": amount})
