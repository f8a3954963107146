"""Agreements (ustalenia): made at a meeting or by the OWES alone, done by the organisation that took them on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.screening.services import check_shared
from networking.meetings.models import Action, Meeting
from networking.meetings.selectors.actions import may_finish, responsible_for
from networking.meetings.services.calling import convened
from tenants.errors import ChangedMeanwhile, RuleBroken
from tenants.organisations.models import Network, Organisation
from tenants.post.services import send_post
from tenants.walls.context import current_house

AGREED = "action.agreed"
"""The kind of post that tells an organisation what it has taken on."""
ACTION_ACTIONS = {
    "actions.agreed": gettext_lazy("{by} wrote down an agreement of {house}: {target}"),
    "actions.changed": gettext_lazy("{by} changed an agreement of {house}: {target}"),
    "actions.done": gettext_lazy("{by} marked an agreement of {house} as done: {target}"),
    "actions.reopened": gettext_lazy("{by} opened an agreement of {house} again: {target}"),
}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What is done, by which organisation and whom there, until when."""

    what: str
    house: UUID
    who: str
    due_on: date


@transaction.atomic
def agree_action(
    *, by: Account, agreement: Agreement, meeting_id: UUID | None = None, today: date, anyway: str = ""
) -> Action:
    """Write down an agreement, perhaps one of a meeting, and tell the organisation that took it on.

    Raises:
        Meeting.DoesNotExist: this house convened no such meeting.
        RuleBroken: the organisation is of another network, the day has passed, or the text must not leave the house.
    """
    meeting = convened(meeting_id) if meeting_id else None
    network, house = _responsible(agreement, meeting, today=today)
    _check_day(agreement.due_on, today=today)
    _check_texts(agreement, by=by, anyway=anyway)
    signature = signature_of(by)
    action = Action.objects.create(
        network=network,
        meeting=meeting,
        house=house,
        what=agreement.what,
        who=agreement.who,
        due_on=agreement.due_on,
        agreed_by_account=signature.account,
        agreed_by_name=signature.name,
        agreed_by_function=signature.function,
    )
    _record(by, "actions.agreed", action)
    _tell(action, by=by)
    return action


@transaction.atomic
def change_action(
    *, by: Account, action_id: UUID, version: int, agreement: Agreement, today: date, anyway: str = ""
) -> Action:
    """Change an open agreement. A new day is recalled anew; another organisation is told.

    Raises:
        Action.DoesNotExist: it is not of a network that this house coordinates.
        ChangedMeanwhile: somebody else has changed it since this version.
        RuleBroken: it is done already; or as for `agree_action`.
    """
    action = _current(action_id, version=version)
    if action.done_at is not None:
        raise RuleBroken(_("This agreement is done. Open it again before you change it."))
    _network, house = _responsible(agreement, action.meeting, today=today)
    if agreement.due_on != action.due_on:
        _check_day(agreement.due_on, today=today)
        action.reminded_at = None
    _check_texts(agreement, by=by, anyway=anyway)
    is_handed_over = house != action.house
    action.house, action.what, action.who, action.due_on = house, agreement.what, agreement.who, agreement.due_on
    _save(action)
    _record(by, "actions.changed", action)
    if is_handed_over:
        _tell(action, by=by)
    return action


@transaction.atomic
def finish_action(*, by: Account, action_id: UUID, version: int, note: str, now: datetime, anyway: str = "") -> Action:
    """It is done; the note says how.

    Raises:
        Action.DoesNotExist: it belongs neither to this house nor to a network that it coordinates.
        ChangedMeanwhile: somebody else has changed it since this version.
        RuleBroken: the note must not leave the house.
    """
    action = _current(action_id, version=version)
    check_shared({"note": note}, by=by, target=action, anyway=anyway)
    signature = signature_of(by)
    action.done_at, action.done_note = now, note
    action.done_by_name, action.done_by_function = signature.name, signature.function
    _save(action)
    _record(by, "actions.done", action)
    return action


@transaction.atomic
def reopen_action(*, by: Account, action_id: UUID, version: int) -> Action:
    """It was not done after all.

    Raises:
        Action.DoesNotExist, ChangedMeanwhile: as for `finish_action`.
    """
    action = _current(action_id, version=version)
    action.done_at, action.done_note, action.done_by_name, action.done_by_function = None, "", "", ""
    _save(action)
    _record(by, "actions.reopened", action)
    return action


def _current(action_id: UUID, *, version: int) -> Action:
    """The agreement for this house to change, locked; only whom it concerns can lock its row."""
    found = Action.objects.select_for_update(of=("self",)).select_related("house", "network", "meeting")
    action = found.get(pk=action_id)
    if not may_finish(action):
        raise Action.DoesNotExist
    if action.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed this agreement in the meantime. Compare both versions."))
    return action


def _save(action: Action) -> None:
    action.version += 1
    action.save()


def _responsible(agreement: Agreement, meeting: Meeting | None, *, today: date) -> tuple[Network, Organisation]:
    """The network and the organisation that takes the agreement on: a member of today, or the OWES itself."""
    offered = responsible_for(meeting, today=today)
    found = next((each for each in offered if each.house.pk == agreement.house), None)
    if found is None:
        raise RuleBroken(_("Choose a centre of your network, or your own organisation."), "house")
    return found.network, found.house


def _check_day(due_on: date, *, today: date) -> None:
    if due_on < today:
        raise RuleBroken(_("This day has passed. Choose today or a later day."), "due_on")


def _check_texts(agreement: Agreement, *, by: Account, anyway: str) -> None:
    check_shared({"what": agreement.what, "who": agreement.who}, by=by, target=_("an agreement"), anyway=anyway)


def _record(by: Account, act: str, action: Action) -> None:
    record(by=by, action=act, target=action, details={"house": action.house.name})


def _tell(action: Action, *, by: Account) -> None:
    if action.house != current_house():
        send_post(to_house=action.house, kind=AGREED, subject=action.what, object_id=action.pk, by=signature_of(by))
