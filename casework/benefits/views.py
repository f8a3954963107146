"""Pages of benefits: months and what to do next, a month's settlement, one person's amount, a premium."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.attendance.views.days import month_or_404
from casework.benefits import selectors, services
from casework.benefits.forms import PremiumForm
from casework.benefits.rules import MonthStep
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.forms import OnceForm
from core.submissions.views import once
from core.ui.rules import Column
from core.ui.selectors import table_page
from tenants.errors import RuleBroken

PAGE_SIZE = 50
MONTHS = (
    Column("month", gettext_lazy("Month"), template="benefits/month_cell.html"),
    Column("step", gettext_lazy("State"), template="benefits/step_cell.html"),
    Column("people", gettext_lazy("People"), align="end"),
    Column("total", gettext_lazy("To pay"), value="shown_total", align="end"),
)
NAME = Column("name", gettext_lazy("Name"))
PAYABLE = Column("payable", gettext_lazy("To pay"), value="shown.payable", align="end")
PREMIUM = Column("premium", gettext_lazy("Premium"), value="premium_shown", align="end")
AMOUNT = Column("amount", gettext_lazy("Benefit"), value="shown.amount", align="end")
FOR_PAYING = (NAME, AMOUNT, PREMIUM, PAYABLE)
"""What an accountant needs; absences are not shown to those who may not see attendance."""
IN_FULL = (
    Column("name", gettext_lazy("Name"), template="benefits/name_cell.html"),
    Column("days", gettext_lazy("Days"), value="days"),
    Column("reduction", gettext_lazy("Reductions"), value="reduction_shown", align="end"),
    Column("amount", gettext_lazy("Benefit"), template="benefits/amount_cell.html", align="end"),
)
PREMIUM_TO_CHANGE = Column("premium", gettext_lazy("Premium"), template="benefits/premium_cell.html", align="end")
page_or_form = require_http_methods(["GET", "HEAD", "POST"])


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
    return _act(request, month, services.settle_month, done=_("The month is settled. Look through the amounts."))


@requires(Permission.BENEFITS_APPROVE)
@page_or_form
@once
def approve(request: HttpRequest, month: str) -> HttpResponse:
    """Ask once more, then approve."""
    page = selectors.settlement_of(month_or_404(month))
    if request.method == "POST":
        return _act(request, month, services.approve_settlement, done=_("The settlement is approved."))
    words = {"month": page.label, "total": page.totals.shown["payable"], "count": page.totals.people}
    return _confirm(
        request,
        month,
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
    if request.method == "POST":
        return _act(request, month, services.mark_month_paid, done=_("The list is marked as paid."))
    words = {"month": page.label, "total": page.totals.shown["payable"]}
    return _confirm(
        request,
        month,
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
    form = PremiumForm(request.POST if request.method == "POST" else None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_premium(by=me(request), stay_id=stay_id, month=first_day, **form.cleaned_data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The premium was saved."))
            return redirect("benefits:month", month)
    services.note_reading(by=me(request), month=first_day, people=[stay.participant_id])
    label = selectors.month_label(first_day)
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
    if request.method == "POST":

        def act(*, by: Any, month: date, now: Any) -> None:
            services.withdraw_premium(by=by, stay_id=stay_id, month=month)

        return _act(request, month, act, done=_("The premium was taken back."))
    return _confirm(
        request,
        month,
        heading=_("Take the premium back?"),
        message=_("The person then gets the benefit alone for this month."),
        submit=_("Take back"),
        tone="danger",
    )


def _act(request: HttpRequest, month: str, act: Callable[..., Any], *, done: str) -> HttpResponse:
    try:
        act(by=me(request), month=month_or_404(month), now=timezone.now())
        messages.success(request, done)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("benefits:month", month)


def _confirm(request: HttpRequest, month: str, *, tone: str = "primary", **words: str) -> HttpResponse:
    context = {**words, "tone": tone, "form": OnceForm(), "cancel_url": reverse("benefits:month", args=[month])}
    return render(request, "confirm.html", context)


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
