"""Agreements of one's network: the list, one of them, and what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import TodayCard, Tone
from networking.meetings.models import Action, Meeting
from networking.meetings.rules import ActionState, state_of_action
from tenants.organisations.models import Network, Organisation
from tenants.organisations.selectors import members_on, networks_coordinated_by
from tenants.walls.context import current_house

ACTION_LABELS: dict[ActionState, Any] = {
    ActionState.OPEN: pgettext_lazy("agreement", "open"),
    ActionState.OVERDUE: pgettext_lazy("agreement", "overdue"),
    ActionState.DONE: pgettext_lazy("agreement", "done"),
}
ACTION_TONES: dict[ActionState, Tone] = {
    ActionState.OPEN: "info",
    ActionState.OVERDUE: "danger",
    ActionState.DONE: "success",
}
PRESSES = timedelta(days=7)
"""An agreement that is due within this time stands on the Today page."""


@dataclass(frozen=True)
class Responsible:
    """An organisation that may take an agreement on, in one of the networks."""

    network: Network
    house: Organisation


@dataclass(frozen=True)
class ActionRow:
    """An agreement as the screen shows it on a day."""

    action: Action
    state: ActionState

    @property
    def label(self) -> Any:
        return ACTION_LABELS[self.state]

    @property
    def tone(self) -> Tone:
        return ACTION_TONES[self.state]

    @property
    def may_finish(self) -> bool:
        """Whether this house may say that it is done."""
        return may_finish(self.action)


def actions_visible(*, house: UUID | None = None, state: ActionState | None = None, today: date) -> QuerySet[Action]:
    """Agreements of the network: open ones first by the day they are due, then those that are done, the latest first.

    Args:
        house: those of one organisation.
        state: those that are this far; open ones do not count the overdue.
    """
    found = Action.objects.select_related("house", "meeting", "network")
    if house:
        found = found.filter(house=house)
    if state:
        found = found.filter(_state_is(state, today=today))
    is_done = Case(When(done_at__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.annotate(is_done=is_done).order_by("is_done", F("done_at").desc(nulls_first=True), "due_on", "id")


def _state_is(state: ActionState, *, today: date) -> Q:
    if state == ActionState.DONE:
        return Q(done_at__isnull=False)
    in_time = Q(due_on__lt=today) if state == ActionState.OVERDUE else Q(due_on__gte=today)
    return in_time & Q(done_at__isnull=True)


def rows_of(actions: Iterable[Action], *, today: date) -> list[ActionRow]:
    """The same with how far each is."""
    return [
        ActionRow(each, state_of_action(due_on=each.due_on, is_done=each.done_at is not None, today=today))
        for each in actions
    ]


def action_visible(action_id: UUID, *, today: date) -> ActionRow | None:
    """One agreement of the network; nothing when it is a stranger's, or there is none."""
    return next(iter(rows_of(actions_visible(today=today).filter(pk=action_id), today=today)), None)


def actions_of(meeting: Meeting, *, today: date) -> list[ActionRow]:
    """The agreements of a meeting, by the day they are due."""
    agreed = Action.objects.filter(meeting=meeting).select_related("house").order_by("due_on", "id")
    return rows_of(agreed, today=today)


def may_finish(action: Action) -> bool:
    """Whether this house may change how far it is: it took it on, or coordinates the network."""
    here = current_house().pk
    return here in (action.house_id, action.network.coordinator_id)


def responsible_for(meeting: Meeting | None, *, today: date) -> list[Responsible]:
    """Who may take on an agreement of this meeting, or of none: members by name, then the OWES itself."""
    networks = [meeting.network] if meeting else list(networks_coordinated_by(current_house()))
    members = [Responsible(each, member.house) for each in networks for member in members_on(each, today)]
    return [*members, *(Responsible(each, current_house()) for each in networks[:1])]


def houses_with_actions() -> list[tuple[str, str]]:
    """Organisations that agreements name, by name: what a list can be narrowed to."""
    rows = Action.objects.order_by("house__name", "house_id").values_list("house_id", "house__name").distinct()
    return [(str(pk), name) for pk, name in rows]


def cards_of_actions(account: Account, *, today: date) -> list[TodayCard]:
    """What this organisation agreed to and has not done; for the OWES also what the network is late with."""
    if not account.may(Permission.MEETINGS_SPEAK):
        return []
    here = current_house()
    waiting = Action.objects.filter(done_at__isnull=True).select_related("house").order_by("due_on", "id")
    own = list(waiting.filter(house=here, due_on__lte=today + PRESSES))
    late = waiting.exclude(house=here).filter(network__coordinator=here, due_on__lt=today).count()
    return [*_own_cards(own, today=today), *_late_card(late)]


def _own_cards(own: Sequence[Action], *, today: date) -> list[TodayCard]:
    if not own:
        return []
    late = sum(each.due_on < today for each in own)
    counted = ngettext("%(count)d agreement of yours is due.", "%(count)d agreements of yours are due.", len(own))
    named = _("The first: %(what)s, by %(day)s.") % {"what": own[0].what, "day": f"{own[0].due_on:%d.%m.%Y}"}
    return [
        TodayCard(
            title=_("Agreements that are overdue") if late else _("Agreements due this week"),
            text=f"{counted % {'count': len(own)}} {named}",
            url=reverse("meetings:action", args=[own[0].pk]) if len(own) == 1 else _own_list(),
            action=_("See it") if len(own) == 1 else _("See them"),
            icon="checklist",
            tone="warning" if late else "info",
            order=25,
        )
    ]


def _own_list() -> str:
    return f"{reverse('meetings:actions')}?house={current_house().pk}"


def _late_card(late: int) -> list[TodayCard]:
    if not late:
        return []
    text = ngettext("%(count)d agreement of a centre is late.", "%(count)d agreements of centres are late.", late)
    return [
        TodayCard(
            title=_("Agreements of centres that are overdue"),
            text=text % {"count": late},
            url=f"{reverse('meetings:actions')}?state={ActionState.OVERDUE.value}",
            action=_("See them"),
            icon="checklist",
            tone="warning",
            order=26,
        )
    ]
