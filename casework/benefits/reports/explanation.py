"""The explanation of a benefit for the person it concerns: one page, every step in plain words."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.benefits.reports.pay_list import PayListForm, about, approval, month_asked
from casework.benefits.selectors import LineRow, MonthPage, premiums_of, settlement_of
from core.access import Permission
from core.accounts.models import Account
from core.reports.rules import (
    Block,
    Column,
    ColumnKind,
    Content,
    KeyValues,
    Note,
    Paragraph,
    Progress,
    ReportKind,
    Signatures,
    Table,
)
from tenants.errors import RuleBroken


class ExplanationForm(PayListForm):
    """Which month; the person is named by the page that leads here, otherwise everybody gets a page."""

    stay = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_stay(self) -> str:
        """As JSON holds it."""
        stay = self.cleaned_data["stay"]
        return str(stay) if stay else ""


def build(parameters: Mapping[str, Any], progress: Progress, /, *, by: Account) -> Content:
    """A page for the person, or for everybody who was here.

    Raises:
        RuleBroken: the month is not settled, or the person has no line in it.
    """
    page = settlement_of(month_asked(parameters))
    rows = _rows(page, parameters.get("stay") or "")
    premiums = premiums_of(page.month)
    content = Content.of_sheets(
        ((f"{row.name}, {page.label}", _sheet(row, page, premiums.get(row.stay_id, ""))) for row in rows),
        title=_("How the benefit was calculated"),
        people=(str(row.participant_id) for row in rows),
    )
    progress(1.0)
    return content


def _rows(page: MonthPage, stay: str) -> list[LineRow]:
    wanted = [row for row in page.lines if not stay or row.stay_id == UUID(stay)]
    if not wanted:
        raise RuleBroken(_("There is no settlement of this month for whom you asked about. Settle the month first."))
    return wanted


def _sheet(row: LineRow, page: MonthPage, reasons: str) -> Iterator[Block]:
    yield KeyValues(
        pairs=(
            (_("For whom"), row.name),
            (_("Month"), page.label),
            (_("Days with a right to the benefit"), _days(row)),
            (_("Settlement approved by"), approval(page)),
        )
    )
    yield Paragraph(text=_("The table shows step by step where the amount of the integration benefit comes from."))
    yield _steps(row)
    yield KeyValues(
        pairs=(
            (_("Integration benefit"), row.shown["amount"]),
            (_("Premium"), row.shown["premium"]),
            (_("To pay"), row.shown["payable"]),
        )
    )
    if reasons:
        yield Paragraph(text=_("The premium (art. 15a) was granted for: {reasons}").format(reasons=reasons))
    yield Note(
        text=_(
            "Articles are those of the Act of 13 June 2003 on social employment. The amounts and limits are those of"
            " the last day of the month. Whoever sees a mistake should tell the social worker."
        )
    )
    yield Signatures(labels=(_("prepared by"), _("I received this explanation (date and signature)")))


def _days(row: LineRow) -> str:
    days = row.inputs.entitled_days
    words = ngettext("{days} of {of} day of the month", "{days} of {of} days of the month", row.inputs.month_days)
    return words.format(days=days, of=row.inputs.month_days)


def _steps(row: LineRow) -> Table:
    return Table(
        columns=(
            Column(label=_("Step"), width=64),
            Column(label=_("Legal basis"), width=18),
            Column(label=_("Amount"), kind=ColumnKind.MONEY, width=18),
        ),
        rows=[(f"{number}. {step.sentence}", str(step.article), step.amount) for number, step in row.numbered_steps],
        totals=(_("Integration benefit"), "", row.line.amount),
        name=row.name,
    )


BENEFIT_EXPLANATION = ReportKind(
    code="benefit-explanation",
    label=gettext_lazy("Explanation of a benefit"),
    description=gettext_lazy("A page for each person: where the amount comes from, step by step, in plain words."),
    permission=Permission.BENEFITS_EXPLAIN,
    form=ExplanationForm,
    build=build,
    about=about,
    houses=("centre",),
)
