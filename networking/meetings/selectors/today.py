"""What waits on the Today page because of meetings."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import TodayCard
from networking.meetings.models import Invitation, Meeting
from networking.meetings.rules import Answer, MeetingState
from networking.meetings.selectors.answers import meetings_open_for_answers
from tenants.walls.context import current_house

PRESSES_FROM = timedelta(days=3)
"""This long before the deadline a missing answer becomes a thing to do first."""


def meeting_cards(account: Account, *, today: date) -> Iterator[TodayCard]:
    """Invitations to answer and meetings close by, for a centre; answers that are missing, for whoever calls them."""
    since = timezone.make_aware(datetime.combine(today, time.min))
    if account.may(Permission.MEETINGS_RUN):
        yield from _to_send()
    if account.may(Permission.MEETINGS_RUN) or account.may(Permission.MEETINGS_ANSWER):
        for meeting in meetings_open_for_answers(now=since):
            yield from _missing(meeting, account, today=today)
    if account.may(Permission.MEETINGS_VIEW):
        yield from _close_by(today=today)


def _missing(meeting: Any, account: Account, *, today: date) -> Iterator[TodayCard]:
    if meeting.convener_id == current_house().pk:
        if meeting.silent and account.may(Permission.MEETINGS_RUN):
            yield _answers_missing(meeting, today=today)
    elif account.may(Permission.MEETINGS_ANSWER):
        if meeting.own_answer == Answer.WAITING:
            yield _card(meeting, "answer", today=today, title=_("Answer the invitation: %(title)s"), action=_("Answer"))
        elif meeting.own_outdated:
            title = _("Time or place changed, confirm your answer: %(title)s")
            yield _card(meeting, "answer", today=today, title=title, action=_("Confirm"))


def _answers_missing(meeting: Any, *, today: date) -> TodayCard:
    title = ngettext(
        "%(count)d centre has not answered: %(title)s", "%(count)d centres have not answered: %(title)s", meeting.silent
    )
    return _card(meeting, "meeting", today=today, title=title, action=_("See who is silent"))


def _card(meeting: Any, page: str, *, today: date, title: str, action: str) -> TodayCard:
    deadline = timezone.localdate(meeting.answers_until)
    words = {"title": meeting.title, "count": meeting.silent}
    days = {"day": _day(timezone.localdate(meeting.starts_at)), "deadline": _day(deadline)}
    return TodayCard(
        title=title % words,
        text=_("The meeting is on %(day)s; answers are taken until %(deadline)s.") % days,
        url=reverse(f"meetings:{page}", args=[meeting.pk]),
        action=action,
        icon="calendar-event",
        tone="warning" if deadline - today <= PRESSES_FROM else "info",
        order=40,
    )


def _to_send() -> Iterator[TodayCard]:
    """Drafts that nobody has been invited with yet."""
    for meeting in Meeting.objects.filter(convener=current_house(), state=MeetingState.DRAFT):
        yield TodayCard(
            title=_("Invitations not sent yet: %(title)s") % {"title": meeting.title},
            text=_("It is a draft: nobody but your organisation sees it."),
            url=reverse("meetings:meeting", args=[meeting.pk]),
            action=_("Check and send"),
            icon="send",
            order=45,
        )


def _close_by(*, today: date) -> Iterator[TodayCard]:
    """Meetings of today and tomorrow to which this house goes, or which it calls."""
    since = timezone.make_aware(datetime.combine(today, time.min))
    near = Meeting.objects.filter(
        state=MeetingState.SENT, starts_at__gte=since, starts_at__lt=since + timedelta(days=2)
    )
    going = Invitation.objects.filter(house=current_house(), answer=Answer.COMING).values("meeting")
    ours = near.filter(pk__in=going) | near.filter(convener=current_house())
    for meeting in ours.order_by("starts_at", "id"):
        begins = timezone.localtime(meeting.starts_at)
        when = _("Today, %(hour)s: %(title)s") if begins.date() == today else _("Tomorrow, %(hour)s: %(title)s")
        yield TodayCard(
            title=when % {"hour": f"{begins:%H:%M}", "title": meeting.title},
            text=meeting.place or _("Online; the link is on the page of the meeting."),
            url=reverse("meetings:meeting", args=[meeting.pk]),
            action=_("Open the meeting"),
            icon="map-pin",
            order=5,
        )


def _day(day: date) -> str:
    return date_format(day, "j.m.Y")
