"""Calling a meeting, changing it, calling it off."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.screening.services import check_shared
from networking.meetings.models import AgendaPart, Invitation, Meeting
from networking.meetings.rules import (
    MeetingPlan,
    MeetingState,
    Part,
    PartProblem,
    PlanProblem,
    problem_of_plan,
    problems_of_agenda,
)
from networking.meetings.selectors import heads_coming
from networking.meetings.services.telling import invite, tell_of_change, tell_of_end
from tenants.errors import ChangedMeanwhile, RowsBroken, RuleBroken
from tenants.organisations.models import Network, Organisation
from tenants.organisations.selectors import members_on, networks_coordinated_by
from tenants.walls.context import current_house

CALLING_ACTIONS = {
    "meetings.called": gettext_lazy("{by} wrote down a meeting: {target}"),
    "meetings.changed": gettext_lazy("{by} changed the meeting {target}"),
    "meetings.moved": gettext_lazy("{by} changed when or where the meeting {target} is, and told the invited"),
    "meetings.sent": gettext_lazy("{by} sent the invitations to the meeting {target} ({count})"),
    "meetings.called_off": gettext_lazy("{by} called off the meeting {target}: {reason}"),
    "meetings.discarded": gettext_lazy("{by} threw away the draft of the meeting {target}"),
}
LAST_MOMENT = time(23, 59)
_PLAN_REFUSALS: dict[PlanProblem, Any] = {
    PlanProblem.IN_THE_PAST: gettext_lazy("This day has passed. Choose a day from today on."),
    PlanProblem.ENDS_BEFORE_IT_BEGINS: gettext_lazy("The meeting ends before it begins. Correct the hours."),
    PlanProblem.NOWHERE: gettext_lazy("Say where the meeting is: a place, or a link, or both."),
    PlanProblem.DEADLINE_TOO_LATE: gettext_lazy(
        "The last day for answers is after the meeting. Choose an earlier one."
    ),
}
_PART_REFUSALS: dict[PartProblem, Any] = {
    PartProblem.BACKWARDS: gettext_lazy("This part ends before it begins."),
    PartProblem.OUTSIDE: gettext_lazy("This part lies outside of the meeting, which is from {starts} to {ends}."),
    PartProblem.OVERLAPS: gettext_lazy("This part begins before the one ahead of it has ended."),
}


@transaction.atomic
def call_meeting(
    *, by: Account, network_id: UUID, plan: MeetingPlan, invited: Collection[UUID], today: date
) -> Meeting:
    """Write a meeting down as a draft, with whom to invite. Nobody else sees it before it is sent.

    Args:
        invited: centres of the network.
        today: the first day on which it may be.

    Raises:
        RowsBroken: parts overlap, end before they begin, or lie outside of the meeting.
        RuleBroken: the house does not coordinate the network, or hours, place, deadline or the invited make no sense.
    """
    network = _coordinated(network_id)
    _check(plan, earliest=today, by=by)
    if plan.answers_until < today:
        raise RuleBroken(_("This day has passed. Choose a day from today on."), "answers_until")
    signature = signature_of(by)
    meeting = Meeting(
        network=network,
        convener=current_house(),
        called_by_account=signature.account,
        called_by_name=signature.name,
        called_by_function=signature.function,
    )
    _write(meeting, plan)
    meeting.save(force_insert=True)
    _write_parts(meeting, plan.parts)
    _list(meeting, _members(meeting, invited))
    record(by=by, action="meetings.called", target=meeting)
    return meeting


@transaction.atomic
def edit_meeting(
    *, by: Account, meeting_id: UUID, version: int, plan: MeetingPlan, invited: Collection[UUID], today: date
) -> Meeting:
    """Change a meeting. After it was sent, another time or place is told to everybody and asks answers to be confirmed.

    Raises:
        Meeting.DoesNotExist: this house calls no such meeting.
        ChangedMeanwhile: somebody else saved it since.
        RowsBroken, RuleBroken: as for `call_meeting`; it is over or called off; somebody invited was left out, or
            there are fewer seats than people coming.
    """
    meeting = _changeable(meeting_id)
    if meeting.version != version:
        raise ChangedMeanwhile(_("Somebody else changed this meeting in the meantime. Compare, then save again."))
    before = _where_and_when(meeting)
    _check(plan, earliest=min(today, timezone.localdate(meeting.starts_at)), by=by)
    _write(meeting, plan)
    moved = meeting.state == MeetingState.SENT and _where_and_when(meeting) != before
    _check_change(meeting, plan, moved=moved, today=today)
    meeting.version += 1
    meeting.sequence += moved
    meeting.save()
    _write_parts(meeting, plan.parts)
    _reinvite(meeting, _members(meeting, invited), by=by, moved=moved)
    record(by=by, action="meetings.moved" if moved else "meetings.changed", target=meeting)
    return meeting


@transaction.atomic
def send_invitations(*, by: Account, meeting_id: UUID, now: datetime) -> Meeting:
    """Send a draft to the centres on its list. Sent once, it stays sent.

    Raises:
        Meeting.DoesNotExist: this house calls no such meeting.
        RuleBroken: nobody is on its list, or the meeting or its deadline lies in the past.
    """
    meeting = convened(meeting_id)
    if meeting.state != MeetingState.DRAFT:
        return meeting
    houses = [each.house for each in meeting.invitations.select_related("house")]
    if not houses:
        raise RuleBroken(_("Nobody is invited yet. Choose at least one centre first."))
    if meeting.answers_until < now or meeting.starts_at < now:
        raise RuleBroken(_("The last day for answers has passed. Change the dates first."))
    meeting.state, meeting.sent_at = MeetingState.SENT.value, now
    meeting.save(update_fields=["state", "sent_at"])
    invite(meeting, houses, by=by)
    record(by=by, action="meetings.sent", target=meeting, details={"count": len(houses)})
    return meeting


@transaction.atomic
def call_off(*, by: Account, meeting_id: UUID, reason: str) -> Meeting:
    """Call a meeting off and tell everybody why. It stays to be read.

    Raises:
        Meeting.DoesNotExist: this house calls no such meeting.
        RuleBroken: no reason, it is a draft, was held, or was called off before.
    """
    meeting = _changeable(meeting_id)
    if not reason.strip():
        raise RuleBroken(_("Write why: those who were coming will read it."), "reason")
    if meeting.state == MeetingState.DRAFT:
        raise RuleBroken(_("Nobody knows of this draft yet: throw it away instead."))
    meeting.state, meeting.cancelled_because = MeetingState.CANCELLED.value, reason.strip()
    meeting.version, meeting.sequence = meeting.version + 1, meeting.sequence + 1
    meeting.save(update_fields=["state", "cancelled_because", "version", "sequence"])
    tell_of_end(meeting, by=by)
    record(by=by, action="meetings.called_off", target=meeting, details={"reason": meeting.cancelled_because})
    return meeting


@transaction.atomic
def discard_draft(*, by: Account, meeting_id: UUID) -> None:
    """Throw a draft away.

    Raises:
        Meeting.DoesNotExist: this house has no such draft.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id, state=MeetingState.DRAFT)
    record(by=by, action="meetings.discarded", target=meeting)
    meeting.delete()


def convened(meeting_id: UUID) -> Meeting:
    """A meeting that this house calls, locked until the act is done.

    Raises:
        Meeting.DoesNotExist: there is none.
    """
    return Meeting.objects.select_for_update().get(pk=meeting_id, convener=current_house())


def _coordinated(network_id: UUID) -> Network:
    network = networks_coordinated_by(current_house()).filter(pk=network_id).first()
    if network is None:
        raise RuleBroken(_("Choose one of your networks."), "network")
    return network


def _changeable(meeting_id: UUID) -> Meeting:
    meeting = convened(meeting_id)
    if meeting.state in (MeetingState.CANCELLED, MeetingState.HELD):
        raise RuleBroken(_("This meeting is over, so it cannot be changed any more."))
    return meeting


# The plan


def _check(plan: MeetingPlan, *, earliest: date, by: Account) -> None:
    texts = {"title": plan.title, "theme": plan.theme, "introduction": plan.introduction}
    check_shared(texts, by=by, target=plan.title)
    problem = problem_of_plan(plan, earliest=earliest)
    if problem is not None:
        raise RuleBroken(str(_PLAN_REFUSALS[problem]), problem.value)
    wrong = problems_of_agenda(plan.parts, starts_at=plan.starts_at, ends_at=plan.ends_at)
    if wrong:
        hours = {"starts": f"{plan.starts_at:%H:%M}", "ends": f"{plan.ends_at:%H:%M}"}
        rows = {place: str(_PART_REFUSALS[each]).format(**hours) for place, each in wrong.items()}
        raise RowsBroken(_("The agenda does not hold together. Correct the marked parts."), rows)


def _check_change(meeting: Meeting, plan: MeetingPlan, *, moved: bool, today: date) -> None:
    if moved and plan.day < today:
        raise RuleBroken(str(_PLAN_REFUSALS[PlanProblem.IN_THE_PAST]), "day")
    if moved and plan.answers_until < today:
        said = _("After this change everybody confirms their answer: give them a day from today on.")
        raise RuleBroken(said, "answers_until")
    coming = heads_coming(meeting)
    if meeting.seats is not None and meeting.seats < coming:
        raise RuleBroken(_("%(count)d people are coming already.") % {"count": coming}, "seats")


def _where_and_when(meeting: Meeting) -> tuple[object, ...]:
    return meeting.starts_at, meeting.ends_at, meeting.place, meeting.link


def _write(meeting: Meeting, plan: MeetingPlan) -> None:
    meeting.title, meeting.series, meeting.theme = plan.title, plan.series, plan.theme
    meeting.introduction, meeting.partners, meeting.seats = plan.introduction, list(plan.partners), plan.seats
    meeting.place, meeting.link, meeting.host = plan.place, plan.link, _host(meeting, plan)
    meeting.starts_at, meeting.ends_at = _at(plan.day, plan.starts_at), _at(plan.day, plan.ends_at)
    meeting.answers_until = _at(plan.answers_until, LAST_MOMENT)


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _host(meeting: Meeting, plan: MeetingPlan) -> Organisation | None:
    if plan.host is None:
        return None
    membership = members_on(meeting.network, plan.day).filter(house_id=plan.host).first()
    if membership is None:
        raise RuleBroken(_("The host is a centre of the network, chosen from the list."), "host")
    return membership.house


def _write_parts(meeting: Meeting, parts: Iterable[Part]) -> None:
    meeting.parts.all().delete()
    AgendaPart.objects.bulk_create(
        AgendaPart(
            meeting=meeting,
            starts_at=part.starts_at,
            ends_at=part.ends_at,
            kind=part.kind.value,
            topic=part.topic,
            leader=part.leader,
        )
        for part in parts
    )


# The invited


def _members(meeting: Meeting, invited: Collection[UUID]) -> list[Organisation]:
    day = timezone.localdate(meeting.starts_at)
    found = [each.house for each in members_on(meeting.network, day).filter(house_id__in=list(invited))]
    if not found or len(found) != len(set(invited)):
        shown = date_format(day, "j.m.Y")
        said = _("Choose at least one centre, of those that belong to the network on %(day)s.") % {"day": shown}
        raise RuleBroken(said, "invited")
    return found


def _list(meeting: Meeting, houses: Iterable[Organisation]) -> None:
    Invitation.objects.bulk_create(Invitation(meeting=meeting, house=house) for house in houses)


def _reinvite(meeting: Meeting, houses: Collection[Organisation], *, by: Account, moved: bool) -> None:
    """A draft's list is written anew; of a meeting that was sent nobody is left out, and newcomers are invited."""
    listed = {each.house_id: each.house for each in meeting.invitations.select_related("house")}
    chosen = {house.pk for house in houses}
    left_out = [house.name for pk, house in listed.items() if pk not in chosen]
    if meeting.state == MeetingState.SENT and left_out:
        said = _("%(names)s: invited already. An invitation cannot be taken back.") % {"names": ", ".join(left_out)}
        raise RuleBroken(said, "invited")
    meeting.invitations.exclude(house_id__in=chosen).delete()
    newcomers = [house for house in houses if house.pk not in listed]
    _list(meeting, newcomers)
    if meeting.state == MeetingState.SENT:
        invite(meeting, newcomers, by=by)
    if moved:
        tell_of_change(meeting, [house for pk, house in listed.items() if pk in chosen], by=by)
