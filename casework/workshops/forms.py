"""Reading what is typed about workshops, groups and their members."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.participants.models import Stay
from casework.staff.selectors import leaders
from casework.workshops.models import Group, Workshop
from casework.workshops.rules import GroupData, WorkshopData
from core.submissions.forms import DayInput, OnceForm, VersionedForm

MOST_SEATS = 500


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=DayInput, **options)


class WorkshopForm(VersionedForm):
    """Name, seats and a few words."""

    name = forms.CharField(label=_("Name of the workshop"), max_length=120)
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=MOST_SEATS, help_text=_("For all groups of this workshop together.")
    )
    description = forms.CharField(
        label=_("What is done there"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def workshop(self) -> WorkshopData:
        given = self.cleaned_data
        return WorkshopData(name=given["name"], seats=given["seats"], description=given["description"])


class GroupForm(VersionedForm):
    """Name, leader, seats and hours."""

    name = forms.CharField(
        label=_("Name of the group"), max_length=120, help_text=_("As it should stand on the attendance list.")
    )
    instructor = forms.ChoiceField(
        label=_("Led by"), required=False, help_text=_("Somebody of the staff; with an account they see this group.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    hours_a_day = forms.DecimalField(
        label=_("Hours a day"),
        min_value=Decimal("0.25"),
        max_value=24,
        max_digits=4,
        decimal_places=2,
        initial=6,
        help_text=_("What a day of presence counts when nothing else is written down."),
    )

    def __init__(self, *args: Any, today: date, group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = {str(each.pk): each.name for each in leaders(day=today)}
        if group and group.instructor:
            working.setdefault(str(group.instructor_id), group.instructor.name)
        self.fields["instructor"].choices = [("", _("nobody yet")), *working.items()]  # type: ignore[attr-defined]

    def group(self) -> GroupData:
        given = self.cleaned_data
        leader = UUID(given["instructor"]) if given["instructor"] else None
        return GroupData(
            name=given["name"], seats=given["seats"], instructor_id=leader, hours_a_day=given["hours_a_day"]
        )


def as_typed(row: Workshop | Group) -> dict[str, Any]:
    """A workshop or a group as its form shows it."""
    if isinstance(row, Workshop):
        return {name: getattr(row, name) for name in ("name", "seats", "description", "version")}
    shown = {name: getattr(row, name) for name in ("name", "seats", "hours_a_day", "version")}
    return shown | {"instructor": str(row.instructor_id or "")}


class JoinForm(OnceForm):
    """Who joins a group. From when was said before: it decides who can be chosen."""

    starts_on = forms.DateField(label=_("From"), widget=forms.HiddenInput)
    stays = forms.TypedMultipleChoiceField(label=_("Who"), coerce=UUID, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, stays: Iterable[Stay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = [(str(stay.pk), str(stay.participant)) for stay in stays]  # type: ignore[attr-defined]


class LeaveForm(OnceForm):
    """The last day in a group."""

    ends_on = day_field(_("Last day in the group"))


class MoveForm(OnceForm):
    """To which group, and from when."""

    group = forms.TypedChoiceField(label=_("To the group"), coerce=UUID)
    starts_on = day_field(_("From"), help_text=_("The day before is the last one in the old group."))

    def __init__(self, *args: Any, groups: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(str(each.pk), _with_seats(each)) for each in groups]  # type: ignore[attr-defined]


def _with_seats(group: Any) -> str:
    free = max(0, group.seats - group.taken)
    return gettext("%(group)s (free seats: %(free)d)") % {"group": group.name, "free": free}
