"""The daily attendance list, to be signed by those who came (document D9); a sheet per group and day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from casework.attendance.reports.asked import OfGroupForm, Parameters, group_of, name_of_group, open_to
from casework.attendance.selectors import calendar_of
from casework.workshops.models import Group, Membership
from casework.workshops.selectors import last_day_of, members_between
from core.access import Permission
from core.accounts.models import Account
from core.reports.rules import (
    Block,
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Look,
    Progress,
    ReportKind,
    Signatures,
    Table,
)
from core.submissions.forms import DayInput
from tenants.errors import RuleBroken

DAYS_OF_A_WEEK = 7


class ListForm(OfGroupForm):
    """Which group, and which day or week."""

    day = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate, widget=DayInput)
    reach = forms.ChoiceField(
        label=gettext_lazy("How many lists"),
        widget=forms.RadioSelect,
        initial="day",
        choices=[
            ("day", gettext_lazy("for this day")),
            ("week", gettext_lazy("for every day of its week with classes")),
        ],
    )

    def parameters(self) -> dict[str, Any]:
        given = super().parameters()
        return given | {"day": given["day"].isoformat()}


def build(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """A sheet for every group and day on which somebody belongs to it."""
    days = _days(parameters)
    members = list(members_between(group_of(parameters), since=days[0], until=days[-1]))
    sheets = [
        (group, day, present)
        for group in sorted({each.group for each in members}, key=lambda group: group.name)
        for day in days
        if (present := [each for each in members if each.group_id == group.pk and _belongs(each, day)])
    ]
    if not sheets:
        raise RuleBroken(_("Nobody belongs to this group on these days."))
    return Content.of_sheets(
        ((_subtitle(group, day), _sheet(group, day, present)) for group, day, present in sheets),
        title=_("Attendance list"),
        people=sorted({str(each.stay.participant_id) for each in members}),
    )


def about(parameters: Parameters) -> str:
    """Group and day, or days."""
    days = _days(parameters)
    last = f" – {days[-1]:%d.%m.%Y}" if len(days) > 1 else ""
    return f"{name_of_group(parameters)}, {days[0]:%d.%m.%Y}{last}"


def _days(parameters: Parameters) -> tuple[date, ...]:
    day = date.fromisoformat(parameters["day"])
    if parameters["reach"] != "week":
        return (day,)
    monday = day - timedelta(days=day.weekday())
    week = tuple(monday + timedelta(days=number) for number in range(DAYS_OF_A_WEEK))
    working = tuple(each.day for each in calendar_of(week) if each.is_working)
    if not working:
        raise RuleBroken(_("There are no classes in this week."), "day")
    return working


def _belongs(membership: Membership, day: date) -> bool:
    last = last_day_of(membership)
    return membership.starts_on <= day and (last is None or day <= last)


def _subtitle(group: Group, day: date) -> str:
    return f"{group.name}, {date_format(day, 'l, j E Y').lower()}"


def _sheet(group: Group, day: date, members: Sequence[Membership]) -> Iterator[Block]:
    yield KeyValues(
        pairs=(
            (_("Workshop"), group.workshop.name),
            (_("Led by"), group.instructor.name if group.instructor else "–"),
            (_("People on the list"), str(len(members))),
        )
    )
    yield Table(
        name=f"{day:%d.%m} {group.name}",
        look=Look.FORM,
        columns=(
            Column(label=pgettext("number in a list", "No."), kind=ColumnKind.CODE, width=7),
            Column(label=_("Surname and first name"), width=46),
            Column(label=_("Signature"), width=46),
            Column(label=_("Hours"), width=14),
            Column(label=_("Meal"), width=14),
            Column(label=_("Remarks"), width=24),
        ),
        rows=[
            (number, str(each.stay.participant), None, None, None, None) for number, each in enumerate(members, start=1)
        ],
    )
    yield Signatures(labels=(_("number of people present"), _("who led the classes (date and signature)")))


ATTENDANCE_LIST = ReportKind(
    code="attendance-list",
    label=gettext_lazy("Attendance list to sign"),
    description=gettext_lazy("A sheet for a group and a day: signature, hours, meal. For one day or a whole week."),
    permission=Permission.ATTENDANCE_VIEW,
    form=ListForm,
    build=build,
    open_to=open_to,
    about=about,
    houses=("centre",),
)
