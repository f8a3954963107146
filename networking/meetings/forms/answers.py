"""What an invited centre or guest is asked."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Account
from core.submissions.forms import ActingForm, OnceForm
from networking.meetings.forms.rows import RowForm, RowsForm
from networking.meetings.models import Invitation
from networking.meetings.rules import Answer, Need, Person
from networking.meetings.selectors import NEED_LABELS, own_needs

COMING, NOT_COMING = Answer.COMING.value, Answer.NOT_COMING.value
MOST_PEOPLE = 200


def _coming(question: Any, *, yes: Any, no: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=question,
        choices=[(COMING, yes), (NOT_COMING, no)],
        coerce=lambda said: said == COMING,
        widget=forms.RadioSelect,
    )


class PeopleCount(forms.IntegerField):
    """How many people need something; empty: nobody."""

    instead = _("(how many people)")

    def __init__(self, need: Need) -> None:
        super().__init__(label=NEED_LABELS[need], required=False, min_value=0, max_value=MOST_PEOPLE)


class PersonForm(RowForm):
    """Somebody of the staff who comes."""

    telling = ("name", "function")
    name = forms.CharField(label=_("First name and surname"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)


class AnswerForm(RowsForm):
    """Who comes from a centre, and how many of them need what."""

    row_form, row_name, spare = PersonForm, "person", 3
    coming = _coming(_("Are you coming?"), yes=_("Yes, we are coming"), no=_("No, nobody can come"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in Need:
            self.fields[f"need_{need}"] = PeopleCount(need)

    def needs_asked(self) -> list[BoundField]:
        return [self[f"need_{need}"] for need in Need]

    def answer(self) -> dict[str, Any]:
        """What was answered, as the service takes it."""
        given = self.cleaned_data
        people = [Person(**row.cleaned_data) for row in self.filled]
        needs = {need: given[f"need_{need}"] for need in Need if given[f"need_{need}"]}
        return {"version": given["version"], "coming": given["coming"], "people": people, "needs": needs}


def answer_as_typed(invitation: Invitation) -> dict[str, Any]:
    """An answer as its form shows it."""
    needs = own_needs(invitation.meeting)
    asked = {f"need_{need}": needs.get(need) for need in Need}
    said = "" if invitation.answer == Answer.WAITING else invitation.answer
    return {"version": invitation.version, "coming": said, **asked}


def people_as_typed(invitation: Invitation, *, account: Account) -> list[dict[str, str]]:
    """The people of an answer; at first whoever is answering."""
    if invitation.answer == Answer.WAITING:
        return [{"name": account.name, "function": account.role_names}]
    return [{"name": each.name, "function": each.function} for each in invitation.people.all()]


class GuestForm(OnceForm):
    """Somebody to invite who belongs to no centre here."""

    name = forms.CharField(label=_("First name and surname"), max_length=120)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link goes there. The address stays with you; no centre sees it.")
    )


class NewLinkForm(OnceForm):
    """Where a new link goes."""

    email = forms.EmailField(label=_("E-mail"))


class GuestAnswerForm(ActingForm):
    """What a guest says behind the link."""

    coming = _coming(_("Will you come?"), yes=_("Yes, I am coming"), no=_("No, I cannot come"))
    needs = forms.TypedMultipleChoiceField(
        label=_("What would help you to take part?"),
        choices=lambda: [(need.value, NEED_LABELS[need]) for need in Need],
        coerce=Need,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counted together for all guests; your name is not kept beside it."),
    )
