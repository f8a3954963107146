"""Lines of a settlement, as tables and papers show them, and their sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from casework.benefits.models import Settlement, SettlementLine
from casework.benefits.rules import BenefitInputs, monthly_benefit
from casework.benefits.selectors.words import ShownStep, money, month_code, step_in_words

NOTHING = Decimal("0.00")
NAMES = ("participant__last_name", "participant__first_name", "participant__external_id")


@dataclass(frozen=True)
class LineRow:
    """One person's line, as tables and papers show it."""

    line: SettlementLine
    month: date

    @property
    def code(self) -> str:
        return month_code(self.month)

    @property
    def stay_id(self) -> UUID:
        return self.line.stay_id

    @property
    def participant_id(self) -> UUID:
        return self.line.stay.participant_id

    @property
    def name(self) -> str:
        return str(self.line.stay.participant)

    @property
    def reduction(self) -> Decimal:
        """By how much the benefit lies below the full one."""
        return self.line.full_amount - self.line.amount

    @property
    def shown(self) -> dict[str, str]:
        """The amounts as people read them."""
        return {name: money(getattr(self.line, name)) for name in ("full_amount", "amount", "premium", "payable")} | {
            "reduction": money(-self.reduction)
        }

    @property
    def premium_shown(self) -> str:
        """Empty where there is none: most lines have none."""
        return self.shown["premium"] if self.line.premium else ""

    @property
    def days(self) -> int:
        """Calendar days for which the person is entitled; by what they are divided, the steps say."""
        return self.inputs.entitled_days

    @property
    def is_part_of_month(self) -> bool:
        """Whether a part of the reduction is the month not being whole."""
        return 0 < self.inputs.entitled_days < self.inputs.month_days

    @property
    def may_have_premium(self) -> bool:
        """Whether a day of the main period lies in the month (art. 15a)."""
        return self.inputs.main_days > 0

    @cached_property
    def inputs(self) -> BenefitInputs:
        return BenefitInputs.from_json(self.line.inputs)

    @cached_property
    def steps(self) -> list[ShownStep]:
        """How the amount came about, made again from what was kept."""
        return [step_in_words(step) for step in monthly_benefit(self.inputs).steps]

    @property
    def numbered_steps(self) -> list[tuple[int, ShownStep]]:
        return list(enumerate(self.steps, start=1))


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What the lines come to together."""

    people: int
    reduction: Decimal
    amount: Decimal
    premium: Decimal
    payable: Decimal

    @property
    def shown(self) -> dict[str, str]:
        """The sums as people read them."""
        return {name: money(getattr(self, name)) for name in ("amount", "premium", "payable")}

    @classmethod
    def of(cls, rows: Iterable[LineRow]) -> "Totals":
        """The sums, to the grosz."""
        lines = list(rows)
        return cls(
            people=len(lines),
            reduction=sum((row.reduction for row in lines), start=NOTHING),
            amount=sum((row.line.amount for row in lines), start=NOTHING),
            premium=sum((row.line.premium for row in lines), start=NOTHING),
            payable=sum((row.line.payable for row in lines), start=NOTHING),
        )


def lines_of(settlement: Settlement) -> list[LineRow]:
    """The lines of a settlement by name; nothing sealed is opened. One query."""
    lines = all_lines().filter(settlement=settlement)
    return [LineRow(line, settlement.month) for line in lines.order_by("stay__participant__sort_name", "stay_id")]


def all_lines() -> QuerySet[SettlementLine]:
    """Lines with the names of their people; nothing sealed is opened."""
    joined = SettlementLine.objects.select_related("stay__participant")
    whole = [each.attname for each in SettlementLine._meta.concrete_fields]
    return joined.only(*whole, "stay__starts_on", *(f"stay__{name}" for name in NAMES))
