"""The list to sign at the door: everybody who is announced, and lines for those who come besides."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.access import Permission
from core.accounts.models import Account
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    Format,
    Look,
    Progress,
    ReportKind,
    Row,
    Table,
)
from networking.meetings.reports.asked import MeetingPaperForm, about, facts_of, meeting_asked, open_to
from networking.meetings.selectors.minutes import delegations_of

EMPTY_LINES = 5


def build(parameters: Mapping[str, Any], progress: Progress, /, *, by: Account) -> Content:
    """The list of a meeting that this house convened or was invited to.

    Raises:
        RuleBroken: there is no such meeting.
    """
    meeting = meeting_asked(parameters)
    announced: list[tuple[str, str, str]] = [
        (person.name, person.function, delegation.name)
        for delegation in delegations_of(meeting)
        for person in delegation.people
    ]
    lines = [*announced, *[("", "", "")] * EMPTY_LINES]
    progress(1.0)
    return Content(
        title=_("Attendance list of a networking meeting"),
        subtitle=meeting.title,
        blocks=(facts_of(meeting), _table([(number, *line, "") for number, line in enumerate(lines, start=1)])),
    )


def _table(rows: list[Row]) -> Table:
    return Table(
        columns=(
            Column(label=pgettext("number in a list", "No."), kind=ColumnKind.INTEGER, width=6),
            Column(label=_("First and last name"), width=26),
            Column(label=_("Function"), width=22),
            Column(label=_("From where"), width=32),
            Column(label=_("Signature"), width=22),
        ),
        rows=rows,
        name=_("Attendance list"),
        look=Look.FORM,
    )


MEETING_ATTENDANCE_LIST = ReportKind(
    code="meeting-attendance-list",
    label=gettext_lazy("Attendance list of a networking meeting"),
    description=gettext_lazy("To sign at the door: everybody who is announced, and empty lines for others."),
    permission=Permission.MEETINGS_VIEW,
    form=MeetingPaperForm,
    build=build,
    open_to=open_to,
    about=about,
    formats=(Format.PDF,),
)
