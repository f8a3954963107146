"""Papers of benefits: the list to pay, and the explanation of an amount for the person it concerns."""

from casework.benefits.reports.explanation import BENEFIT_EXPLANATION
from casework.benefits.reports.pay_list import PAY_LIST

BENEFIT_REPORTS = (PAY_LIST, BENEFIT_EXPLANATION)

__all__ = ["BENEFIT_EXPLANATION", "BENEFIT_REPORTS", "PAY_LIST"]
