"""Closing a month: what is missing, then submitting, approving, opening again."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.attendance.forms import ReasonForm
from casework.attendance.rules import MonthStage, last_day_of, may_be_submitted_from
from casework.attendance.selectors import (
    STAGE_LABELS,
    STAGE_TONES,
    Missing,
    MonthState,
    alarm_sentence,
    closed_days,
    missing,
    month_state_with_history,
    needs_two_people,
)
from casework.attendance.services import approve_month, note_reading, submit_month, withdraw_approval
from casework.attendance.views.days import month_or_404
from casework.attendance.views.grid import frame_of
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import once
from tenants.errors import RuleBroken

SUBMITTED = gettext_lazy("The month was submitted. It waits for approval now.")
APPROVED = gettext_lazy("The month is approved. From now on nothing in it can be changed.")


@requires(Permission.MONTH_SUBMIT)
@require_safe
def month_closing(request: HttpRequest, month: str) -> HttpResponse:
    """What is missing first, each with a link; then the next step."""
    return _page(request, month_or_404(month))


@requires(Permission.MONTH_SUBMIT)
@require_POST
def submit(request: HttpRequest, month: str) -> HttpResponse:
    return _step(request, month_or_404(month), submit_month, done=SUBMITTED)


@requires(Permission.MONTH_APPROVE)
@require_POST
def approve(request: HttpRequest, month: str) -> HttpResponse:
    return _step(request, month_or_404(month), approve_month, done=APPROVED)


@requires(Permission.MONTH_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def withdraw(request: HttpRequest, month: str) -> HttpResponse:
    first_day = month_or_404(month)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_approval(by=me(request), month=first_day, now=now(), reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The approval was withdrawn. The month can be changed again."))
            return redirect("attendance:closing", month)
    return render(request, "attendance/withdraw.html", {"form": form, **frame_of(first_day)})


def _step(request: HttpRequest, month: date, act: Callable[..., Any], *, done: Any) -> HttpResponse:
    try:
        act(by=me(request), month=month, now=now())
    except RuleBroken as broken:
        return _page(request, month, refused=broken.message)
    messages.success(request, done)
    return redirect("attendance:closing", f"{month:%Y-%m}")


def _page(request: HttpRequest, month: date, *, refused: str = "") -> HttpResponse:
    account, until = me(request), last_day_of(month)
    lacks, state = missing(month, until=max(localdate(), month)), month_state_with_history(month)
    note_reading(by=account, people=_people(lacks), since=month, until=until)
    alarms = [(stay, [alarm_sentence(alarm) for alarm in found]) for stay, found in lacks.alarms]
    shown = {"lacks": lacks, "alarms": alarms, "refused": refused}
    context = {**shown, **_state(state), **_next_step(request, state, lacks)}
    return render(request, "attendance/closing.html", {**frame_of(month), **context}, status=409 if refused else 200)


def _people(lacks: Missing) -> list[str]:
    stays = [gap.stay for gap in lacks.gaps] + list(lacks.without_plan) + [stay for stay, _alarms in lacks.alarms]
    return sorted({str(stay.participant_id) for stay in stays})


def _state(state: MonthState) -> dict[str, Any]:
    return {"state": state, "stage": STAGE_LABELS[state.stage], "tone": STAGE_TONES[state.stage]}


def _next_step(request: HttpRequest, state: MonthState, lacks: Missing) -> dict[str, Any]:
    """What this account can do now, and why not when it cannot."""
    month, account = state.month, me(request)
    first = may_be_submitted_from(month, closed_days(since=month, until=last_day_of(month)))
    may_approve = account.may(Permission.MONTH_APPROVE)
    same_person = state.closing is not None and state.closing.submitted_by_id == account.pk
    return {
        "is_over": localdate() >= first,
        "may_be_submitted_from": first,
        "can_submit": state.stage is MonthStage.OPEN and localdate() >= first and not lacks.blocks,
        "can_approve": state.stage is MonthStage.SUBMITTED and may_approve and not lacks.blocks,
        "can_withdraw": state.stage is MonthStage.APPROVED and may_approve,
        "same_person": same_person,
        "needs_two": state.stage is MonthStage.SUBMITTED and same_person and needs_two_people(month),
    }
