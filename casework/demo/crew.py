"""Who does what in a house of the demo, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone

from casework.staff.rules import StaffFunction
from core.access.rules import Role
from core.accounts.models import Account

FUNCTIONS = {
    Role.MANAGER: StaffFunction.MANAGER,
    Role.SOCIAL_WORKER: StaffFunction.SOCIAL_WORKER,
    Role.INSTRUCTOR: StaffFunction.INSTRUCTOR,
    Role.ACCOUNTANT: StaffFunction.ACCOUNTANT,
    Role.PSYCHOLOGIST: StaffFunction.PSYCHOLOGIST,
    Role.OFFICE: StaffFunction.OFFICE,
}


@dataclass(frozen=True)
class Crew:
    """Who does what in a house, by account."""

    accounts: Mapping[Role, Account]

    @property
    def manager(self) -> Account:
        return self.accounts[Role.MANAGER]

    @property
    def social_worker(self) -> Account:
        return self.accounts[Role.SOCIAL_WORKER]

    @property
    def instructor(self) -> Account:
        return self.accounts[Role.INSTRUCTOR]

    @property
    def accountant(self) -> Account:
        return self.accounts[Role.ACCOUNTANT]


def crew_of_house() -> Crew:
    """The first account of every role in the house that the thread is in."""
    accounts = Account.objects.filter(is_active=True).order_by("-created_at", "-pk")
    return Crew({Role(role): account for account in accounts for role in account.roles if role in set(FUNCTIONS)})


def moment(day: date, at: time) -> datetime:
    """A time of day in Poland."""
    return datetime.combine(day, at, tzinfo=get_current_timezone())
