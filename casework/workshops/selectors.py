"""Looking at workshops, their groups, and who belongs to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.participants.models import Stay
from casework.workshops.models import Group, Membership, Workshop
from casework.workshops.rules import Span, most_at_once
from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import FirstStep


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """A group in the list, with its seats on a day."""

    group: Group
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.group.seats - self.taken)


@dataclass(frozen=True, kw_only=True)
class WorkshopCard:
    """A workshop with those of its groups that a reader sees."""

    workshop: Workshop
    groups: list[GroupLine]

    @property
    def taken(self) -> int:
        return sum(line.taken for line in self.groups)


def groups_known_to(account: Account) -> QuerySet[Group]:
    """Groups by name, closed ones too: one's own, or all for those who see everybody."""
    found = Group.objects.select_related("workshop", "instructor").order_by("name", "pk")
    return found if account.may(Permission.PARTICIPANTS_VIEW_ALL) else found.filter(instructor__account=account)


def groups_visible_to(account: Account, *, day: date) -> QuerySet[Group]:
    """The same, each with the seats `taken` on that day; a closed one only while somebody belongs to it then."""
    here = Membership.objects.filter(group=OuterRef("pk")).on(day).order_by()
    taken = here.values("group").annotate(number=Count("pk")).values("number")
    known = groups_known_to(account).annotate(taken=Coalesce(Subquery(taken), 0))
    return known.filter(Q(is_active=True) | Q(taken__gt=0))


def group_visible_to(account: Account, group_id: UUID) -> Group | None:
    """One group, closed ones too; None when there is none for this account."""
    return groups_known_to(account).filter(pk=group_id).first()


def workshop_cards(account: Account, *, day: date) -> list[WorkshopCard]:
    """Open workshops with their groups, by name; an instructor sees the workshops of the own groups."""
    lines: dict[UUID, list[GroupLine]] = {}
    for group in groups_visible_to(account, day=day):
        lines.setdefault(group.workshop_id, []).append(GroupLine(group=group, taken=group.taken))  # type: ignore[attr-defined]
    shown = Q(pk__in=list(lines))
    if account.may(Permission.PARTICIPANTS_VIEW_ALL):
        shown |= Q(is_active=True)
    return [
        WorkshopCard(workshop=each, groups=lines.get(each.pk, []))
        for each in Workshop.objects.filter(shown).order_by("name", "pk")
    ]


def closed_workshops() -> QuerySet[Workshop]:
    """Workshops that take no new groups any more."""
    return Workshop.objects.filter(is_active=False).order_by("name", "pk")


def closed_groups() -> QuerySet[Group]:
    """Groups that take nobody any more."""
    return Group.objects.filter(is_active=False).select_related("workshop").order_by("name", "pk")


def workshop(workshop_id: UUID) -> Workshop | None:
    """One workshop, or None."""
    return Workshop.objects.filter(pk=workshop_id).first()


def members_between(group_id: UUID | None, *, since: date, until: date) -> QuerySet[Membership]:
    """Who belongs to a group (None: to any) on at least one of these days, by name."""
    found: QuerySet[Membership] = (
        Membership.objects.touching(since=since, until=until)
        .select_related("stay__participant", "group")
        .order_by("stay__participant__sort_name", "stay__participant_id", "starts_on", "pk")
    )
    return found if group_id is None else found.filter(group_id=group_id)


def memberships_of(group: Group, *, day: date) -> tuple[list[Membership], list[Membership]]:
    """Those who belong to a group on that day or later, and those who did before."""
    everybody = (
        Membership.objects.filter(group=group)
        .select_related("stay__participant")
        .order_by("stay__participant__sort_name", "starts_on", "pk")
    )
    now: list[Membership] = []
    before: list[Membership] = []
    for each in everybody:
        last = last_day_of(each)
        (now if last is None or last >= day else before).append(each)
    return now, before


def last_day_of(membership: Membership) -> date | None:
    """The last day of a membership: its own, or the stay's when that comes first."""
    return min(filter(None, (membership.ends_on, membership.stay.ends_on)), default=None)


def membership_visible_to(account: Account, membership_id: UUID) -> Membership | None:
    """One membership of a group that this account sees."""
    found = Membership.objects.select_related("group", "stay__participant").filter(pk=membership_id)
    if not account.may(Permission.PARTICIPANTS_VIEW_ALL):
        found = found.filter(group__instructor__account=account)
    first: Membership | None = found.first()
    return first


def stays_without_group(*, day: date) -> QuerySet[Stay]:
    """People of the centre who belong to no group on that day, by name."""
    busy = Membership.objects.on(day).filter(stay=OuterRef("pk"))
    found: QuerySet[Stay] = Stay.objects.on(day).filter(~Exists(busy)).select_related("participant")
    return found.order_by("participant__sort_name", "pk")


def most_taken(group: Group, *, within: Span) -> int:
    """How many seats of a group are taken on its fullest day of a time."""
    rows = Membership.objects.filter(group=group).select_related("stay")
    return most_at_once([Span(each.starts_on, last_day_of(each)) for each in rows], within=within)


def seats_of_groups(workshop_id: UUID, *, without: UUID | None = None) -> int:
    """Seats of a workshop's open groups together; `without`: leaving one of them out."""
    groups = Group.objects.filter(workshop_id=workshop_id, is_active=True)
    if without:
        groups = groups.exclude(pk=without)
    return sum(groups.values_list("seats", flat=True))


def people_of(memberships: Iterable[Membership]) -> list[str]:
    """Whose data a list of members shows, for the history."""
    return sorted({str(each.stay.participant_id) for each in memberships})


def first_steps_with_groups(account: Account) -> list[FirstStep]:
    """For those who keep workshops: a person is expected in a group, and attendance is kept by groups."""
    if not account.may(Permission.WORKSHOPS_EDIT):
        return []
    steps: list[dict[str, Any]] = [
        {
            "title": _("Add your workshops"),
            "text": _("With the seats that they have: building, gardening, postal delivery, kitchen."),
            "done": Workshop.objects.exists(),
            "order": 50,
        },
        {
            "title": _("Make groups"),
            "text": _("A group has an instructor and members; attendance is kept group by group."),
            "done": Group.objects.exists(),
            "order": 60,
        },
    ]
    return [FirstStep(url=reverse("workshops:list"), **step) for step in steps]
