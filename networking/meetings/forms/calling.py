"""What is asked for when a meeting is called."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.submissions.forms import DayInput, Difference, OnceForm
from networking.meetings.forms.rows import RowForm, RowsForm
from networking.meetings.models import Meeting
from networking.meetings.rules import MeetingPlan, Part, PartKind
from networking.meetings.selectors import PART_LABELS, earlier_series, networks_here
from tenants.organisations.models import NetworkMembership


class HourInput(forms.TimeInput):
    """An hour, chosen in the browser's own way, which wants it written as 09:30."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": 300, **(attrs or {})}, format="%H:%M")


class Suggested(forms.TextInput):
    """A line of text with words to pick from; anything else may be typed."""

    template_name = "meetings/suggested.html"
    words: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words_id = f"{context['widget']['attrs'].get('id', name)}_words"
        context["widget"]["attrs"]["list"] = words_id
        return context | {"words": self.words, "words_id": words_id}


class PartForm(RowForm):
    """A part of the agenda."""

    telling = ("starts_at", "ends_at", "topic", "leader")
    starts_at = forms.TimeField(label=_("From"), widget=HourInput)
    ends_at = forms.TimeField(label=_("Until"), widget=HourInput)
    topic = forms.CharField(label=_("About what"), max_length=300)
    kind = forms.ChoiceField(
        label=_("What is done"), choices=lambda: [(kind.value, PART_LABELS[kind]) for kind in PartKind]
    )
    leader = forms.CharField(label=_("Led by"), max_length=200, required=False)

    def part(self) -> Part:
        given = self.cleaned_data
        return Part(
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            kind=PartKind(given["kind"]),
            topic=given["topic"],
            leader=given["leader"],
        )


class MeetingForm(RowsForm):
    """A meeting with its agenda, and whom to invite."""

    row_form, row_name, spare = PartForm, "part", 3
    rows_wrong = _("Correct the marked parts of the agenda.")

    network = forms.TypedChoiceField(label=_("Network"), coerce=UUID)
    title = forms.CharField(label=_("Title"), max_length=200)
    series = forms.CharField(
        label=_("Series"),
        max_length=120,
        required=False,
        widget=Suggested,
        help_text=_("Meetings that belong together, for instance those of one year."),
    )
    day = forms.DateField(label=_("Day"), widget=DayInput)
    starts_at = forms.TimeField(label=_("From"), widget=HourInput)
    ends_at = forms.TimeField(label=_("Until"), widget=HourInput)
    place = forms.CharField(
        label=_("Place of the meeting"),
        max_length=200,
        required=False,
        help_text=_("Name and address; leave it empty when online."),
    )
    link = forms.URLField(
        label=_("Link"), required=False, assume_scheme="https", help_text=_("For those who take part online.")
    )
    host = forms.TypedChoiceField(
        label=_("Host"), coerce=UUID, required=False, empty_value=None, help_text=_("The centre at whose place it is.")
    )
    partners = forms.CharField(
        label=_("Partners"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Other organisations that help, one per line."),
    )
    theme = forms.CharField(label=_("Theme"), max_length=300, required=False)
    introduction = forms.CharField(
        label=_("A few words of invitation"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everybody who is invited reads them."),
    )
    seats = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=2000, help_text=_("Empty: as many as come.")
    )
    answers_until = forms.DateField(
        label=_("Answers until"),
        widget=DayInput,
        help_text=_("The last day. The silent are reminded three days before."),
    )
    invited = forms.TypedMultipleChoiceField(
        label=_("Whom to invite"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, centres: Iterable[NetworkMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members, networks = list(centres), [(str(each.pk), each.name) for each in networks_here()]
        several = len(networks) > 1
        named = [
            (str(each.house_id), f"{each.house.name} ({each.network.name})" if several else each.house.name)
            for each in members
        ]
        self._choose("network", networks, hidden=not several or "network" in self.initial)
        self._choose("invited", named)
        self._choose("host", [("", _("none of the centres")), *named])
        self.fields["series"].widget.words = tuple(earlier_series())  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: Any, *, hidden: bool = False) -> None:
        field: Any = self.fields[name]
        field.choices = choices
        if hidden:
            field.widget = forms.HiddenInput()
            field.initial = choices[0][0] if choices else ""

    def plan(self) -> MeetingPlan:
        """What was typed, as a plan."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in _NOT_OF_THE_PLAN}
        partners = tuple(line.strip() for line in given.pop("partners").splitlines() if line.strip())
        parts = tuple(row.part() for row in self.filled if isinstance(row, PartForm))
        return MeetingPlan(**given, partners=partners, parts=parts)

    def _meet(self, saved: Any, *, message: str) -> None:
        """The agenda too is shown as it was saved, beside what was typed."""
        super()._meet(saved, message=message)
        agendas = _in_words(row.initial for row in self.rows), _in_words(row.cleaned_data for row in self.filled)
        if agendas[0] != agendas[1]:
            self.meanwhile += (Difference(str(_("Agenda")), *agendas),)


_NOT_OF_THE_PLAN = ("network", "version", "invited")


def as_typed(meeting: Meeting) -> dict[str, Any]:
    """A meeting as its form shows it."""
    plain = ("title", "series", "theme", "introduction", "place", "link", "seats", "version")
    starts_at, ends_at = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {name: getattr(meeting, name) for name in plain} | {
        "network": str(meeting.network_id),
        "day": starts_at.date(),
        "starts_at": starts_at.time(),
        "ends_at": ends_at.time(),
        "host": str(meeting.host_id or ""),
        "partners": "\n".join(meeting.partners),
        "answers_until": timezone.localdate(meeting.answers_until),
        "invited": [str(each.house_id) for each in meeting.invitations.order_by("house__name")],
    }


def agenda_as_typed(meeting: Meeting) -> list[Mapping[str, Any]]:
    """The agenda as the rows of the form show it."""
    return list(meeting.parts.values("starts_at", "ends_at", "kind", "topic", "leader"))


def _in_words(parts: Iterable[Mapping[str, Any]]) -> str:
    rows = (f"{each['starts_at']:%H:%M}–{each['ends_at']:%H:%M} {each['topic']}" for each in parts if each)
    return "; ".join(rows) or "—"


class CallOffForm(OnceForm):
    """Why a meeting is called off."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Everybody who was invited reads it."),
        widget=forms.Textarea({"rows": 2}),
    )
