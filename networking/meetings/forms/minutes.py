"""Reading who came, what was noted and what was concluded."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.screening.forms import SharedTextForm
from core.submissions.forms import VersionedForm
from networking.meetings.rules import ConclusionKind, lines_of
from networking.meetings.selectors.minutes import CONCLUSION_HEADINGS, GUESTS, Delegation
from networking.meetings.services.presence import WalkIn

LONGEST_NOTES = 8000
LONGEST_CONCLUSIONS = 4000
WALK_IN = ("walk_in_name", "walk_in_function", "walk_in_from", "walk_in_organisation")


class PresenceForm(VersionedForm):
    """A box for each person of each centre, the guests, and room for somebody who was not announced."""

    walk_in_name = forms.CharField(label=_("First and last name"), required=False, max_length=120)
    walk_in_function = forms.CharField(label=_("Function"), required=False, max_length=120)
    walk_in_from = forms.ChoiceField(label=_("From which centre"), required=False)
    walk_in_organisation = forms.CharField(
        label=_("From where, for a guest"), required=False, max_length=200, help_text=_("For example: labour office.")
    )

    def __init__(self, *args: Any, delegations: Sequence[Delegation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = delegations
        centres = [(each.key, each.name) for each in delegations if each.key != GUESTS]
        self.fields["walk_in_from"].choices = [("", _("a guest from outside")), *centres]  # type: ignore[attr-defined]
        for each in delegations:
            if each.people:
                self.fields[each.key] = _people_of(each)

    @property
    def rows(self) -> list[tuple[Delegation, BoundField | None]]:
        """The boxes of each centre; None for one that announced nobody."""
        return [(each, self[each.key] if each.people else None) for each in self.delegations]

    @property
    def walk_in_fields(self) -> list[BoundField]:
        return [self[name] for name in WALK_IN]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("walk_in_name") and any(given.get(name) for name in WALK_IN):
            self.add_error("walk_in_name", _("Write who it was, or leave the other fields of this person empty."))
        return given

    @property
    def listed(self) -> list[UUID]:
        return [person.id for each in self.delegations for person in each.people]

    @property
    def present(self) -> list[UUID]:
        chosen = (self.cleaned_data[each.key] for each in self.delegations if each.people)
        return [UUID(person) for people in chosen for person in people]

    @property
    def walk_in(self) -> WalkIn | None:
        """Somebody who was not announced, when there is one."""
        name, function, centre, organisation = (self.cleaned_data[each] for each in WALK_IN)
        if not name:
            return None
        house = UUID(centre) if centre else None
        return WalkIn(name=name, function=function, house=house, organisation="" if house else organisation)


def _people_of(delegation: Delegation) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=delegation.name,
        required=False,
        choices=[(str(person.id), person.label) for person in delegation.people],
        widget=forms.CheckboxSelectMultiple,
    )


def presence_as_noted(delegations: Sequence[Delegation], *, version: int) -> dict[str, Any]:
    """Who came, as the form shows it."""
    came = {each.key: [str(person.id) for person in each.present] for each in delegations if each.people}
    return {**came, "version": version}


class NotesForm(SharedTextForm, VersionedForm):
    """What this house notes."""

    text = forms.CharField(
        label=_("Notes"),
        max_length=LONGEST_NOTES,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("The whole network reads them. Write about the work, never about participants."),
    )


class ConclusionsForm(SharedTextForm, VersionedForm):
    """The summary, and conclusions and recommendations, each on a line of its own."""

    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=LONGEST_CONCLUSIONS,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A few sentences for those who were not there."),
    )
    next_planned = forms.CharField(
        label=_("The next meeting"), required=False, max_length=120, help_text=_("For example: early spring 2027.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ConclusionKind:
            self.fields[kind.value] = _lines_of_kind(kind)
        self.order_fields(["summary", *(kind.value for kind in ConclusionKind), "next_planned"])

    @property
    def conclusions(self) -> dict[ConclusionKind, list[str]]:
        return {kind: lines_of(self.cleaned_data[kind.value]) for kind in ConclusionKind}


def _lines_of_kind(kind: ConclusionKind) -> forms.CharField:
    is_first = kind == ConclusionKind.CONCLUSION
    return forms.CharField(
        label=CONCLUSION_HEADINGS[kind],
        required=False,
        max_length=LONGEST_CONCLUSIONS,
        widget=forms.Textarea({"rows": 5 if is_first else 2}),
        help_text=_("Each on a line of its own.") if is_first else "",
    )
