"""Everything that slices of networking add to the registries, in one list."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import Permission
from core.accounts.models import Account
from core.audit.rules import register_action, register_group
from core.notifications.rules import Arrival, register_arrival, register_kind
from core.reports.rules import ReportKind, register_report
from core.ui.rules import (
    FirstStep,
    Group,
    MenuEntry,
    TodayCard,
    register_first_steps,
    register_menu,
    register_today,
)
from networking.directory import services as directory
from networking.directory.selectors import first_step_with_profile, profile_cards
from networking.meetings import services as meetings
from networking.meetings.reports import MEETING_REPORTS
from networking.meetings.selectors import meeting_cards
from networking.meetings.selectors.actions import cards_of_actions
from networking.meetings.selectors.minutes import cards_of_minutes
from networking.overview.reports import OVERVIEW_REPORTS
from networking.overview.rules import REMINDER
from networking.overview.services import OVERVIEW_ACTIONS
from tenants.figures.rules import FIGURES_RELEASED

_CENTRE = partial(MenuEntry, kinds=("centre",))
_OWES = partial(MenuEntry, kinds=("owes",))

MENU: tuple[MenuEntry, ...] = (
    _CENTRE(
        label=_("Centres"),
        url_name="directory:list",
        permission=Permission.DIRECTORY_VIEW,
        group=Group.DAILY,
        icon="map-pin",
        order=26,
    ),
    _OWES(
        label=_("Centres"),
        url_name="directory:list",
        permission=Permission.DIRECTORY_VIEW,
        group=Group.DAILY,
        icon="map-pin",
        order=12,
    ),
    _CENTRE(
        label=_("Meetings"),
        url_name="meetings:list",
        permission=Permission.MEETINGS_VIEW,
        group=Group.DAILY,
        icon="calendar-event",
        order=22,
    ),
    _OWES(
        label=_("Networking meetings"),
        url_name="meetings:list",
        permission=Permission.MEETINGS_VIEW,
        group=Group.DAILY,
        icon="calendar-event",
        order=14,
    ),
    _OWES(
        label=_("Statistics"),
        url_name="overview:start",
        permission=Permission.STATISTICS_VIEW,
        group=Group.DAILY,
        icon="calculator",
        order=18,
    ),
    _CENTRE(
        label=_("Comparison"),
        url_name="comparison:page",
        permission=Permission.FIGURES_VIEW,
        group=Group.DAILY,
        icon="calculator",
        order=25,
    ),
    _CENTRE(
        label=_("Agreements"),
        url_name="meetings:actions",
        permission=Permission.MEETINGS_VIEW,
        group=Group.DAILY,
        icon="checklist",
        order=23,
    ),
    _OWES(
        label=_("Agreements"),
        url_name="meetings:actions",
        permission=Permission.MEETINGS_VIEW,
        group=Group.DAILY,
        icon="checklist",
        order=16,
    ),
)
"""The navigation, as one list; what an account may not enter it does not see."""

ACTIONS: tuple[tuple[str, object, Mapping[str, object]], ...] = (
    ("profile", _("Profile of the centre"), directory.PROFILE_ACTIONS),
    ("founding", _("Founding of centres"), directory.FOUNDING_ACTIONS),
    ("meetings", _("Networking meetings"), meetings.MEETING_ACTIONS),
    ("minutes", _("Minutes of meetings"), meetings.MINUTES_ACTIONS),
    ("actions", _("Agreements"), meetings.ACTION_ACTIONS),
    ("feeds", _("Calendar addresses"), meetings.FEED_ACTIONS),
    ("statistics", _("Statistics"), OVERVIEW_ACTIONS),
)
"""What the history tells of, by the beginning of the codes."""

FIRST_STEPS: tuple[Callable[[Account], Iterable[FirstStep]], ...] = (first_step_with_profile,)

TODAY: tuple[Callable[..., Iterable[TodayCard]], ...] = (
    profile_cards,
    meeting_cards,
    cards_of_minutes,
    cards_of_actions,
)
"""Cards of the Today page; each is called with the account and `today=`."""

REPORTS: tuple[ReportKind, ...] = (*MEETING_REPORTS, *OVERVIEW_REPORTS)

NOTICES: tuple[tuple[str, object], ...] = (
    (directory.FOUNDING_NOTICE, _("A centre that you asked for is founded, or cannot be")),
    (meetings.INVITATION, _("An invitation to a meeting")),
    (meetings.CHANGE, _("A meeting is at another time or place, or called off")),
    (meetings.REMINDER, _("A reminder of an invitation without an answer")),
    (meetings.AGREED, _("An agreement that your organisation took on")),
    (REMINDER, _("The OWES asks for figures that have not been released")),
    (meetings.ACTION_DUE, _("An agreement is due soon, or overdue")),
)
"""Kinds of notices: code and label. They ring the bell and go by e-mail."""

QUIET_NOTICES: tuple[tuple[str, object], ...] = (
    (meetings.ANSWER, _("A centre answered an invitation")),
    (FIGURES_RELEASED, _("A centre released its figures")),
)
"""The same, but by themselves they only ring the bell."""

_ABOUT_A_MEETING = partial(
    Arrival, permission=Permission.MEETINGS_ANSWER, url_name="meetings:meeting", opens_object=True
)

ARRIVALS: tuple[tuple[str, Arrival], ...] = (
    (
        meetings.INVITATION,
        _ABOUT_A_MEETING(notification=meetings.INVITATION, title=_("{sender} invites you to a meeting: {subject}")),
    ),
    (
        meetings.CHANGE,
        _ABOUT_A_MEETING(
            notification=meetings.CHANGE,
            title=_("Time or place changed: {subject}. Look at it and confirm your answer."),
        ),
    ),
    (meetings.END, _ABOUT_A_MEETING(notification=meetings.CHANGE, title=_("The meeting was called off: {subject}"))),
    (
        meetings.REMINDER,
        _ABOUT_A_MEETING(notification=meetings.REMINDER, title=_("{sender} is waiting for your answer: {subject}")),
    ),
    (
        meetings.ANSWER,
        _ABOUT_A_MEETING(
            notification=meetings.ANSWER,
            permission=Permission.MEETINGS_RUN,
            title=_("{sender} answered the invitation: {subject}"),
        ),
    ),
    (
        REMINDER,
        Arrival(
            notification=REMINDER,
            permission=Permission.FIGURES_RELEASE,
            title=_("{sender} asks for your figures: {subject}"),
            url_name="comparison:reminder",
        ),
    ),
    (
        FIGURES_RELEASED,
        Arrival(
            notification=FIGURES_RELEASED,
            permission=Permission.STATISTICS_VIEW,
            title=_("{sender} released its figures of {subject}"),
            url_name="overview:released",
        ),
    ),
    (
        meetings.AGREED,
        Arrival(
            notification=meetings.AGREED,
            permission=Permission.MEETINGS_ANSWER,
            title=_("{sender} wrote down an agreement of yours: {subject}"),
            url_name="meetings:action",
            opens_object=True,
        ),
    ),
)
"""What a kind of post between houses becomes on arrival."""


def register_all() -> None:
    """Called once when the app registry is ready."""
    for entry in MENU:
        register_menu(entry)
    for prefix, label, sentences in ACTIONS:
        _actions(prefix, label, sentences)
    for steps in FIRST_STEPS:
        register_first_steps(steps)
    for cards in TODAY:
        register_today(_on_the_local_day(cards))
    for kind in REPORTS:
        register_report(kind)
    _notices()


def _actions(prefix: str, label: object, sentences: Mapping[str, object]) -> None:
    register_group(prefix, label)
    for code, sentence in sentences.items():
        register_action(code, sentence)


def _notices() -> None:
    for code, label in NOTICES:
        register_kind(code, label, default_email=True)
    for code, label in QUIET_NOTICES:
        register_kind(code, label)
    for post_kind, arrival in ARRIVALS:
        register_arrival(post_kind, arrival)


def _on_the_local_day(cards: Callable[..., Iterable[TodayCard]]) -> Callable[[Account], list[TodayCard]]:
    """Cards that depend on the day, with the day on which somebody looks."""
    return lambda account: list(cards(account, today=timezone.localdate()))
