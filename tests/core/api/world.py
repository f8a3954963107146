"""What the examples of the documentation speak of: Zofia, her stay in the garden group, autumn 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from casework.attendance.api import STAY
from casework.benefits.services import settle_month
from casework.participants.api.examples import SOMEBODY
from casework.participants.models import Participant, Stay, StayPeriod
from casework.workshops.models import Group, Membership, Workshop
from core.accounts.models import Account
from core.reports.api import REPORT
from core.reports.models import Report
from core.reports.services.requests import _hand_to_the_queue
from tests.factories.casework import approve

SEPTEMBER = date(2026, 9, 1)


def fill(maker: Account) -> None:
    """Everything that examples name; called inside the house."""
    person = Participant(
        pk=UUID(SOMEBODY),
        external_id="HR-0042",
        last_name="Przykładowa",
        first_name="Zofia",
        pesel="02270803624",
        birth_date=date(2002, 7, 8),
        sex="K",
        street="ul. Kwiatowa 7",
        postal_code="42-360",
        place="Poraj",
        phone="600700800",
    )
    _indexed(person).save(force_insert=True)
    _in_the_garden(person)


def _indexed(person: Participant) -> Participant:
    from casework.participants.selectors.people import pesel_index, phone_index

    person.pesel_index, person.phone_index = pesel_index(person.pesel), phone_index(person.phone)
    return person


def _in_the_garden(person: Participant) -> None:
    began = date(2026, 9, 1)
    days = {"plan_signed_on": began, "benefit_applied_on": began}
    stay = Stay.objects.create(pk=UUID(STAY), participant=person, starts_on=began, **days)
    StayPeriod.objects.create(stay=stay, kind="main", starts_on=began, ends_on=date(2027, 8, 31))
    garden = Group.objects.create(
        workshop=Workshop.objects.create(name="Ogrodnicza", seats=10), name="Ogród", seats=10, hours_a_day=Decimal(6)
    )
    Membership.objects.create(group=garden, stay=stay, starts_on=began)


def settle(maker: Account) -> None:
    """September is approved and settled."""
    approve(SEPTEMBER)
    settle_month(by=maker, month=SEPTEMBER, now=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))


def ask_for_a_report(maker: Account) -> None:
    """The paper of the example, still in the making."""
    asked = {"month": "2026-10", "group": "all"}
    report = Report(
        pk=UUID(REPORT),
        kind="attendance-summary",
        format="csv",
        parameters=asked,
        title="Miesięczne zestawienie grupy: wszystkie grupy, październik 2026",
        requested_by=maker,
    )
    report.save(force_insert=True)
    _hand_to_the_queue(report)
