"""Reading agreements, and how a list of them is narrowed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.screening.forms import SharedTextForm
from core.submissions.forms import DayInput, VersionedForm
from networking.meetings.models import Action
from networking.meetings.rules import ActionState
from networking.meetings.selectors.actions import ACTION_LABELS, Responsible, houses_with_actions
from networking.meetings.services.actions import Agreement


class ActionForm(SharedTextForm, VersionedForm):
    """What, which organisation, who there, until when."""

    what = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One thing, so that one can say whether it is done."),
    )
    house = forms.TypedChoiceField(label=_("Which centre"), coerce=UUID)
    who = forms.CharField(
        label=_("Who there"), required=False, max_length=120, help_text=_("Name or function of a member of staff.")
    )
    due_on = forms.DateField(label=_("Until when"), widget=DayInput)

    def __init__(self, *args: Any, responsible: Sequence[Responsible], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {str(each.house.pk): each.house.name for each in responsible}
        self.fields["house"].choices = [("", _("choose")), *offered.items()]  # type: ignore[attr-defined]

    @property
    def agreement(self) -> Agreement:
        names = ("what", "house", "who", "due_on")
        return Agreement(**{name: self.cleaned_data[name] for name in names})


def action_as_typed(action: Action) -> dict[str, Any]:
    """An agreement as its form shows it."""
    shown = {name: getattr(action, name) for name in ("what", "who", "due_on", "version")}
    return {**shown, "house": str(action.house_id)}


class DoneForm(SharedTextForm, VersionedForm):
    """How it was done."""

    note = forms.CharField(
        label=_("How it was done"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The network reads it, so nothing about participants."),
    )


class ActionFilter(forms.Form):
    """Of which organisation, and how far."""

    house = forms.TypedChoiceField(label=_("Centre"), required=False, coerce=UUID, empty_value=None)
    state = forms.TypedChoiceField(label=_("State"), required=False, coerce=ActionState, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house"].choices = [("", pgettext_lazy("groups", "all")), *houses_with_actions()]  # type: ignore[attr-defined]
        states = [(state.value, label) for state, label in ACTION_LABELS.items()]
        self.fields["state"].choices = [("", pgettext_lazy("groups", "all")), *states]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for; nonsense asks for everything."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in ("house", "state")}
