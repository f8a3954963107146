"""Whose attendance somebody may see and keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from casework.attendance.rules import HOURS_WITHOUT_GROUP
from casework.participants.models import Stay
from casework.workshops.models import Membership
from core.access import Permission
from core.accounts.models import Account


def sees_everybody(account: Account) -> bool:
    """Whether an account is not bound to the groups that it leads."""
    return account.may(Permission.PARTICIPANTS_VIEW_ALL)


def stays_seen_by(account: Account, *, since: date, until: date, group_id: UUID | None = None) -> QuerySet[Stay]:
    """Stays of these days that an account may look at, by name; of one group when it is named.

    An instructor sees those who are in a group of their own on one of the days.
    """
    in_groups = Membership.objects.touching(since=since, until=until).filter(stay=OuterRef("pk"))
    stays: QuerySet[Stay] = Stay.objects.touching(since=since, until=until).select_related("participant")
    if group_id is not None:
        stays = stays.filter(Exists(in_groups.filter(group=group_id)))
    if not sees_everybody(account):
        stays = stays.filter(Exists(in_groups.filter(group__instructor__account=account)))
    return _with_groups(stays, since=since, until=until).order_by("participant__sort_name", "id")


def _with_groups(stays: QuerySet[Stay], *, since: date, until: date) -> QuerySet[Stay]:
    memberships = Membership.objects.touching(since=since, until=until).select_related("group__instructor")
    return stays.prefetch_related(Prefetch("memberships", queryset=memberships))


def answers_for(account: Account | None, stay: Stay, day: date) -> bool:
    """Whether an account may see and mark this day of a stay whose memberships are prefetched; None may see all."""
    if account is None or sees_everybody(account):
        return True
    return any(
        held.starts_on <= day and (held.ends_on is None or day <= held.ends_on)
        for held in stay.memberships.all()
        if held.group.instructor and held.group.instructor.account_id == account.pk
    )


def places_between(*, since: date, until: date) -> ArraySubquery:
    """An annotation for stays: in which groups they are between two days. `Places` reads it."""
    memberships = (
        Membership.objects.touching(since=since, until=until).filter(stay=OuterRef("pk")).order_by("starts_on")
    )
    return ArraySubquery(
        memberships.values(
            place=JSONObject(
                since="starts_on", until="ends_on", hours="group__hours_a_day", leader="group__instructor__account"
            )
        )
    )


class Places:
    """In which group people are on a day: whose list they are on, and how long its day is.

    The stays carry `places_between` as `places`: asking for it with the stays themselves saves a query in every sheet.
    """

    def __init__(self, stays: Iterable[Any]) -> None:
        self._of = {stay.pk: [_Place(**place) for place in stay.places] for stay in stays}

    def hours(self, stay_id: UUID, day: date) -> Decimal:
        """Hours of the group's day; a fifth of the least week for somebody in no group."""
        place = self._on(stay_id, day)
        return Decimal(str(place.hours)) if place else HOURS_WITHOUT_GROUP

    def is_led_by(self, account: Account, stay_id: UUID, day: date) -> bool:
        """Whether this person is, on this day, in a group that the account leads."""
        place = self._on(stay_id, day)
        return place is not None and place.leader == str(account.pk)

    def _on(self, stay_id: UUID, day: date) -> "_Place | None":
        return next((place for place in self._of.get(stay_id, ()) if place.holds_on(day.isoformat())), None)


@dataclass(frozen=True)
class _Place:
    """A membership as JSON brings it: days in ISO form, which compare like days."""

    since: str
    until: str | None
    hours: float
    leader: str | None

    def holds_on(self, day: str) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
