"""Seats of groups and days of belonging to them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class WorkshopData:
    """What is known of a workshop; `seats` are those of all its groups together."""

    name: str
    seats: int
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupData:
    """What is known of a group: its leader, its seats, and how many hours a day it usually works."""

    name: str
    seats: int
    instructor_id: UUID | None = None
    hours_a_day: Decimal = Decimal(6)


@dataclass(frozen=True)
class Span:
    """First and last day of something, both included; no last day: until further notice."""

    since: date
    until: date | None = None

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return not self.ends_before(other.since) and not other.ends_before(self.since)

    def ends_before(self, day: date) -> bool:
        return self.until is not None and self.until < day


def most_at_once(spans: Iterable[Span], *, within: Span) -> int:
    """How many of the spans hold on the fullest day of a time.

    The number grows only on a first day, so these are the days to look at.
    """
    touching = [span for span in spans if span.overlaps(within)]
    days = {max(span.since, within.since) for span in touching}
    return max((sum(span.overlaps(Span(day, day)) for span in touching) for day in days), default=0)


def day_before(day: date) -> date:
    """The last day of an old group, when a new one begins on `day`."""
    return day - A_DAY
