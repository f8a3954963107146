"""Register of accesses: who did what in a month, and whose data they looked into.

A controller has to be able to show how personal data were handled (Art. 5(2) and Art. 32 of the GDPR); this
is the paper that a manager hands to an inspector.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Permission
from core.accounts.models import Account
from core.audit.rules import EntryFilter
from core.audit.selectors import Line, entries, lines, people
from core.reports.forms import MonthField, ReportForm, month_in_words
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Note,
    Paragraph,
    Progress,
    ReportKind,
    Row,
    Signatures,
    Table,
)


class RegisterForm(ReportForm):
    """Which month, and whose acts."""

    month = MonthField(label=gettext_lazy("Month"))
    account = forms.ChoiceField(label=gettext_lazy("Whose acts"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", gettext_lazy("Everybody's")), *people()]  # type: ignore[attr-defined]


def build(parameters: Mapping[str, Any], progress: Progress, *, by: Account) -> Content:
    """The content, from the parameters that `RegisterForm` read; the same for everybody who may have it."""
    first = _first_day(parameters)
    wanted = _filter(first, parameters.get("account") or "")
    rows = _rows(wanted, progress)
    return Content(
        title=_("Register of acts and accesses"),
        subtitle=about(parameters),
        blocks=(
            KeyValues(
                pairs=(
                    (_("Period"), _period(wanted)),
                    (_("Whose acts"), _whose(parameters.get("account") or "")),
                    (_("Number of entries"), str(len(rows))),
                )
            ),
            Paragraph(text=_("Who did what in the system. Entries can be neither changed nor removed.")),
            _table(rows),
            Note(text=_("Legal basis: Art. 5(2) and Art. 32 of the GDPR.")),
            Signatures(labels=(_("prepared by"), _("manager (date and signature)"))),
        ),
    )


def about(parameters: Mapping[str, Any]) -> str:
    """The month by name."""
    return month_in_words(_first_day(parameters))


def _first_day(parameters: Mapping[str, Any]) -> date:
    return date.fromisoformat(f"{parameters['month']}-01")


def _filter(first: date, account: str) -> EntryFilter:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return EntryFilter(by=UUID(account) if account else None, since=first, until=last)


def _rows(wanted: EntryFilter, progress: Progress) -> list[Row]:
    """In the order of time, the first act of the month first."""
    count = entries(wanted).count() or 1
    rows: list[Row] = []
    for number, line in enumerate(lines(wanted), start=1):
        rows.append(_row(line))
        progress(min(number / count, 1.0))
    rows.reverse()
    return rows


def _row(line: Line) -> Row:
    return (line.at, line.by_name, line.sentence, line.ip or "", line.request_id)


def _table(rows: list[Row]) -> Table:
    return Table(
        columns=(
            Column(label=_("When"), kind=ColumnKind.DATETIME, width=22),
            Column(label=_("Who"), width=22),
            Column(label=_("What was done"), width=59),
            Column(label=_("From which address"), width=19),
            Column(label=_("Reference number"), width=17),
        ),
        rows=rows,
        empty=_("There are no entries in this period."),
    )


def _period(wanted: EntryFilter) -> str:
    return f"{wanted.since:%d.%m.%Y} – {wanted.until:%d.%m.%Y}"


def _whose(account: str) -> str:
    return dict(people()).get(account, "–") if account else _("everybody's")


REGISTER_OF_ACCESSES = ReportKind(
    code="register-of-accesses",
    label=gettext_lazy("Register of acts and accesses"),
    description=gettext_lazy(
        "Who did what in a month, and whose data they looked into. For inspections and for yourself."
    ),
    permission=Permission.REPORT_ACCESSES,
    form=RegisterForm,
    build=build,
    about=about,
)
