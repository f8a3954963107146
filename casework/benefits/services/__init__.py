"""Settling a month, approving it, marking its list as paid; premiums; noting whose amounts were looked at."""

from casework.benefits.services.history import BENEFIT_ACTIONS, note_reading
from casework.benefits.services.premiums import propose_premium, withdraw_premium
from casework.benefits.services.settling import approve_settlement, mark_month_paid, settle_month

__all__ = [
    "BENEFIT_ACTIONS",
    "approve_settlement",
    "mark_month_paid",
    "note_reading",
    "propose_premium",
    "settle_month",
    "withdraw_premium",
]
