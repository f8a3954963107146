"""Closing a month: what is missing, then submitting, approving, opening again."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from casework.attendance.forms import ReasonForm
from casework.attendance.rules import MonthStage, last_day_of, may_be_submitted_from
from casework.attendance.selectors import (
    STAGE_LABELS,
    STAGE_TONES,
    Missing,
    MonthState,
    alarm_sentence,
    awaited,
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
from core.submissions.views import done, once, page_or_form, posted
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
    return _step(request, month_or_404(month), submit_month, said=SUBMITTED)


@requires(Permission.MONTH_APPROVE)
@require_POST
def approve(request: HttpRequest, month: str) -> HttpResponse:
    return _step(request, month_or_404(month), approve_month, said=APPROVED)


@requires(Permission.MONTH_APPROVE)
@page_or_form
@once
def withdraw(request: HttpRequest, month: str) -> HttpResponse:
    first_day = month_or_404(month)
    form = ReasonForm(posted(request))
    if form.accepts(lambda: withdraw_approval(by=me(request), month=first_day, now=now(), **form.cleaned_data)):
        return done(
            request, _("The approval was withdrawn. The month can be changed again."), "attendance:closing", month
        )
    return render(request, "attendance/withdraw.html", {"form": form, **frame_of(first_day)})


def _step(request: HttpRequest, month: date, act: Callable[..., Any], *, said: Any) -> HttpResponse:
    try:
        act(by=me(request), month=month, now=now())
    except RuleBroken as broken:
        return _page(request, month, refused=broken.message)
    return done(request, said, "attendance:closing", f"{month:%Y-%m}")


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
    return {
        "state": state,
        "stage": STAGE_LABELS[state.stage],
        "tone": STAGE_TONES[state.stage],
        "waits_for": awaited(state.stage),
    }


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
