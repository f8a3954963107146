"""People and stays of a centre. Call these inside a house: `with as_house(poraj): person = a_participant()`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from casework.attendance.models import Mark, MonthClosing
from casework.participants.models import Participant, Stay
from casework.participants.rules import Category, NewStay, PersonData
from casework.participants.services import add_participant, begin_stay, end_stay
from core.accounts.models import Account

_numbers: Iterator[int] = count(1)
OCTOBER, APPROVED_AT = date(2026, 10, 1), datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def a_pesel(birth_date: date = date(1980, 5, 17), *, serial: int | None = None, female: bool = True) -> str:
    """A PESEL number with a right check digit; another one at every call, unless `serial` says which."""
    number = next(_numbers) if serial is None else serial
    month = birth_date.month + {18: 80, 19: 0, 20: 20, 21: 40, 22: 60}[birth_date.year // 100]
    digits = f"{birth_date:%y}{month:02}{birth_date:%d}{number % 1000:03}{(number // 1000 * 2 + (not female)) % 10}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return f"{digits}{-total % 10}"


def a_worker() -> Account:
    """Somebody of the house who may do everything that casework asks for; the same one at every call."""
    found: Account = Account.objects.get_or_create(
        email="pracownik@fabryka.example", defaults={"name": "Ewa Fabryczna", "roles": ["manager", "social-worker"]}
    )[0]
    return found


def a_person(**values: Any) -> PersonData:
    """What is typed into a card: a valid PESEL number, a name, one group of art. 1(2)."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "last_name": "Zielińska",
        "first_name": f"Anna{'abcdefghijklmnopqrstuvwxyz'[number % 26]}",
        "categories": (Category.LONG_TERM_UNEMPLOYED.value,),
    }
    if "pesel" not in values and "other_identifier" not in values:
        defaults["pesel"] = a_pesel()
    return PersonData(**defaults | values)


def a_participant(
    *, by: Account | None = None, stay: NewStay | None = None, today: date = date(2026, 11, 20), **values: Any
) -> Participant:
    """A person on the list; `values` are fields of `PersonData`. Without `stay` there is none."""
    return add_participant(by=by or a_worker(), person=a_person(**values), stay=stay, today=today)


def a_stay(
    participant: Participant | None = None,
    *,
    starts_on: date = date(2026, 3, 2),
    ends_on: date | None = None,
    reason: str = "UKONCZYL_PROGRAM",
    plan_signed_on: date | None = date(2026, 3, 2),
    benefit_applied_on: date | None = date(2026, 3, 2),
    by: Account | None = None,
    **values: Any,
) -> Stay:
    """A stay with trial and main period, of this person or of a new one; ended where `ends_on` is given."""
    author = by or a_worker()
    person = participant or a_participant(by=author, **values)
    new = NewStay(starts_on, plan_signed_on, benefit_applied_on)
    today = max(starts_on, date(2026, 11, 20))
    stay = begin_stay(by=author, participant_id=person.pk, new=new, today=today)
    if ends_on:
        stay = end_stay(by=author, stay_id=stay.pk, version=stay.version, ends_on=ends_on, reason=reason)
    return stay


def mark(stay: Stay, code: str, *days: int, month: date = OCTOBER) -> None:
    """Put a code on days of a month; six hours where somebody was there."""
    hours = Decimal(6) if code == "O" else Decimal(0)
    Mark.objects.bulk_create(
        Mark(stay=stay, day=month.replace(day=day), code=code, hours=hours, marked_by=a_worker()) for day in days
    )


def approve(month: date = OCTOBER, *, version: int = 1, at: datetime = APPROVED_AT) -> MonthClosing:
    """The month's attendance is approved, whatever it lacks."""
    by = a_worker()
    step = {"version": version, "submitted_by": by, "submitted_at": at, "approved_by": by, "approved_at": at}
    if not MonthClosing.objects.filter(month=month).update(**step):
        MonthClosing.objects.create(month=month, **step)
    return MonthClosing.objects.get(month=month)
