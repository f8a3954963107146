"""The list to pay (document D13): who gets what for a month, with room for the signature of each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.benefits.selectors import LineRow, MonthPage, pay_list
from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import MonthField, ReportForm, month_in_words
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Look,
    Note,
    Progress,
    ReportKind,
    Row,
    Signatures,
    Table,
)
from tenants.errors import RuleBroken


class PayListForm(ReportForm):
    """Which month."""

    month = MonthField(label=gettext_lazy("Month"))


def build(parameters: Mapping[str, Any], progress: Progress, /, *, by: Account) -> Content:
    """The approved list of the month.

    Raises:
        RuleBroken: the settlement of the month is not approved.
    """
    page = pay_list(month_asked(parameters))
    if page is None:
        raise RuleBroken(_("The settlement of this month is not approved yet, so there is no list to pay."))
    rows = [_row(number, row) for number, row in enumerate(page.lines, start=1)]
    progress(1.0)
    return Content(
        title=_("Pay list of integration benefits"),
        subtitle=page.label,
        landscape=True,
        blocks=(
            _head(page),
            _table(rows, page),
            Signatures(
                labels=(_("prepared by"), _("accountant (date and signature)"), _("manager (date and signature)"))
            ),
            Note(text=_("Benefits: art. 15, premiums: art. 15a of the Act of 13 June 2003 on social employment.")),
        ),
        people=tuple(str(row.participant_id) for row in page.lines),
    )


def month_asked(parameters: Mapping[str, Any]) -> date:
    """The first day of the month that was asked for."""
    return date.fromisoformat(f"{parameters['month']}-01")


def about(parameters: Mapping[str, Any]) -> str:
    """The month by name."""
    return month_in_words(month_asked(parameters))


def approval(page: MonthPage) -> str:
    """Who approved the settlement and when; that nobody did."""
    made = page.settlement
    if made is None or made.approved_by is None or made.approved_at is None:
        return _("draft, not approved")
    return f"{made.approved_by.name}, {date_format(made.approved_at, 'j E Y')}"


def _head(page: MonthPage) -> KeyValues:
    return KeyValues(
        pairs=(
            (_("Number of people"), str(page.totals.people)),
            (_("Settlement approved by"), approval(page)),
        )
    )


def _row(number: int, row: LineRow) -> Row:
    return (number, row.name, row.line.amount, row.line.premium, row.line.payable, "", "")


def _table(rows: list[Row], page: MonthPage) -> Table:
    totals = page.totals
    return Table(
        columns=(
            Column(label=_("Item no."), kind=ColumnKind.INTEGER, width=6),
            Column(label=_("Surname and first name"), width=34),
            Column(label=_("Benefit"), kind=ColumnKind.MONEY, width=17),
            Column(label=_("Premium"), kind=ColumnKind.MONEY, width=17),
            Column(label=_("To pay"), kind=ColumnKind.MONEY, width=18),
            Column(label=_("Transfer or cash"), width=16),
            Column(label=_("Signature"), width=30),
        ),
        rows=rows,
        totals=(None, _("Total"), totals.amount, totals.premium, totals.payable, "", ""),
        look=Look.FORM,
        empty=_("Nobody was in the centre in this month."),
    )


PAY_LIST = ReportKind(
    code="pay-list",
    label=gettext_lazy("Pay list"),
    description=gettext_lazy("Benefits and premiums of an approved month: amounts, sums, room for signatures."),
    permission=Permission.BENEFITS_VIEW,
    form=PayListForm,
    build=build,
    about=about,
    houses=("centre",),
)
