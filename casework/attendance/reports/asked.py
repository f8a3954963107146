"""What the papers of attendance are asked about: a group or everybody, and a month."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.attendance.rules import Tally, last_day_of, tally_of
from casework.attendance.selectors import Cell, SheetView, month_view, sees_everybody, stays_seen_by
from casework.participants.models import Participant
from casework.workshops.models import Group
from casework.workshops.selectors import group_visible_to, groups_known_to
from core.accounts.models import Account
from core.reports.forms import MonthField, ReportForm, month_in_words
from tenants.errors import RuleBroken

Parameters = Mapping[str, Any]
EVERYBODY = "all"


class OfGroupForm(ReportForm):
    """Which group: one's own, or any and all of them for those who see everybody."""

    group = forms.ChoiceField(label=gettext_lazy("Group"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [(EVERYBODY, gettext_lazy("All groups"))] if sees_everybody(self.by) else []
        known = [(str(group.pk), group.name) for group in groups_known_to(self.by)]
        self.fields["group"].choices = [*known, *everybody]  # type: ignore[attr-defined]


class OfMonthForm(OfGroupForm):
    """Which group and which month."""

    month = MonthField(label=gettext_lazy("Month"))


def group_of(parameters: Parameters) -> UUID | None:
    """The group that was asked for; None: everybody."""
    asked = parameters.get("group") or EVERYBODY
    return None if asked == EVERYBODY else UUID(asked)


def month_asked(parameters: Parameters) -> date:
    """The first day of the month that was asked for."""
    return date.fromisoformat(f"{parameters['month']}-01")


def open_to(by: Account, parameters: Parameters) -> bool:
    """Whether the group is one that this account sees; everybody at once only those who see everybody."""
    group_id = group_of(parameters)
    return sees_everybody(by) if group_id is None else group_visible_to(by, group_id) is not None


def name_of_group(parameters: Parameters) -> str:
    """The group's name, or that it is all of them."""
    group_id = group_of(parameters)
    found = Group.objects.filter(pk=group_id).first() if group_id else None
    return found.name if found else _("all groups")


def about_month(parameters: Parameters) -> str:
    """Group and month, as they stand in the title of a report."""
    return f"{name_of_group(parameters)}, {month_in_words(month_asked(parameters))}"


def initials(participant: Participant) -> str:
    """What a title may say of a person: titles are kept, and leave in e-mails."""
    return f"{participant.first_name[:1]}. {participant.last_name[:1]}."


def tally_seen(cells: Iterable[Cell]) -> Tally:
    """What the days that are shown add up to: days spent in a group that is not shown are not counted."""
    return tally_of((cell.code, cell.hours) for cell in cells if cell.code)


def month_of_people(parameters: Parameters, *, by: Account, person: UUID | None = None) -> SheetView:
    """The month of those who were asked about, as the account may see it.

    Raises:
        RuleBroken: there is nobody.
    """
    month = month_asked(parameters)
    stays = stays_seen_by(by, since=month, until=last_day_of(month), group_id=group_of(parameters))
    if person:
        stays = stays.filter(participant=person)
    view = month_view(month, stays=stays.prefetch_related("periods"), account=by)
    if not view.rows:
        raise RuleBroken(_("Nobody whom you asked about was in the centre in this month."))
    return view
