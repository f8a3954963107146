"""Agreements that are due soon, or overdue, recalled to the organisation that took them on."""

from datetime import date, datetime
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.access import Permission
from core.notifications.selectors import accounts_that_may
from core.notifications.services import notify, path_in_house
from networking.meetings.models import Action
from networking.meetings.rules import REMINDED_BEFORE, Recall, recall_of
from tenants.walls.context import current_house

ACTION_DUE = "action.due"
"""The kind of notice."""
TITLES: dict[Recall, Any] = {
    Recall.SOON: _("Due on {day}: {what}"),
    Recall.OVERDUE: _("Overdue since {day}: {what}"),
}


@shared_task(name="networking.meetings.recall_actions")
def recall_actions() -> None:
    """Every day, in every house."""
    recall_due_actions(now=timezone.now())


@transaction.atomic
def recall_due_actions(*, now: datetime) -> int:
    """Tell this house's people of its open agreements: once shortly before the day, once after it. Returns how many."""
    today = timezone.localdate(now)
    nearing = Action.objects.filter(house=current_house(), done_at=None, due_on__lte=today + REMINDED_BEFORE)
    told = [each for each in nearing.select_for_update().order_by("due_on", "id") if _recall(each, today=today)]
    Action.objects.filter(pk__in=[each.pk for each in told]).update(reminded_at=now)
    return len(told)


def _recall(action: Action, *, today: date) -> bool:
    reminded_on = timezone.localdate(action.reminded_at) if action.reminded_at else None
    recall = recall_of(due_on=action.due_on, reminded_on=reminded_on, today=today)
    if recall is None:
        return False
    notify(
        accounts=accounts_that_may(Permission.MEETINGS_SPEAK),
        kind=ACTION_DUE,
        title=_in_words(recall, action.due_on, action.what),
        url=path_in_house("meetings:action", action.pk),
    )
    return True


def _sentence(recall: Recall, due_on: date, what: str) -> str:
    return str(TITLES[recall]).format(day=date_format(due_on, "j.m.Y"), what=what)


_in_words = lazy(_sentence, str)
"""In the language of each reader."""
