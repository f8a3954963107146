"""People as other programs follow them: in the order of their changes, with those who were deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from casework.participants.models import Participant, Tombstone
from casework.participants.rules import Search, State
from casework.participants.selectors.lists import matching
from casework.participants.selectors.people import participants_visible_to
from core.access import Permission
from core.accounts.models import Account

Position = tuple[datetime, UUID]
MAY_YET_APPEAR = timedelta(minutes=6)
"""A change bears the moment at which its transaction began; the longest one, an import, ends within five minutes."""
LISTED = (
    "external_id", "last_name", "first_name", "pesel", "birth_date", "sex", "street", "postal_code", "place", "email",
    "education", "version", "updated_at",
)  # fmt: skip
"""Columns of a list; what is sealed beside them stays closed, but for the end of the PESEL number."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """That somebody was deleted: only the names by which programs know the person."""

    id: UUID
    external_id: str | None
    deleted_at: datetime


@dataclass(frozen=True, kw_only=True)
class Changes:
    """A part of what changed. `next`: where it goes on; None: this is the end."""

    people: list[Participant]
    gone: list[Gone]
    next: Position | None


def changes_since(
    account: Account, *, since: datetime | None, after: Position | None, external_id: str = "", size: int
) -> Changes:
    """People whom this account may see, those changed first coming first, and with `since` also those deleted.

    Args:
        since: only what changed then or later; None: everybody there is.
        after: where the page before ended.
    """
    people = participants_visible_to(account).only(*LISTED).order_by("updated_at", "id")
    if external_id:
        people = people.filter(external_id=external_id)
    changed = _beyond(people, "updated_at", since=since, after=after)[: size + 1]
    rows = merge(((each.updated_at, each.pk, each) for each in changed), _gone(account, since, after, size))
    page = list(islice(rows, size + 1))
    return Changes(
        people=[each for _at, _key, each in page[:size] if isinstance(each, Participant)],
        gone=[each for _at, _key, each in page[:size] if isinstance(each, Gone)],
        next=page[size - 1][:2] if len(page) > size else None,
    )


def people_named(account: Account, *, text: str, today: date, size: int) -> list[Participant]:
    """People found by words of their name, a whole PESEL number or a telephone; by name, one more than `size`."""
    wanted = matching(participants_visible_to(account), Search(text=text, state=State.ALL), today=today)
    return list(wanted.only(*LISTED)[: size + 1])


def _gone(
    account: Account, since: datetime | None, after: Position | None, size: int
) -> Iterable[tuple[datetime, UUID, Any]]:
    if since is None or not account.may(Permission.PARTICIPANTS_VIEW_ALL):
        return []
    rows = _beyond(Tombstone.objects.order_by("deleted_at", "id"), "deleted_at", since=since, after=after)
    told = rows.annotate(key=F("participant")).values_list("deleted_at", "id", "key", "external_id")[: size + 1]
    return [(at, pk, Gone(id=key, external_id=name, deleted_at=at)) for at, pk, key, name in told]


def _beyond(rows: QuerySet[Any], moment: str, *, since: datetime | None, after: Position | None) -> QuerySet[Any]:
    if since is not None:
        rows = rows.filter(**{f"{moment}__gte": since})
    if after is None:
        return rows
    at, key = after
    return rows.filter(Q(**{f"{moment}__gte": at}), Q(**{f"{moment}__gt": at}) | Q(id__gt=key))
