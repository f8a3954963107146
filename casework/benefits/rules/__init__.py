"""The benefit of one person and month, with every step on the way; the premium beside it. Pure."""

from casework.benefits.rules.calculation import Benefit, monthly_benefit
from casework.benefits.rules.inputs import Absences, BenefitInputs, RuleVersion, Terms, terms_of, version_of
from casework.benefits.rules.months import MonthStep, next_step
from casework.benefits.rules.premium import premium_limit
from casework.benefits.rules.rounding import full_amount, rounded
from casework.benefits.rules.steps import Step, StepKind

__all__ = [
    "Absences",
    "Benefit",
    "BenefitInputs",
    "MonthStep",
    "RuleVersion",
    "Step",
    "StepKind",
    "Terms",
    "full_amount",
    "monthly_benefit",
    "next_step",
    "premium_limit",
    "rounded",
    "terms_of",
    "version_of",
]
