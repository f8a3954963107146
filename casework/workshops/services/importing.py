"""Groups for the import of people, which stands below and is handed them when the program starts."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from casework.participants.services.importing import OpenGroup
from casework.workshops.models import Group, Membership
from casework.workshops.rules import Span
from casework.workshops.selectors import most_taken
from casework.workshops.services.memberships import join_together
from core.accounts.models import Account
from core.imports.rules import plain
from tenants.errors import RuleBroken


class GroupsOfCentre:
    """Open groups by name; those who come in join from their first day on."""

    def open_groups(self, *, today: date) -> dict[str, OpenGroup]:
        """Groups that take people, under the name of the group and, where it has one group, of its workshop."""
        found = list(Group.objects.filter(is_active=True).select_related("workshop").order_by("name", "id"))
        opened = {each.pk: OpenGroup(each.pk, each.seats - most_taken(each, within=Span(today))) for each in found}
        workshops: dict[str, list[Group]] = {}
        for each in found:
            workshops.setdefault(plain(each.workshop.name), []).append(each)
        by_workshop = {name: opened[groups[0].pk] for name, groups in workshops.items() if len(groups) == 1}
        return by_workshop | {plain(each.name): opened[each.pk] for each in found}

    def join(self, *, by: Account, group_id: UUID, stay_ids: Collection[UUID], starts_on: date) -> list[UUID]:
        """Put people into a group from a day on; the memberships come in the order of the stays."""
        joined = join_together(by=by, group_id=group_id, stay_ids=stay_ids, starts_on=starts_on)
        by_stay = {each.stay_id: each.pk for each in joined}
        return [by_stay[stay_id] for stay_id in stay_ids]

    def take_back(self, *, by: Account, membership_ids: Collection[UUID]) -> None:
        """Remove memberships that an import made.

        Raises:
            RuleBroken: one of them has been ended or moved since.
        """
        untouched = Membership.objects.filter(pk__in=list(membership_ids), ends_on__isnull=True)
        if untouched.count() != len(set(membership_ids)):
            raise RuleBroken(_("Somebody has changed the groups of these people since, so nothing was undone."))
        untouched.delete()
