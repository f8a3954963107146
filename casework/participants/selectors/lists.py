"""The list of participants: filtered, searched, and read along its index page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)

from casework.participants.models import Participant, Stay, StayPeriod
from casework.participants.rules import (
    SORTS,
    Looking,
    PeriodKind,
    Search,
    State,
    StayState,
    masked,
    one_slip,
    state_on,
)
from casework.participants.selectors.labels import badges
from casework.participants.selectors.people import participants_visible_to, pesel_index, phone_index, stays_led_by
from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import Tone

PAGE_SIZE = 25
COUNTED_AT_MOST = 10_000
"""Nobody reads further; counting everything is what makes long lists slow."""
SHOWN = ("last_name", "first_name", "pesel", "birth_date")
"""Columns of a line; what is sealed beside them stays closed."""
ENDING_WITHIN = timedelta(days=30)
ALIKE = 0.3
"""How much of a mistyped name has to agree: two exchanged letters leave 0.38 of Kowalski; the most alike come first."""


@dataclass
class PersonRow:
    """A line of the list: nothing that is sealed but the last digits of the PESEL number."""

    id: UUID
    name: str
    pesel: str
    birth_date: date | None
    state: StayState | None = None
    starts_on: date | None = None
    until: date | None = None
    has_plan: bool = True
    group: str = ""

    @property
    def badges(self) -> list[tuple[Any, Tone]]:
        return badges(self.state, has_plan=self.has_plan)


@dataclass(frozen=True)
class ListPage:
    """A page of the list. `after` and `before` name the people at its edges where the list goes on."""

    rows: list[PersonRow] = field(default_factory=list)
    count: int = 0
    after: UUID | None = None
    before: UUID | None = None
    are_similar: bool = False

    @property
    def is_counted(self) -> bool:
        return self.count <= COUNTED_AT_MOST


def has_participants() -> bool:
    """Whether anybody has been entered yet."""
    return Participant.objects.exists()


def groups_to_choose(account: Account) -> list[tuple[str, str]]:
    """Groups that have, or had, members whom this account may see: key and name."""
    stays = Stay.objects.all() if account.may(Permission.PARTICIPANTS_VIEW_ALL) else stays_led_by(account)
    named = stays.filter(memberships__isnull=False).order_by("memberships__group__name")
    pairs = named.values_list("memberships__group", "memberships__group__name").distinct()
    return [(str(key), name) for key, name in pairs]


def list_page(account: Account, search: Search, *, today: date) -> ListPage:
    """The page of the list that is asked for; what is mistyped gives the people whose names are alike."""
    found = matching(participants_visible_to(account), search, today=today)
    people, after, before = _page(found, search)
    if not people and search.by is Looking.NAME and search.text:
        alike = _alike(participants_visible_to(account), search)
        return ListPage(_rows(alike, today=today), len(alike), are_similar=bool(alike))
    is_all = after is None and before is None
    count = len(people) if is_all else found.order_by()[: COUNTED_AT_MOST + 1].count()
    return ListPage(_rows(people, today=today), count, after, before)


def matching(seen: QuerySet[Participant], search: Search, *, today: date) -> QuerySet[Participant]:
    """Those of the people seen who fit the search; a number is looked for everywhere, whatever the filters say."""
    if search.by is Looking.PESEL:
        return seen.filter(pesel_index=pesel_index(search.text))
    if search.by is Looking.PHONE:
        return seen.filter(phone_index=phone_index(search.text))
    for word in search.words:
        seen = seen.filter(search_name__contains=_plain(word))
    if search.group:
        members = Stay.objects.touching(since=today, until=date.max).filter(_member_of(search.group, today))
        seen = seen.filter(pk__in=members.values("participant"))
    return seen.filter(_in_state(search.state, today=today))


def _member_of(group: UUID, today: date) -> Q:
    lasting = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    return lasting & Q(memberships__group=group)


def _plain(text: str) -> Func:
    return Func(Value(text), function="public.ogniwo_plain", output_field=TextField())


def _in_state(state: State, *, today: date) -> Q:
    """The condition on a person. `HERE` begins with those whose first day is still to come."""
    here = Stay.objects.touching(since=today, until=date.max)
    now = Stay.objects.on(today)
    granted_on = StayPeriod.objects.filter(stay=OuterRef("pk"), ends_on__gte=today).order_by()
    running = {"periods__starts_on__lte": today, "periods__ends_on__gte": today}
    if state is State.ALL:
        return Q()
    if state is State.NO_STAY:
        return ~_having(Stay.objects.all())
    if state is State.ENDED:
        return _having(Stay.objects.all()) & ~_having(here)
    return _having(
        {
            State.HERE: here,
            State.TRIAL: now.filter(periods__kind=PeriodKind.TRIAL.value, **running),
            State.MAIN: now.filter(periods__kind__in=[PeriodKind.MAIN.value, PeriodKind.EXTENSION.value], **running),
            State.ENDING: ending_between(since=today, until=today + ENDING_WITHIN),
            State.OVER_LIMIT: now.filter(~Exists(granted_on)),
            State.NO_PLAN: here.filter(plan_signed_on__isnull=True),
        }[state]
    )


def _having(stays: QuerySet[Stay]) -> Q:
    return Q(Exists(stays.filter(participant=OuterRef("pk")).order_by()))


def ending_between(*, since: date, until: date) -> QuerySet[Stay]:
    """Stays that go on (on the first of these days), and whose last known day lies between the two."""
    periods = StayPeriod.objects.filter(stay=OuterRef("pk")).order_by()
    granted = Exists(periods.filter(ends_on__range=(since, until))) & ~Exists(periods.filter(ends_on__gt=until))
    ending: QuerySet[Stay] = Stay.objects.on(since).filter(
        Q(ends_on__range=(since, until)) | Q(granted, ends_on__isnull=True)
    )
    return ending


def _page(found: QuerySet[Participant], search: Search) -> tuple[list[Participant], UUID | None, UUID | None]:
    """One page along the index, and the people after and before whom the list goes on."""
    column = SORTS[search.sort]
    backwards = search.before is not None
    edge = _edge(search.before or search.after, column.removeprefix("-"))
    descending = column.startswith("-") != backwards
    ordered = _ordered(found, column.removeprefix("-"), descending=descending, edge=edge)
    people = list(ordered.only(*SHOWN)[: PAGE_SIZE + 1])
    has_more, people = len(people) > PAGE_SIZE, people[:PAGE_SIZE]
    if backwards:
        people.reverse()
    if not people:
        return [], None, None
    goes_on, comes_before = (edge is not None, has_more) if backwards else (has_more, edge is not None)
    return people, people[-1].pk if goes_on else None, people[0].pk if comes_before else None


def _edge(person: UUID | None, column: str) -> tuple[object, UUID] | None:
    """Where the page begins: never in the address itself, for an address must not hold a name."""
    return Participant.objects.filter(pk=person).values_list(column, "pk").first() if person else None


def _ordered(
    found: QuerySet[Participant], column: str, *, descending: bool, edge: tuple[object, UUID] | None
) -> QuerySet[Participant]:
    sign, way = ("-", "lt") if descending else ("", "gt")
    if edge:
        beyond = Q(**{f"{column}__{way}": edge[0]}) | Q(**{f"pk__{way}": edge[1]})
        found = found.filter(Q(**{f"{column}__{way}e": edge[0]}), beyond)
    return found.order_by(*dict.fromkeys((f"{sign}{column}", f"{sign}id")))


def _alike(seen: QuerySet[Participant], search: Search) -> list[Participant]:
    """People whose names differ from the typed words by one slip each; if there is nobody, those most alike.

    One page is all there is.
    """
    patterns = list(filter(None, map(one_slip, search.words)))
    if not patterns:
        return []
    slipped = seen.filter(*(Q(search_name__regex=pattern) for pattern in patterns))
    return list(slipped.only(*SHOWN)[:PAGE_SIZE]) or _most_alike(seen, search.text)


def _most_alike(seen: QuerySet[Participant], text: str) -> list[Participant]:
    """By the share of three-letter groups that agree, the most alike first."""
    alike = Func(_plain(text), F("search_name"), function="public.word_similarity", output_field=FloatField())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {ALIKE}")
        found = seen.annotate(alike=alike).filter(_WordsAlike(_plain(text), F("search_name")))
        return list(found.order_by("-alike", "sort_name", "id").only(*SHOWN)[:PAGE_SIZE])


class _WordsAlike(Func):
    """An operator that the trigram index answers."""

    template = "%(expressions)s"
    arg_joiner = " OPERATOR(public.<%%) "
    output_field = BooleanField()


def _rows(people: Sequence[Participant], *, today: date) -> list[PersonRow]:
    rows = {each.pk: PersonRow(each.pk, str(each), masked(each.pesel), each.birth_date) for each in people}
    for stay in _stays_of(list(rows), today=today):
        row, periods = rows[stay.participant_id], list(stay.periods.all())
        row.state = state_on(stay, periods, day=today)
        row.starts_on = stay.starts_on
        row.until = stay.ends_on or max((each.ends_on for each in periods), default=None)
        row.has_plan, row.group = stay.plan_signed_on is not None, str(getattr(stay, "group", None) or "")
    return list(rows.values())


def _stays_of(people: list[UUID], *, today: date) -> QuerySet[Stay]:
    """Their stays, the latest of each person last, with the name of the group that they are in."""
    here = Stay.objects.filter(pk=OuterRef("pk"), memberships__starts_on__lte=today).filter(
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    group = Subquery(here.order_by("-memberships__starts_on").values("memberships__group__name")[:1])
    stays: QuerySet[Stay] = Stay.objects.filter(participant__in=people).annotate(group=group)
    return stays.prefetch_related("periods").order_by("starts_on", "id")
