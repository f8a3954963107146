"""Settlements for other programs, such as the one that keeps the accounts."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from casework.attendance.views.days import MONTH, month_or_404
from casework.benefits import selectors, services
from casework.benefits.rules import MonthStep
from core.accounts.rules import Scope
from core.api.api import ApiView, Asked, Call, Told, operation
from core.api.rules import LARGEST_PAGE, PAGE_SIZE, Answer, Example

TAG = gettext_lazy("Settlements")
SETTLED = (MonthStep.APPROVE, MonthStep.PAY, MonthStep.PAID)
STEPS = [(each.value, selectors.STEP_LABELS[each]) for each in SETTLED]
A_MONTH = {"type": "string", "pattern": r"^20\d\d-(0[1-9]|1[0-2])$"}
STATE = gettext_lazy("How far it is: to be approved (approve), approved and to be paid (pay), or paid.")


def _money(help_text: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=11, decimal_places=2, help_text=help_text)


class SettlementListed(Told):
    """A month that is settled."""

    month = serializers.CharField(help_text=gettext_lazy("Such as 2026-10."))
    state = serializers.ChoiceField(STEPS, help_text=STATE)
    people = serializers.IntegerField()
    total = _money(gettext_lazy("Everything that is to be paid, in zł."))


class SettlementsPage(Told):
    """Settled months, the latest first."""

    items = SettlementListed(many=True)
    next = serializers.CharField(allow_null=True, help_text=gettext_lazy("The cursor of the next page; null: no more."))


class SettlementLine(Told):
    """What one person is paid."""

    stay = serializers.UUIDField()
    participant = serializers.UUIDField()
    external_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    full_amount = _money(gettext_lazy("The benefit without reductions."))
    reduction = _money(gettext_lazy("What is taken off for days of absence and for a part of a month."))
    amount = _money(gettext_lazy("The benefit."))
    premium = _money(gettext_lazy("The motivational premium."))
    payable = _money(gettext_lazy("Benefit and premium together."))


class SettlementTold(Told):
    """A month with a line for each person, by name."""

    month = serializers.CharField()
    state = serializers.ChoiceField(STEPS, help_text=STATE)
    version = serializers.IntegerField(help_text=gettext_lazy("Of the attendance that it was made from."))
    amount = _money(gettext_lazy("Benefits together."))
    premium = _money(gettext_lazy("Premiums together."))
    payable = _money(gettext_lazy("Everything together."))
    lines = SettlementLine(many=True)


class MonthsWanted(Asked):
    """Which part of the list."""

    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    cursor = serializers.RegexField(
        MONTH.pattern + r"\Z", required=False, help_text=gettext_lazy("What the page before gave as “next”.")
    )


LISTED = {"month": "2026-09", "state": "approve", "people": 1, "total": "2140.70"}
LINE = {
    "stay": "0190b6a0-0000-7000-8000-00000000e0a1",
    "participant": "0190b6a0-0000-7000-8000-00000000e001",
    "external_id": "HR-0042",
    "name": "Przykładowa Zofia",
    "full_amount": "2140.70",
    "reduction": "0.00",
    "amount": "2140.70",
    "premium": "0.00",
    "payable": "2140.70",
}
TOTALS = {"version": 1, "amount": "2140.70", "premium": "0.00", "payable": "2140.70"}
LIST = Example(method="GET", path="/api/v1/settlements", answer={"items": [LISTED], "next": None})
ONE = Example(
    method="GET",
    path="/api/v1/settlements/2026-09",
    answer={"month": "2026-09", "state": "approve", **TOTALS, "lines": [LINE]},
)


class Settlements(ApiView):
    """Every month that is settled; nobody's name."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_SETTLEMENTS}

    @operation(
        "list_settlements",
        summary=gettext_lazy("List settled months"),
        query=MonthsWanted,
        answer=SettlementsPage,
        examples=(LIST,),
    )
    def get(self, request: Call) -> Answer:
        before, size = request.asked.get("cursor"), request.asked["limit"]
        settled = (
            row for row in selectors.months(timezone.localdate()) if row.step in SETTLED and row.total is not None
        )
        page = list(islice((row for row in settled if before is None or row.code < before), size + 1))
        following = page[size - 1].code if len(page) > size else None
        return Answer(data={"items": list(map(_listed, page[:size])), "next": following})


class Settlement(ApiView):
    """One month."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_SETTLEMENTS}

    @operation(
        "get_settlement",
        summary=gettext_lazy("Read the settlement of a month"),
        description=gettext_lazy("Whose amounts were read is on record."),
        answer=SettlementTold,
        path={"month": A_MONTH},
        examples=(ONE,),
    )
    def get(self, request: Call, month: str) -> Answer:
        page = selectors.settlement_of(month_or_404(month))
        if page.settlement is None:
            raise Http404
        services.note_reading(by=request.user, month=page.month, people=[row.participant_id for row in page.lines])
        return Answer(data=_told(page))


def _listed(row: selectors.MonthRow) -> dict[str, Any]:
    return {"month": row.code, "state": row.step, "people": row.people, "total": row.total}


def _told(page: selectors.MonthPage) -> dict[str, Any]:
    sums = page.totals
    return {
        "month": page.code,
        "state": page.step,
        "version": page.state.version,
        "amount": sums.amount,
        "premium": sums.premium,
        "payable": sums.payable,
        "lines": _lines(page.lines),
    }


def _lines(rows: Iterable[selectors.LineRow]) -> list[dict[str, Any]]:
    return [
        {
            "stay": row.stay_id,
            "participant": row.participant_id,
            "external_id": row.line.stay.participant.external_id,
            "name": row.name,
            "full_amount": row.line.full_amount,
            "reduction": row.reduction,
            "amount": row.line.amount,
            "premium": row.line.premium,
            "payable": row.line.payable,
        }
        for row in rows
    ]
