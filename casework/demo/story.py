"""What the simulator tells: a centre's people and what became of them, day by day. Values only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from casework.attendance.rules import Code
from casework.demo.region import CentrePlan, Progress
from casework.participants.rules import Category, ClosingReason, Education, LabourStatus, PeriodKind, Sex

DAY = timedelta(days=1)


@dataclass(frozen=True)
class PersonStory:
    """An invented person."""

    key: int
    last_name: str
    first_name: str
    sex: Sex
    birth_date: date
    pesel: str
    other_identifier: str
    street: str
    postal_code: str
    place: str
    phone: str
    email: str
    categories: tuple[Category, ...]
    education: Education
    labour_status: LabourStatus


@dataclass(frozen=True)
class PeriodStory:
    """A granted part of a stay, both days included."""

    kind: PeriodKind
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class MembershipStory:
    """Time in the team with this number."""

    team: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class MarkStory:
    """A day. `first_said`: another code stood there before somebody brought a certificate."""

    code: Code
    hours: Decimal = Decimal(0)
    first_said: Code | None = None


@dataclass
class StayStory:
    """One person's time in the centre. `ends_on` None: it lasts."""

    key: int
    person: PersonStory
    starts_on: date
    ends_on: date | None
    reason: ClosingReason | None
    periods: tuple[PeriodStory, ...]
    plan_signed_on: date | None = None
    benefit_applied_on: date | None = None
    memberships: list[MembershipStory] = field(default_factory=list)
    marks: dict[date, MarkStory] = field(default_factory=dict)
    premiums: dict[date, Decimal] = field(default_factory=dict)

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def team_on(self, day: date) -> int:
        """The number of the team on a day of the stay."""
        return next(each.team for each in reversed(self.memberships) if each.starts_on <= day)


@dataclass(frozen=True)
class Month:
    """A calendar month, by its first day."""

    first: date

    @property
    def last(self) -> date:
        return add_months(self.first, 1) - DAY

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    def days(self) -> Iterator[date]:
        """Every day of it."""
        return days_between(self.first, self.last)


@dataclass(frozen=True)
class Window:
    """The time that the story covers: whole months up to the one of `today`, whose past days it covers too."""

    today: date
    length: int

    @property
    def months(self) -> list[Month]:
        this = self.today.replace(day=1)
        return [Month(add_months(this, -back)) for back in range(self.length - 1, -1, -1)]

    @property
    def first(self) -> date:
        return self.months[0].first

    @property
    def last_past_day(self) -> date:
        return self.today - DAY


@dataclass
class Story:
    """Everything that happened in a centre."""

    plan: CentrePlan
    window: Window
    working_days: frozenset[date]
    closed_days: dict[date, str]
    stays: list[StayStory]
    progress: dict[Month, Progress]

    @property
    def people(self) -> list[PersonStory]:
        """Everybody once, in the order of their first stay."""
        return list({stay.person.key: stay.person for stay in self.stays}.values())


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    next_first = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_first - DAY)


def days_between(since: date, until: date) -> Iterator[date]:
    """Every day, both ends included."""
    return (since + timedelta(days=n) for n in range((until - since).days + 1))
