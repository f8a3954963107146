"""A month's figures leave the centre, and what the manager chooses about that."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from casework.attendance.models import MonthClosing
from casework.figures.models import FiguresDecision
from casework.figures.rules import MOST_AUTOMATIC_DAYS
from casework.figures.selectors import MonthView, automatic_in_words, decision_now, exact_in_words, month_view
from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.notifications.services import mark_read_about, path_in_house
from core.reports.forms import month_in_words
from tenants.errors import RuleBroken
from tenants.figures.models import Release
from tenants.figures.rules import MAY_BE_EXACT
from tenants.figures.services import release_figures
from tenants.post.rules import Signature

FIGURES_ACTIONS = {
    "figures.released": gettext_lazy("{by} released the figures of {month} to {owes}"),
    "figures.corrected": gettext_lazy(
        "{by} released a correction of the figures of {month} to {owes} (version {version})"
    ),
    "figures.released_automatically": gettext_lazy(
        "the figures of {month} went to {owes} by themselves, as {decided_by} had chosen on {decided_on}"
    ),
    "figures.decided": gettext_lazy("{by} chose what the OWES sees exactly: {exact}; automatic release: {automatic}"),
}
PLATFORM_LANGUAGE = "pl"
"""A signature is kept, so it does not depend on the language of whoever was reading."""


@transaction.atomic
def release_month(*, by: Account, month: date, today: date, seal: str | None = None) -> Release:
    """Let the figures of a closed month go to the OWES; once more after a change they are a correction.

    Args:
        seal: of the figures that were on the page (`MonthView.seal`); None: whatever they are now.

    Raises:
        RuleBroken: the attendance is not approved, the figures are others than those on the page, the same were
            released before, the month is not over, or the centre is in no network or was not yet in it.
    """
    view = _closed(month, today=today)
    if seal is not None and seal != view.seal:
        raise RuleBroken(_("The figures have changed since you opened this page. Look through them once more."))
    release = _let_go(view, by=signature_of(by), today=today)
    action = "figures.released" if release.version == 1 else "figures.corrected"
    details = {"month": f"{month:%m.%Y}", "owes": release.network.coordinator.name, "version": release.version}
    record(by=by, action=action, target=release, details=details)
    mark_read_about(by=by, url=path_in_house("figures:month", view.code))
    return release


@transaction.atomic
def release_by_itself(*, month: date, today: date) -> Release:
    """The same without anybody, because the manager decided so; the signature says whose decision it is.

    Raises:
        RuleBroken: as in `release_month`, or nobody has decided so.
    """
    view, decision = _closed(month, today=today), decision_now()
    if decision is None or decision.automatic_after_days is None:
        raise RuleBroken(_("Nobody has chosen that figures go by themselves."))
    with override(PLATFORM_LANGUAGE):
        day = date_format(decision.decided_at, "j E Y")
        function = _("automatic release, chosen on {day}").format(day=day)
    author = decision.decided_by
    by = Signature(account=author.pk, name=author.name, function=function)
    release = _let_go(view, by=by, today=today, is_automatic=True)
    details = {
        "month": f"{month:%m.%Y}",
        "owes": release.network.coordinator.name,
        "decided_by": author.name,
        "decided_on": day,
    }
    record(by=None, action="figures.released_automatically", target=release, details=details)
    return release


@transaction.atomic
def decide(*, by: Account, exact: Collection[str], automatic_after_days: int | None) -> FiguresDecision:
    """Put on record which open indicators the OWES sees exactly, and whether figures go by themselves.

    It counts for what is released from now on. What was chosen before stays on record.

    Raises:
        RuleBroken: an indicator is not an open one, or the days lie outside of 1 to 60.
    """
    if not set(exact) <= set(MAY_BE_EXACT):
        raise RuleBroken(_("Only open indicators can be shown exactly."), "exact")
    if automatic_after_days is not None and not 1 <= automatic_after_days <= MOST_AUTOMATIC_DAYS:
        raise RuleBroken(_("Choose between 1 and 60 days."), "automatic_after_days")
    chosen = [code for code in MAY_BE_EXACT if code in exact]
    before = decision_now()
    if before and (before.exact, before.automatic_after_days) == (chosen, automatic_after_days):
        return before
    decision: FiguresDecision = FiguresDecision.objects.create(
        exact=chosen, automatic_after_days=automatic_after_days, decided_by=by
    )
    record(by=by, action="figures.decided", target=decision, details=_in_words(decision))
    return decision


def _in_words(decision: FiguresDecision) -> dict[str, str]:
    """The decision as the history keeps it."""
    with override(PLATFORM_LANGUAGE):
        return {"exact": exact_in_words(decision.exact), "automatic": automatic_in_words(decision)}


def _closed(month: date, *, today: date) -> MonthView:
    """The month as it stands, its closing held: nobody opens the attendance again while the figures leave."""
    MonthClosing.objects.select_for_update().filter(month=month).first()
    view = month_view(month, today=today)
    if view.figures is None:
        raise RuleBroken(
            _("{month} is not closed: first the attendance has to be approved.").format(
                month=month_in_words(month).capitalize()
            ),
            "month",
        )
    return view


def _let_go(view: MonthView, *, by: Signature, today: date, is_automatic: bool = False) -> Release:
    assert view.figures is not None  # noqa: S101  (`_closed` has made sure)
    return release_figures(
        by=by, month=view.month, figures=view.figures, exact=view.ties.exact, today=today, is_automatic=is_automatic
    )
