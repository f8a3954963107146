"""Adding members of staff and changing what is known of them."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.staff.models import StaffMember
from casework.staff.rules import StaffData
from casework.staff.selectors import linkable_accounts
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import ChangedMeanwhile, RuleBroken

STAFF_ACTIONS = {
    "staff.added": gettext_lazy("{by} added {target} to the staff"),
    "staff.changed": gettext_lazy("{by} changed the details of {target}, a member of staff"),
}


@transaction.atomic
def add_staff_member(*, by: Account, person: StaffData) -> StaffMember:
    """Put somebody on the list of staff.

    Raises:
        RuleBroken: no name, days in the wrong order, or an account that is not free.
    """
    member = StaffMember()
    _write(member, person)
    member.save(force_insert=True)
    record(by=by, action="staff.added", target=member)
    return member


@transaction.atomic
def edit_staff_member(*, by: Account, staff_id: UUID, version: int, person: StaffData) -> StaffMember:
    """Change what is known of somebody. `version` is the one that the change was made from.

    Raises:
        StaffMember.DoesNotExist: there is nobody of this id.
        ChangedMeanwhile: somebody else saved this person since; nothing is changed.
        RuleBroken: as for `add_staff_member`.
    """
    member = StaffMember.objects.select_for_update().get(pk=staff_id)
    if member.version != version:
        raise ChangedMeanwhile(_("Somebody else changed this person in the meantime. Compare, then save again."))
    _write(member, person)
    member.version += 1
    member.save()
    record(by=by, action="staff.changed", target=member)
    return member


def _write(member: StaffMember, person: StaffData) -> None:
    if not person.name.strip():
        raise RuleBroken(_("Write the first name and the surname."), "name")
    if not person.days_in_order:
        raise RuleBroken(_("The last day of work is before the first one."), "employed_until")
    _check_account(member, person.account_id)
    member.name, member.function, member.account_id = person.name.strip(), person.function.value, person.account_id
    member.employed_from, member.employed_until = person.employed_from, person.employed_until


def _check_account(member: StaffMember, account_id: UUID | None) -> None:
    """One account, one person: whose groups an account sees depends on it."""
    if account_id and not linkable_accounts(member=member).filter(pk=account_id).exists():
        raise RuleBroken(_("This account belongs to somebody else of the staff, or is closed."), "account")
