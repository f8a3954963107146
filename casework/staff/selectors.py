"""Looking at the staff of the centre."""

from datetime import date
from uuid import UUID

from django.apps import apps
from django.db.models import Case, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.staff.models import StaffMember
from casework.staff.rules import StaffData, StaffFunction
from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import FirstStep

FUNCTION_LABELS = {
    StaffFunction.MANAGER: _("manager"),
    StaffFunction.SOCIAL_WORKER: _("social worker"),
    StaffFunction.INSTRUCTOR: _("vocational instructor"),
    StaffFunction.PSYCHOLOGIST: _("psychologist"),
    StaffFunction.JOB_COUNSELLOR: _("job counsellor"),
    StaffFunction.ACCOUNTANT: _("accountant"),
    StaffFunction.OFFICE: _("office"),
    StaffFunction.OTHER: pgettext_lazy("function", "other"),
}


def staff() -> QuerySet[StaffMember]:
    """Everybody, with the account, the function in words and the open groups that they lead (`groups_led`)."""
    open_groups = apps.get_model("casework", "Group").objects.filter(is_active=True)  # by name: workshops stand above
    return (
        StaffMember.objects.select_related("account")
        .prefetch_related(Prefetch("groups", open_groups, to_attr="groups_led"))
        .annotate(function_label=_function_in_words())
        .order_by("name", "pk")
    )


def _function_in_words() -> Case:
    return Case(*(When(function=code.value, then=Value(str(label))) for code, label in FUNCTION_LABELS.items()))


def staff_found(*, search: str = "", function: str = "", day: date, former: bool = False) -> QuerySet[StaffMember]:
    """Those who fit: a part of the name, a function; who has left by `day` only when `former` are asked for."""
    found = staff()
    if search:
        found = found.filter(name__icontains=search)
    if function:
        found = found.filter(function=function)
    return found if former else found.filter(Q(employed_until__isnull=True) | Q(employed_until__gte=day))


def staff_member(staff_id: UUID) -> StaffMember | None:
    """One person, or None."""
    return staff().filter(pk=staff_id).first()


def data_of(member: StaffMember) -> StaffData:
    """What is known of a person, as the forms and services carry it."""
    return StaffData(
        name=member.name,
        function=StaffFunction(member.function),
        account_id=member.account_id,
        employed_from=member.employed_from,
        employed_until=member.employed_until,
    )


def linkable_accounts(*, member: StaffMember | None = None) -> QuerySet[Account]:
    """Accounts that nobody of the staff has yet, and the one this person has."""
    free = Q(is_active=True, staff_member__isnull=True)
    own = Q(pk=member.account_id if member else None)
    found: QuerySet[Account] = Account.objects.filter(free | own).order_by("name", "pk")
    return found


def leaders(*, day: date) -> QuerySet[StaffMember]:
    """Who may lead a group on that day: everybody who works here then, instructors first."""
    working = StaffMember.objects.filter(
        Q(employed_from__isnull=True) | Q(employed_from__lte=day),
        Q(employed_until__isnull=True) | Q(employed_until__gte=day),
    )
    instructors_first = Case(When(function=StaffFunction.INSTRUCTOR.value, then=Value(0)), default=Value(1))
    return working.order_by(instructors_first, "name", "pk")


def first_steps_with_staff(account: Account) -> list[FirstStep]:
    """For those who keep the list of staff: papers and groups name these people."""
    if not account.may(Permission.STAFF_EDIT):
        return []
    return [
        FirstStep(
            title=_("Write down your staff"),
            text=_("Name and function are enough: instructors lead groups and sign attendance lists."),
            url=reverse("staff:list"),
            done=StaffMember.objects.exists(),
            order=40,
        )
    ]
