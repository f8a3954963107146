"""Pages of benefits: months and what to do next, a month's settlement, one person's amount, a premium."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from casework.attendance.views.days import month_or_404
from casework.benefits import selectors, services
from casework.benefits.forms import PremiumForm
from casework.benefits.rules import MonthStep
from core.access import Permission, requires
from core.access.selectors import me
from core.reports.forms import month_in_words
from core.submissions.forms import OnceForm
from core.submissions.views import acted, confirmed, done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

PAGE_SIZE = 50
MONTHS = (
    Column("month", gettext_lazy("Month"), template="benefits/month_cell.html"),
    Column("step", gettext_lazy("State"), template="benefits/step_cell.html"),
    Column("people", gettext_lazy("People"), align="end"),
    Column("total", gettext_lazy("To pay"), value="shown_total", align="end"),
)
NAME = Column("name", gettext_lazy("Surname and first name"))
PAYABLE = Column("payable", gettext_lazy("To pay"), value="shown.payable", align="end")
PREMIUM = Column("premium", gettext_lazy("Premium"), value="premium_shown", align="end")
AMOUNT = Column("amount", gettext_lazy("Benefit"), value="shown.amount", align="end")
FOR_PAYING = (NAME, AMOUNT, PREMIUM, PAYABLE)
"""What an accountant needs; absences are not shown to those who may not see attendance."""
IN_FULL = (
    Column("name", gettext_lazy("Surname and first name"), template="benefits/name_cell.html"),
    Column("days", gettext_lazy("Days"), value="days"),
    Column("reduction", gettext_lazy("Reductions"), template="benefits/reduction_cell.html", align="end"),
    Column("amount", gettext_lazy("Benefit"), template="benefits/amount_cell.html", align="end"),
)
PREMIUM_TO_CHANGE = Column("premium", gettext_lazy("Premium"), template="benefits/premium_cell.html", align="end")


@requires(Permission.BENEFITS_VIEW)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """Every month with its state and sum; nobody's name."""
    table = table_page(
        request,
        rows=selectors.months(timezone.localdate()),
        columns=MONTHS,
        name="months",
        empty_title=_("No month yet"),
        empty_text=_("Months appear when attendance is kept for the first time."),
    )
    return render(request, "benefits/months.html", {"table": table})


@requires(Permission.BENEFITS_VIEW)
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """The settlement of a month, and the one thing to do next."""
    page, account = selectors.settlement_of(month_or_404(month)), me(request)
    table = table_page(
        request,
        rows=page.lines,
        columns=_columns(request, page),
        name="settlement",
        page_size=PAGE_SIZE,
        empty_title=_("Nothing is settled yet"),
        empty_text=_("The amounts appear here when the month is settled."),
    )
    if page.settlement:
        shown = [row.participant_id for row in table.page]
        services.note_reading(by=account, month=page.month, people=shown)
    context = {"page": page, "table": table, "form": OnceForm(), "may": _may(request)}
    return render(request, "benefits/month.html", context)


@requires(Permission.BENEFITS_SETTLE)
@require_POST
@once
def settle(request: HttpRequest, month: str) -> HttpResponse:
    """Calculate everybody's benefit."""
    first_day = month_or_404(month)
    return acted(
        request,
        lambda: services.settle_month(by=me(request), month=first_day, now=timezone.now()),
        said=_("The month is settled. Look through the amounts."),
        back=_page_of(first_day),
    )


@requires(Permission.BENEFITS_APPROVE)
@page_or_form
@once
def approve(request: HttpRequest, month: str) -> HttpResponse:
    """Ask once more, then approve."""
    page = selectors.settlement_of(month_or_404(month))
    words = {"month": page.label, "total": page.totals.shown["payable"], "count": page.totals.people}
    return confirmed(
        request,
        lambda: services.approve_settlement(by=me(request), month=page.month, now=timezone.now()),
        said=_("The settlement is approved."),
        back=_page_of(page.month),
        heading=_("Approve the settlement of {month}?").format(**words),
        message=_(
            "Altogether {total}, people: {count}. Premiums are granted too. Afterwards the amounts cannot be changed."
        ).format(**words),
        submit=_("Approve"),
    )


@requires(Permission.PAYMENTS_MARK)
@page_or_form
@once
def paid(request: HttpRequest, month: str) -> HttpResponse:
    """Ask once more, then mark the list as paid."""
    page = selectors.settlement_of(month_or_404(month))
    words = {"month": page.label, "total": page.totals.shown["payable"]}
    return confirmed(
        request,
        lambda: services.mark_month_paid(by=me(request), month=page.month, now=timezone.now()),
        said=_("The list is marked as paid."),
        back=_page_of(page.month),
        heading=_("Was the list of {month} paid?").format(**words),
        message=_(
            "Altogether {total}. Afterwards neither the attendance nor the amounts of this month can be opened again."
        ).format(**words),
        submit=_("Yes, it was paid"),
    )


@requires(Permission.BENEFITS_EXPLAIN)
@require_safe
def person(request: HttpRequest, month: str, stay_id: UUID) -> HttpResponse:
    """One person's amount, step by step; it tells of absences, so it is for those who may see the attendance."""
    page = selectors.settlement_of(month_or_404(month))
    row = selectors.line_of(page, stay_id)
    if row is None:
        raise Http404
    services.note_reading(by=me(request), month=page.month, people=[row.participant_id], is_explanation=True)
    premium = selectors.premium_of(page.month, stay_id)
    context = {"page": page, "row": row, "premium": premium, "may": _may(request)}
    return render(request, "benefits/person.html", context)


@requires(Permission.PREMIUMS_PROPOSE)
@page_or_form
@once
def premium(request: HttpRequest, month: str, stay_id: UUID) -> HttpResponse:
    """Propose a premium, or change the proposed one."""
    first_day = month_or_404(month)
    stay = selectors.stay_in(first_day, stay_id)
    if stay is None:
        raise Http404
    proposed = selectors.premium_of(first_day, stay_id)
    begin = {"amount": proposed.amount, "reasons": proposed.reasons} if proposed else None
    form = PremiumForm(posted(request), initial=begin)
    if form.accepts(
        lambda: services.propose_premium(by=me(request), stay_id=stay_id, month=first_day, **form.cleaned_data)
    ):
        return done(request, _("The premium was saved."), _page_of(first_day))
    services.note_reading(by=me(request), month=first_day, people=[stay.participant_id])
    label = month_in_words(first_day)
    context = {"form": form, "stay": stay, "proposed": proposed, "month": month, "label": label}
    return render(request, "benefits/premium.html", context | selectors.premium_limit_on(first_day))


@requires(Permission.PREMIUMS_PROPOSE)
@page_or_form
@once
def withdraw_premium(request: HttpRequest, month: str, stay_id: UUID) -> HttpResponse:
    """Ask whether a proposed premium should go, then take it back."""
    first_day = month_or_404(month)
    if selectors.premium_of(first_day, stay_id) is None:
        raise Http404
    return confirmed(
        request,
        lambda: services.withdraw_premium(by=me(request), stay_id=stay_id, month=first_day),
        said=_("The premium was taken back."),
        back=_page_of(first_day),
        heading=_("Take the premium back?"),
        message=_("The person then gets the benefit alone for this month."),
        submit=_("Take back"),
        tone="danger",
    )


def _page_of(month: date) -> str:
    return reverse("benefits:month", args=[selectors.month_code(month)])


def _may(request: HttpRequest) -> dict[str, bool]:
    """What the buttons of a page depend on."""
    account = me(request)
    return {
        "settle": account.may(Permission.BENEFITS_SETTLE),
        "approve": account.may(Permission.BENEFITS_APPROVE),
        "pay": account.may(Permission.PAYMENTS_MARK),
        "premium": account.may(Permission.PREMIUMS_PROPOSE),
        "attendance": account.may(Permission.BENEFITS_EXPLAIN),
        "close": account.may(Permission.MONTH_SUBMIT),
    }


def _columns(request: HttpRequest, page: selectors.MonthPage) -> tuple[Column, ...]:
    may = _may(request)
    if not may["attendance"]:
        return FOR_PAYING
    changes = may["premium"] and page.step is MonthStep.APPROVE
    return (*IN_FULL, PREMIUM_TO_CHANGE if changes else PREMIUM, PAYABLE)
