"""Everything that slices of casework add to the registries, in one list."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.attendance.forms import AttendanceUploadForm
from casework.attendance.reports import ATTENDANCE_REPORTS
from casework.attendance.selectors import attendance_cards
from casework.attendance.services import ATTENDANCE_ACTIONS
from casework.attendance.services.importing import attendance_importer
from casework.benefits.reports import BENEFIT_REPORTS
from casework.benefits.selectors import cards_of_months
from casework.benefits.selectors import first_step as first_step_with_amounts
from casework.benefits.services import BENEFIT_ACTIONS
from casework.parameters.services import PARAMETER_ACTIONS
from casework.participants.selectors import cards_of_stays
from casework.participants.selectors import first_step as first_step_with_people
from casework.participants.services import PARTICIPANT_ACTIONS
from casework.participants.services.importing import IMPORTED_PEOPLE_ACTIONS, people_importer
from casework.staff.selectors import first_steps_with_staff
from casework.staff.services import STAFF_ACTIONS
from casework.workshops.selectors import first_steps_with_groups
from casework.workshops.services import WORKSHOP_ACTIONS
from casework.workshops.services.importing import GroupsOfCentre
from core.access import Permission
from core.audit.rules import register_action, register_group
from core.imports.forms import UploadForm
from core.imports.rules import register_importer
from core.reports.rules import register_report
from core.ui.rules import Group, MenuEntry, TodayCard, register_first_steps, register_menu, register_today


def register_all() -> None:
    """Called once when the app registry is ready."""
    _participants()
    _staff()
    _workshops()
    _attendance()
    _parameters()
    _benefits()
    _imports()


def _attendance() -> None:
    _actions("attendance", _("Attendance"), ATTENDANCE_ACTIONS)
    for kind in ATTENDANCE_REPORTS:
        register_report(kind)
    register_today(_attendance_today)
    register_menu(
        MenuEntry(
            label=_("Attendance"),
            url_name="attendance:this-month",
            permission=Permission.ATTENDANCE_VIEW,
            kinds=("centre",),
            group=Group.DAILY,
            icon="calendar",
            order=16,
        )
    )


def _attendance_today(account: Any) -> list[TodayCard]:
    return list(attendance_cards(account, today=timezone.localdate()))


def _participants() -> None:
    _actions("participants", _("Participants"), PARTICIPANT_ACTIONS)
    register_first_steps(first_step_with_people)
    register_today(_stays_today)
    register_menu(
        MenuEntry(
            label=_("Participants"),
            url_name="participants:list",
            permission=Permission.PARTICIPANTS_VIEW,
            kinds=("centre",),
            group=Group.DAILY,
            icon="users",
            order=12,
        )
    )


def _stays_today(account: Any) -> list[TodayCard]:
    return cards_of_stays(account, today=timezone.localdate())


def _actions(prefix: str, label: object, sentences: Mapping[str, object]) -> None:
    register_group(prefix, label)
    for code, sentence in sentences.items():
        register_action(code, sentence)


def _parameters() -> None:
    _actions("parameters", _("Parameters"), PARAMETER_ACTIONS)
    register_menu(
        MenuEntry(
            label=_("Parameters"),
            url_name="parameters:list",
            permission=Permission.PARAMETERS_VIEW,
            kinds=("centre",),
            group=Group.HOUSE,
            icon="adjustments",
            order=35,
        )
    )


def _staff() -> None:
    _actions("staff", _("Staff"), STAFF_ACTIONS)
    register_first_steps(first_steps_with_staff)
    register_menu(
        MenuEntry(
            label=_("Staff"),
            url_name="staff:list",
            permission=Permission.STAFF_VIEW,
            kinds=("centre",),
            group=Group.HOUSE,
            icon="user",
            order=15,
        )
    )


def _workshops() -> None:
    _actions("workshops", _("Workshops and groups"), WORKSHOP_ACTIONS)
    register_first_steps(first_steps_with_groups)
    register_menu(
        MenuEntry(
            label=_("Workshops and groups"),
            url_name="workshops:list",
            permission=Permission.WORKSHOPS_VIEW,
            kinds=("centre",),
            group=Group.DAILY,
            icon="building-community",
            order=14,
        )
    )


def _imports() -> None:
    for code, sentence in IMPORTED_PEOPLE_ACTIONS.items():
        register_action(code, sentence)
    register_importer(people_importer(GroupsOfCentre(), form=UploadForm))
    register_importer(attendance_importer(form=AttendanceUploadForm))


def _benefits() -> None:
    _actions("benefits", _("Benefits"), BENEFIT_ACTIONS)
    for kind in BENEFIT_REPORTS:
        register_report(kind)
    register_first_steps(first_step_with_amounts)
    register_today(cards_of_months)
    register_menu(
        MenuEntry(
            label=_("Benefits"),
            url_name="benefits:months",
            permission=Permission.BENEFITS_VIEW,
            kinds=("centre",),
            group=Group.DAILY,
            icon="cash",
            order=18,
        )
    )
