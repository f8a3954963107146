"""Functions of a centre's staff. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class StaffFunction(StrEnum):
    """What somebody does in the centre (art. 11 of the Act on social employment names the staff of a CIS)."""

    MANAGER = "manager"
    SOCIAL_WORKER = "social-worker"
    INSTRUCTOR = "vocational-instructor"
    PSYCHOLOGIST = "psychologist"
    JOB_COUNSELLOR = "job-counsellor"
    ACCOUNTANT = "accountant"
    OFFICE = "office"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class StaffData:
    """What is known of a member of staff. `account_id`: the account by which this person signs in, if any."""

    name: str
    function: StaffFunction
    account_id: UUID | None = None
    employed_from: date | None = None
    employed_until: date | None = None

    @property
    def days_in_order(self) -> bool:
        """Whether the last day of work does not come before the first."""
        return not self.employed_from or not self.employed_until or self.employed_from <= self.employed_until
