"""Reading what is typed about a member of staff."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.staff.models import StaffMember
from casework.staff.rules import StaffData, StaffFunction
from casework.staff.selectors import FUNCTION_LABELS, linkable_accounts
from core.submissions.forms import DayInput, VersionedForm


class StaffForm(VersionedForm):
    """Name, function, account, and from when to when somebody works here."""

    name = forms.CharField(
        label=_("First name and surname"), max_length=120, help_text=_("As it should stand on attendance lists.")
    )
    function = forms.ChoiceField(label=_("Function"), choices=list(FUNCTION_LABELS.items()))
    account = forms.ChoiceField(
        label=_("Account"),
        required=False,
        help_text=_("An instructor with an account sees and marks the groups that they lead."),
    )
    employed_from = forms.DateField(label=_("Works here since"), required=False, widget=DayInput)
    employed_until = forms.DateField(
        label=_("Last day of work"),
        required=False,
        widget=DayInput,
        help_text=_("Nobody is deleted: papers of past months name them."),
    )

    def __init__(self, *args: Any, member: StaffMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(str(each.pk), f"{each.name} ({each.role_names})") for each in linkable_accounts(member=member)]
        self.fields["account"].choices = [("", _("no account")), *free]  # type: ignore[attr-defined]

    def person(self) -> StaffData:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        return StaffData(
            name=given["name"],
            function=StaffFunction(given["function"]),
            account_id=UUID(given["account"]) if given["account"] else None,
            employed_from=given["employed_from"],
            employed_until=given["employed_until"],
        )


def as_typed(member: StaffMember) -> dict[str, Any]:
    """A person as the form shows them."""
    names = ("name", "function", "employed_from", "employed_until", "version")
    return {name: getattr(member, name) for name in names} | {"account": str(member.account_id or "")}


class StaffFilters(forms.Form):
    """Which of the staff are looked for."""

    search = forms.CharField(label=_("Name"), required=False, max_length=100)
    function = forms.ChoiceField(
        label=_("Function"), required=False, choices=[("", _("All")), *FUNCTION_LABELS.items()]
    )
    former = forms.BooleanField(label=_("Also those who left"), required=False)

    def chosen(self) -> dict[str, Any]:
        """What was asked for, as `staff_found` takes it; nonsense in the address asks for nothing."""
        return dict(self.cleaned_data) if self.is_valid() else {}
