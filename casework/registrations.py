"""Everything that slices of casework add to the registries, in one list."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.attendance.forms import AttendanceUploadForm
from casework.attendance.reports import ATTENDANCE_REPORTS
from casework.attendance.selectors import approved_until, attendance_cards
from casework.attendance.services import ATTENDANCE_ACTIONS
from casework.attendance.services.importing import attendance_importer
from casework.benefits.reports import BENEFIT_REPORTS
from casework.benefits.selectors import cards_of_months
from casework.benefits.selectors import first_step as first_step_with_amounts
from casework.benefits.services import BENEFIT_ACTIONS
from casework.figures.reports import FIGURES_REPORTS
from casework.figures.selectors import cards_of_figures
from casework.figures.services import FIGURES_ACTIONS, FIGURES_NOTICES
from casework.parameters.services import PARAMETER_ACTIONS
from casework.participants.selectors import cards_of_stays
from casework.participants.selectors import first_step as first_step_with_people
from casework.participants.selectors.mentions import participants_mentioned_in
from casework.participants.services import PARTICIPANT_ACTIONS
from casework.participants.services.importing import IMPORTED_PEOPLE_ACTIONS, people_importer
from casework.staff.selectors import first_steps_with_staff
from casework.staff.services import STAFF_ACTIONS
from casework.workshops.selectors import first_steps_with_groups
from casework.workshops.services import WORKSHOP_ACTIONS
from casework.workshops.services.importing import GroupsOfCentre
from core.access import Permission
from core.accounts.models import Account
from core.audit.rules import register_action, register_group
from core.imports.forms import UploadForm
from core.imports.rules import register_importer
from core.notifications.rules import register_kind
from core.reports.rules import register_report
from core.screening.rules import register_text_screen
from core.ui.rules import Group, MenuEntry, TodayCard, register_first_steps, register_menu, register_today

_CENTRE = partial(MenuEntry, kinds=("centre",))

MENU = (
    _CENTRE(
        label=_("Participants"),
        url_name="participants:list",
        permission=Permission.PARTICIPANTS_VIEW,
        group=Group.DAILY,
        icon="users",
        order=12,
    ),
    _CENTRE(
        label=_("Workshops and groups"),
        url_name="workshops:list",
        permission=Permission.WORKSHOPS_VIEW,
        group=Group.DAILY,
        icon="building-community",
        order=14,
    ),
    _CENTRE(
        label=_("Attendance"),
        url_name="attendance:this-month",
        permission=Permission.ATTENDANCE_VIEW,
        group=Group.DAILY,
        icon="calendar",
        order=16,
    ),
    _CENTRE(
        label=_("Benefits"),
        url_name="benefits:months",
        permission=Permission.BENEFITS_VIEW,
        group=Group.DAILY,
        icon="cash",
        order=18,
    ),
    _CENTRE(
        label=_("Figures for the OWES"),
        url_name="figures:months",
        permission=Permission.FIGURES_VIEW,
        group=Group.DAILY,
        icon="send",
        order=24,
    ),
    _CENTRE(
        label=_("Staff"),
        url_name="staff:list",
        permission=Permission.STAFF_VIEW,
        group=Group.HOUSE,
        icon="user",
        order=15,
    ),
    _CENTRE(
        label=_("Parameters"),
        url_name="parameters:list",
        permission=Permission.PARAMETERS_VIEW,
        group=Group.HOUSE,
        icon="adjustments",
        order=35,
    ),
)
"""The navigation, as one list; what an account may not enter it does not see."""

ACTIONS = (
    ("participants", _("Participants"), PARTICIPANT_ACTIONS | IMPORTED_PEOPLE_ACTIONS),
    ("staff", _("Staff"), STAFF_ACTIONS),
    ("workshops", _("Workshops and groups"), WORKSHOP_ACTIONS),
    ("attendance", _("Attendance"), ATTENDANCE_ACTIONS),
    ("parameters", _("Parameters"), PARAMETER_ACTIONS),
    ("benefits", _("Benefits"), BENEFIT_ACTIONS),
    ("figures", _("Figures for the OWES"), FIGURES_ACTIONS),
)
"""What the history tells of, by the beginning of the codes."""

FIRST_STEPS = (first_step_with_people, first_steps_with_staff, first_steps_with_groups, first_step_with_amounts)


def register_all() -> None:
    """Called once when the app registry is ready."""
    for entry in MENU:
        register_menu(entry)
    for prefix, label, sentences in ACTIONS:
        _actions(prefix, label, sentences)
    for steps in FIRST_STEPS:
        register_first_steps(steps)
    for kind in (*ATTENDANCE_REPORTS, *BENEFIT_REPORTS, *FIGURES_REPORTS):
        register_report(kind)
    for code, label in FIGURES_NOTICES.items():
        register_kind(code, label)
    _today()
    _imports()
    register_text_screen(participants_mentioned_in)


def _actions(prefix: str, label: object, sentences: Mapping[str, object]) -> None:
    register_group(prefix, label)
    for code, sentence in sentences.items():
        register_action(code, sentence)


def _today() -> None:
    register_today(_on_the_local_day(cards_of_stays))
    register_today(_on_the_local_day(attendance_cards))
    register_today(cards_of_months)
    register_today(_of_figures)


def _on_the_local_day(cards: Callable[..., Iterable[TodayCard]]) -> Callable[[Account], list[TodayCard]]:
    """Cards that depend on the day, with the day on which somebody looks."""
    return lambda account: list(cards(account, today=timezone.localdate()))


def _of_figures(account: Account) -> list[TodayCard]:
    return list(cards_of_figures(account, today=timezone.localdate(), now=timezone.now()))


def _imports() -> None:
    register_importer(people_importer(GroupsOfCentre(), form=UploadForm, approved_until=approved_until))
    register_importer(attendance_importer(form=AttendanceUploadForm))
