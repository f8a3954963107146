"""Who belongs to which group, from when to when."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.participants.models import Stay
from casework.workshops.models import Group, Membership
from casework.workshops.rules import Span, day_before
from casework.workshops.selectors import most_taken, people_of
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import RuleBroken

MEMBERSHIP_ACTIONS = {
    "workshops.members_seen": gettext_lazy("{by} looked at the members of the group {target} ({count})"),
    "workshops.candidates_seen": gettext_lazy("{by} looked at who may join the group {target} ({count})"),
    "workshops.joined": gettext_lazy("{by} added a person to the group {target} from {day}"),
    "workshops.left": gettext_lazy("{by} ended a membership in the group {target} on {day}"),
    "workshops.moved": gettext_lazy("{by} moved a person from the group {target} to {to} from {day}"),
    "workshops.taken_back": gettext_lazy("{by} took back a membership in the group {target} that was a mistake"),
}


@transaction.atomic
def join_group(*, by: Account, group_id: UUID, stay_id: UUID, starts_on: date) -> Membership:
    """Put one person into a group from a day on; raises like `join_together`."""
    return join_together(by=by, group_id=group_id, stay_ids=[stay_id], starts_on=starts_on)[0]


@transaction.atomic
def join_together(*, by: Account, group_id: UUID, stay_ids: Collection[UUID], starts_on: date) -> list[Membership]:
    """Put people into a group from a day on, until further notice. All of them, or nobody.

    Raises:
        Group.DoesNotExist: there is no such group.
        RuleBroken: it is closed or has too few seats, somebody is not in the centre on that day, or is in another group
            then or later.
    """
    group = _open_group(group_id)
    stays = _stays_on(starts_on, stay_ids)
    _check_seats(group, starts_on=starts_on, newcomers=len(stays))
    joined = [_join(group, stay, starts_on=starts_on) for stay in stays]
    for each in joined:
        _note(by, "workshops.joined", each, day=starts_on)
    return joined


@transaction.atomic
def leave_group(*, by: Account, membership_id: UUID, ends_on: date) -> Membership:
    """End a membership; `ends_on` is its last day.

    Raises:
        Membership.DoesNotExist: there is none of this id.
        RuleBroken: the day is before the first one.
    """
    membership = _locked(membership_id)
    if ends_on < membership.starts_on:
        first = f"{membership.starts_on:%d.%m.%Y}"
        raise RuleBroken(_("The last day is before the first one, %(first)s.") % {"first": first}, "ends_on")
    membership.ends_on = ends_on
    _save(membership, field="ends_on", update_fields=["ends_on"])
    _note(by, "workshops.left", membership, day=ends_on)
    return membership


@transaction.atomic
def move_to_group(*, by: Account, membership_id: UUID, group_id: UUID, starts_on: date) -> Membership:
    """End a membership the day before and begin one in another group; on its first day it moves as a whole.

    Raises:
        Membership.DoesNotExist, Group.DoesNotExist: there is none of this id.
        RuleBroken: as for `join_together`, or the day is outside of the membership, or the group is the same.
    """
    old, group = _locked(membership_id), _open_group(group_id)
    if old.group_id == group.pk:
        raise RuleBroken(_("This person is in that group already."), "group")
    if starts_on < old.starts_on or (old.ends_on and starts_on > old.ends_on):
        raise RuleBroken(_("Choose a day on which this person belongs to the old group."), "starts_on")
    (stay,) = _stays_on(starts_on, [old.stay_id])
    _check_seats(group, starts_on=starts_on, newcomers=1)
    _note(by, "workshops.moved", old, day=starts_on, to=group.name)
    until = old.ends_on
    _end_before(old, starts_on)
    return _join(group, stay, starts_on=starts_on, until=until)


@transaction.atomic
def take_back(*, by: Account, membership_id: UUID) -> None:
    """Remove a membership that was never meant; marks of attendance belong to the stay and are not touched."""
    membership = _locked(membership_id)
    _note(by, "workshops.taken_back", membership)
    membership.delete()


@transaction.atomic
def note_members_seen(*, by: Account, group: Group, members: Iterable[Membership]) -> None:
    """Put on record that somebody looks at a group's people, before they are shown."""
    people = people_of(members)
    if people:
        details = {"people": people, "count": len(people)}
        record(by=by, action="workshops.members_seen", target=group, details=details)


@transaction.atomic
def note_candidates_seen(*, by: Account, group: Group, stays: Collection[Stay]) -> None:
    """Put on record whose names were offered to somebody who adds people to a group."""
    if stays:
        people = sorted({str(stay.participant_id) for stay in stays})
        details = {"people": people, "count": len(people)}
        record(by=by, action="workshops.candidates_seen", target=group, details=details)


def _open_group(group_id: UUID) -> Group:
    """Locked, so that two who add people at once count the seats one after the other."""
    group = Group.objects.select_for_update().get(pk=group_id)
    if not group.is_active:
        raise RuleBroken(_("The group %(group)s is closed.") % {"group": group.name}, "group")
    return group


def _stays_on(day: date, stay_ids: Collection[UUID]) -> list[Stay]:
    stays = list(Stay.objects.on(day).filter(pk__in=list(stay_ids)).select_related("participant").order_by("pk"))
    if not stays:
        raise RuleBroken(_("Choose who should join: people who are in the centre on that day."), "stays")
    if len(stays) != len(set(stay_ids)):
        sentence = _("Somebody whom you chose is not in the centre on that day. Choose the day again.")
        raise RuleBroken(sentence, "starts_on")
    return stays


def _check_seats(group: Group, *, starts_on: date, newcomers: int) -> None:
    free = group.seats - most_taken(group, within=Span(starts_on))
    if newcomers > free:
        sentence = _("The group %(group)s has too few free seats from that day on (%(free)d).")
        raise RuleBroken(sentence % {"group": group.name, "free": max(free, 0)}, "group")


def _join(group: Group, stay: Stay, *, starts_on: date, until: date | None = None) -> Membership:
    membership = Membership(group=group, stay=stay, starts_on=starts_on, ends_on=until)
    _save(membership, field="starts_on")
    return membership


def _save(membership: Membership, *, field: str, update_fields: list[str] | None = None) -> None:
    """That a person is in one group a day, only the database knows for certain."""
    try:
        with transaction.atomic():
            membership.save(update_fields=update_fields)
    except IntegrityError as error:
        if "membership_in_one_group_a_day" not in str(error):
            raise
        sentence = _("%(person)s belongs to another group then. On a day a person is in one group; move them instead.")
        raise RuleBroken(sentence % {"person": membership.stay.participant}, field) from error


def _end_before(membership: Membership, day: date) -> None:
    if membership.starts_on == day:
        membership.delete()
        return
    membership.ends_on = day_before(day)
    membership.save(update_fields=["ends_on"])


def _locked(membership_id: UUID) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("group", "stay__participant")
    membership: Membership = found.get(pk=membership_id)
    return membership


def _note(by: Account, action: str, membership: Membership, *, day: date | None = None, **words: str) -> None:
    details = {"people": people_of([membership]), **words} | ({"day": f"{day:%d.%m.%Y}"} if day else {})
    record(by=by, action=action, target=membership.group, details=details)
