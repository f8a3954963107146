"""One label and one line of migrations for a centre's casework; the models live in their slices."""

from casework.attendance.models import ClosedDay, CodeLetter, Mark, MarkVersion, MonthClosing, Reopening
from casework.benefits.models import Premium, Settlement, SettlementLine
from casework.figures.models import FiguresDecision
from casework.parameters.models import ParameterOverride
from casework.participants.models import Participant, Stay, StayPeriod, Tombstone
from casework.staff.models import StaffMember
from casework.workshops.models import Group, Membership, Workshop

__all__ = [
    "ClosedDay",
    "CodeLetter",
    "FiguresDecision",
    "Group",
    "Mark",
    "MarkVersion",
    "Membership",
    "MonthClosing",
    "ParameterOverride",
    "Participant",
    "Premium",
    "Reopening",
    "Settlement",
    "SettlementLine",
    "StaffMember",
    "Stay",
    "StayPeriod",
    "Tombstone",
    "Workshop",
]
