"""Setting up workshops and groups, and closing them."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.workshops.models import Group, Workshop
from casework.workshops.rules import GroupData, Span, WorkshopData
from casework.workshops.selectors import most_taken, seats_of_groups
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import ChangedMeanwhile, RuleBroken

PLACE_ACTIONS = {
    "workshops.added": gettext_lazy("{by} added the workshop {target}"),
    "workshops.changed": gettext_lazy("{by} changed the workshop {target}"),
    "workshops.closed": gettext_lazy("{by} closed the workshop {target}"),
    "workshops.reopened": gettext_lazy("{by} opened the workshop {target} again"),
    "workshops.group_added": gettext_lazy("{by} added the group {target}"),
    "workshops.group_changed": gettext_lazy("{by} changed the group {target}"),
    "workshops.group_closed": gettext_lazy("{by} closed the group {target}"),
    "workshops.group_reopened": gettext_lazy("{by} opened the group {target} again"),
}
Place = TypeVar("Place", Workshop, Group)


@transaction.atomic
def add_workshop(*, by: Account, data: WorkshopData) -> Workshop:
    """A new workshop; `RuleBroken` when the name is taken."""
    row = Workshop(name=data.name.strip(), seats=data.seats, description=data.description.strip())
    _save(row)
    record(by=by, action="workshops.added", target=row)
    return row


@transaction.atomic
def edit_workshop(*, by: Account, workshop_id: UUID, version: int, data: WorkshopData) -> Workshop:
    """Change a workshop. `version` is the one that the change was made from.

    Raises:
        Workshop.DoesNotExist: there is none of this id.
        ChangedMeanwhile: somebody else saved it since.
        RuleBroken: the name is taken, or its groups have more seats than that.
    """
    row = _unchanged(Workshop.objects.select_for_update().get(pk=workshop_id), version)
    _check_room(data.seats, needed=seats_of_groups(row.pk))
    row.name, row.seats, row.description = data.name.strip(), data.seats, data.description.strip()
    _save(row)
    record(by=by, action="workshops.changed", target=row)
    return row


@transaction.atomic
def add_group(*, by: Account, workshop_id: UUID, data: GroupData) -> Group:
    """A new group of an open workshop.

    Raises:
        Workshop.DoesNotExist: there is no such workshop.
        RuleBroken: the workshop is closed or has too few seats, or the name is taken.
    """
    place = Workshop.objects.select_for_update().get(pk=workshop_id)
    if not place.is_active:
        raise RuleBroken(_("This workshop is closed. Open it again first, or choose another one."))
    row = Group(workshop=place)
    _write_group(row, data)
    _save(row)
    record(by=by, action="workshops.group_added", target=row)
    return row


@transaction.atomic
def edit_group(*, by: Account, group_id: UUID, version: int, data: GroupData, today: date) -> Group:
    """Change a group; raises like `edit_workshop`, and when more people belong to it than it would have seats."""
    row = Group.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=group_id)
    _unchanged(row, version)
    taken = most_taken(row, within=Span(today))
    if data.seats < taken:
        sentence = ngettext(
            "%(count)d person belongs to this group: it needs at least as many seats.",
            "%(count)d people belong to this group: it needs at least as many seats.",
            taken,
        )
        raise RuleBroken(sentence % {"count": taken}, "seats")
    _write_group(row, data)
    _save(row)
    record(by=by, action="workshops.group_changed", target=row)
    return row


@transaction.atomic
def close_workshop(*, by: Account, workshop_id: UUID) -> Workshop:
    """A closed workshop takes no new groups; `RuleBroken` while it has open ones."""
    row = Workshop.objects.select_for_update().get(pk=workshop_id)
    if row.groups.filter(is_active=True).exists():  # type: ignore[attr-defined]
        raise RuleBroken(_("This workshop still has open groups. Close them first."))
    return _set_active(row, False, by=by, action="workshops.closed")


@transaction.atomic
def reopen_workshop(*, by: Account, workshop_id: UUID) -> Workshop:
    """It may have groups again."""
    row = Workshop.objects.select_for_update().get(pk=workshop_id)
    return _set_active(row, True, by=by, action="workshops.reopened")


@transaction.atomic
def close_group(*, by: Account, group_id: UUID, today: date) -> Group:
    """A closed group takes nobody any more; `RuleBroken` while somebody belongs to it today or later."""
    row = Group.objects.select_for_update().get(pk=group_id)
    if most_taken(row, within=Span(today)):
        raise RuleBroken(_("People still belong to this group. Move them to another group or sign them out first."))
    return _set_active(row, False, by=by, action="workshops.group_closed")


@transaction.atomic
def reopen_group(*, by: Account, group_id: UUID) -> Group:
    """It may have members again; `RuleBroken` when its workshop is closed or has become too small."""
    row = Group.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=group_id)
    if not row.workshop.is_active:
        raise RuleBroken(_("The workshop of this group is closed. Open it again first."))
    _check_room(row.workshop.seats, needed=seats_of_groups(row.workshop_id, without=row.pk) + row.seats)
    return _set_active(row, True, by=by, action="workshops.group_reopened")


def _unchanged(row: Place, version: int) -> Place:
    if row.version != version:
        raise ChangedMeanwhile(_("Somebody else changed this in the meantime. Compare, then save again."))
    row.version += 1
    return row


def _write_group(row: Group, data: GroupData) -> None:
    _check_room(row.workshop.seats, needed=seats_of_groups(row.workshop_id, without=row.pk) + data.seats)
    row.name, row.seats, row.hours_a_day = data.name.strip(), data.seats, data.hours_a_day
    row.instructor_id = data.instructor_id


def _check_room(seats: int, *, needed: int) -> None:
    if needed <= seats:
        return
    sentence = _("The workshop has %(seats)d seats, and its groups would have %(needed)d together.")
    raise RuleBroken(sentence % {"seats": seats, "needed": needed}, "seats")


def _save(row: Workshop | Group) -> None:
    """The database knows best whether a name is taken."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "name_once" not in str(error):
            raise
        raise RuleBroken(_("There already is one with this name."), "name") from error


def _set_active(row: Place, active: bool, *, by: Account, action: str) -> Place:
    row.is_active, row.version = active, row.version + 1
    row.save(update_fields=["is_active", "version"])
    record(by=by, action=action, target=row)
    return row
