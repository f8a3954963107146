"""What comes next in a month, from its attendance to the payment."""

from enum import StrEnum


class MonthStep(StrEnum):
    """Where a month stands; each names what has to happen next."""

    ATTENDANCE = "attendance"
    """Its attendance is not approved."""
    SETTLE = "settle"
    APPROVE = "approve"
    PAY = "pay"
    PAID = "paid"


def next_step(*, is_immutable: bool, is_paid: bool, is_settled: bool, is_approved: bool) -> MonthStep:
    """The one thing to do. `is_settled` and `is_approved`: of the settlement of the attendance as it stands now."""
    if is_paid:
        return MonthStep.PAID
    if not is_immutable:
        return MonthStep.ATTENDANCE
    if not is_settled:
        return MonthStep.SETTLE
    return MonthStep.PAY if is_approved else MonthStep.APPROVE
