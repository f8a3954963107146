"""The course of a stay: its beginning, its dates, its extension and its end."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from casework.participants.models import Participant, Stay, StayPeriod
from casework.participants.rules import (
    ClosingReason,
    NewStay,
    PeriodKind,
    day_problems,
    extension_problems,
    granted_periods,
    stay_problems,
)
from casework.participants.selectors import limits_on
from casework.participants.selectors.labels import day_in_words
from casework.participants.services.refusals import MARKS_OUTSIDE, OVERLAPS, insist, refused_in_words
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import RuleBroken


class StayChangedMeanwhile(RuleBroken):
    """Somebody changed this stay after it had been opened here."""


@transaction.atomic
def begin_stay(*, by: Account, participant_id: UUID, new: NewStay, today: date) -> Stay:
    """Begin a stay with its trial and main period, as long as the Act allows on its first day.

    Raises:
        RuleBroken: a day makes no sense, or the person has another stay at that time.
    """
    insist(stay_problems(new, today=today))
    participant = Participant.objects.only("last_name", "first_name").get(pk=participant_id)
    later = Q(ends_on__isnull=True) | Q(ends_on__gte=new.starts_on)
    if participant.stays.filter(later).exists():
        raise RuleBroken(str(OVERLAPS), "starts_on")
    stay = Stay(
        participant=participant,
        starts_on=new.starts_on,
        plan_signed_on=new.plan_signed_on,
        benefit_applied_on=new.benefit_applied_on,
        created_by=by,
    )
    with refused_in_words():
        stay.save(force_insert=True)
        _grant(stay)
    _record(by, "stay_begun", stay)
    return stay


@transaction.atomic
def amend_stay(
    *,
    by: Account,
    stay_id: UUID,
    version: int,
    starts_on: date,
    plan_signed_on: date | None,
    benefit_applied_on: date | None,
    today: date,
) -> Stay:
    """Correct the days of a stay. Another first day moves trial and main period along.

    Raises:
        RuleBroken: a day makes no sense, an extended stay would begin anew, marks or another stay are in the way.
        StayChangedMeanwhile: somebody else changed the stay.
    """
    stay = _locked(stay_id, version)
    insist(stay_problems(NewStay(starts_on, plan_signed_on, benefit_applied_on), today=today))
    wanted = {"starts_on": starts_on, "plan_signed_on": plan_signed_on, "benefit_applied_on": benefit_applied_on}
    changed = [name for name, value in wanted.items() if getattr(stay, name) != value]
    if not changed:
        return stay
    if "starts_on" in changed:
        _check_new_beginning(stay, starts_on)
    _save(stay, field=changed[0], **wanted)
    if "starts_on" in changed:
        _grant_anew(stay)
    _record(by, "stay_amended", stay, fields=", ".join(changed))
    return stay


@transaction.atomic
def extend_stay(*, by: Account, stay_id: UUID, version: int, ends_on: date) -> Stay:
    """Grant more time, up to the longest participation there may be (art. 15(3) and (4)).

    Raises:
        RuleBroken: the stay has ended, or the day lies beyond the limit or within what is granted already.
        StayChangedMeanwhile: somebody else changed the stay.
    """
    stay = _locked(stay_id, version)
    if stay.ends_on:
        raise RuleBroken(_("This stay has ended; only one that lasts can be extended."), "ends_on")
    last = stay.periods.order_by("-ends_on", "-id").first()
    granted = last.ends_on if last else stay.starts_on
    problems = extension_problems(
        starts_on=stay.starts_on, granted_until=granted, ends_on=ends_on, limits=limits_on(granted)
    )
    insist(problems)
    _save(stay)
    begins = date.fromordinal(granted.toordinal() + 1)
    with refused_in_words(field="ends_on"):
        StayPeriod.objects.create(stay=stay, kind=PeriodKind.EXTENSION.value, starts_on=begins, ends_on=ends_on)
    _record(by, "stay_extended", stay)
    return stay


@transaction.atomic
def end_stay(
    *, by: Account, stay_id: UUID, version: int, ends_on: date, reason: str, note: str = "", today: date | None = None
) -> Stay:
    """End a stay on its last day, included. Who is in a group leaves it on that day.

    Raises:
        RuleBroken: the day lies before the first one, far ahead, or before attendance marks; the reason is unknown.
        StayChangedMeanwhile: somebody else changed the stay.
    """
    stay = _locked(stay_id, version)
    if reason not in set(ClosingReason):
        raise RuleBroken(_("Choose the reason from the list."), "reason")
    if ends_on < stay.starts_on:
        first = day_in_words(stay.starts_on)
        raise RuleBroken(_("The last day must not be before the first one, %(day)s.") % {"day": first}, "ends_on")
    insist(list(day_problems("ends_on", ends_on, today=today or ends_on)))
    _check_marks(stay, Q(day__gt=ends_on), field="ends_on")
    _leave_groups(stay, ends_on)
    _save(stay, ends_on=ends_on, closing_reason=reason, closing_note=note)
    _record(by, "stay_ended", stay)
    return stay


@transaction.atomic
def reopen_stay(*, by: Account, stay_id: UUID, version: int) -> Stay:
    """Take back an end that was a mistake. Memberships in groups are not brought back.

    Raises:
        RuleBroken: the person has begun another stay meanwhile.
        StayChangedMeanwhile: somebody else changed the stay.
    """
    stay = _locked(stay_id, version)
    _save(stay, ends_on=None, closing_reason="", closing_note="")
    _record(by, "stay_reopened", stay)
    return stay


def _locked(stay_id: UUID, version: int) -> Stay:
    stay: Stay = Stay.objects.select_for_update(of=("self",)).select_related("participant").get(pk=stay_id)
    if stay.version != version:
        raise StayChangedMeanwhile(
            _("Somebody else changed this stay while you were working on it. Check the days below and save again.")
        )
    return stay


def _grant(stay: Stay) -> None:
    """Trial and main period, by the limits of the first day."""
    periods = granted_periods(stay.starts_on, limits=limits_on(stay.starts_on))
    StayPeriod.objects.bulk_create(
        StayPeriod(stay=stay, kind=each.kind.value, starts_on=each.starts_on, ends_on=each.ends_on) for each in periods
    )


def _grant_anew(stay: Stay) -> None:
    with refused_in_words():
        stay.periods.all().delete()
        _grant(stay)


def _save(stay: Stay, *, field: str = "ends_on", **values: Any) -> None:
    """Write a stay's columns; what a constraint says no to comes back as a sentence, at `field` where it is a day's."""
    for name, value in values.items():
        setattr(stay, name, value)
    stay.version += 1
    with refused_in_words(field=field):
        stay.save(update_fields=[*values, "version"])


def _check_new_beginning(stay: Stay, starts_on: date) -> None:
    if stay.periods.filter(kind=PeriodKind.EXTENSION.value).exists():
        raise RuleBroken(_("This stay has been extended, so its first day can no longer be changed."), "starts_on")
    if stay.ends_on and starts_on > stay.ends_on:
        raise RuleBroken(_("The first day must not be after the last one."), "starts_on")
    _check_marks(stay, Q(day__lt=starts_on), field="starts_on")
    stay.memberships.filter(starts_on__lt=starts_on, ends_on__lt=starts_on).delete()
    stay.memberships.filter(starts_on__lt=starts_on).update(starts_on=starts_on)


def _check_marks(stay: Stay, outside: Q, *, field: str) -> None:
    mark = stay.marks.filter(outside).order_by("-day", "-id").first()
    if mark:
        raise RuleBroken(f"{MARKS_OUTSIDE} {_('The last of them: %(day)s.') % {'day': day_in_words(mark.day)}}", field)


def _leave_groups(stay: Stay, ends_on: date) -> None:
    stay.memberships.filter(starts_on__gt=ends_on).delete()
    stay.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)).update(ends_on=ends_on)


def _record(by: Account, what: str, stay: Stay, **details: str) -> None:
    record(by=by, action=f"participants.{what}", target=stay.participant, details={"stay": str(stay.pk), **details})
