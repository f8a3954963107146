"""Everything that slices of `core` add to the registries, in one list."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.access import Permission
from core.accounts.selectors import first_steps_of
from core.accounts.services import ACTIONS as ACCOUNT_ACTIONS
from core.accounts.services import NOTICES as ACCOUNT_NOTICES
from core.accounts.services import listen as listen_to_sign_ins
from core.audit.reports.register_of_accesses import REGISTER_OF_ACCESSES
from core.audit.rules import register_action, register_group
from core.audit.services import AUDIT_ACTIONS
from core.imports.selectors import imports_waiting
from core.imports.services import IMPORT_ACTIONS
from core.letters.rules import LETTER
from core.letters.selectors import letters_waiting, unread_letters
from core.letters.services import LETTER_ACTIONS
from core.notifications.rules import Arrival, register_arrival, register_kind
from core.notifications.selectors import notices_waiting, unread_count
from core.notifications.services import NOTIFICATION_ACTIONS
from core.reports.rules import register_report
from core.reports.selectors import first_steps_with_papers
from core.reports.services import FAILED_NOTICE, LETTERHEAD_ACTIONS, READY_NOTICE, REPORT_ACTIONS
from core.screening.services import SCREENING_ACTIONS
from core.ui.rules import (
    Group,
    MenuEntry,
    register_bell,
    register_first_steps,
    register_menu,
    register_today,
)

MENU = (
    MenuEntry(label=_("Today"), url_name="today", group=Group.DAILY, icon="sun", order=10),
    MenuEntry(
        label=_("Accounts"),
        url_name="accounts:list",
        permission=Permission.ACCOUNTS_MANAGE,
        group=Group.HOUSE,
        icon="key",
        order=20,
    ),
    MenuEntry(label=_("My account"), url_name="accounts:profile", group=Group.ACCOUNT, icon="user-circle", order=10),
    MenuEntry(
        label=_("Where I am signed in"),
        url_name="accounts:sessions",
        group=Group.ACCOUNT,
        icon="device-desktop",
        order=30,
    ),
    MenuEntry(
        label=_("Trusted phone"),
        url_name="accounts:phones",
        permission=Permission.ATTENDANCE_MARK,
        group=Group.ACCOUNT,
        icon="device-mobile",
        order=35,
        kinds=("centre",),
    ),
    MenuEntry(
        label=_("History"),
        url_name="audit:list",
        permission=Permission.AUDIT_VIEW,
        group=Group.HOUSE,
        icon="history",
        order=30,
    ),
    MenuEntry(
        label=_("What reaches me"),
        url_name="notifications:preferences",
        group=Group.ACCOUNT,
        icon="bell",
        order=40,
    ),
    MenuEntry(
        label=_("Letters"),
        url_name="letters:list",
        permission=Permission.LETTERS_VIEW,
        group=Group.DAILY,
        icon="mail",
        order=30,
        count=lambda account: unread_letters(),
    ),
    MenuEntry(
        label=_("Reports"),
        url_name="reports:list",
        permission=Permission.REPORTS_VIEW,
        group=Group.DAILY,
        icon="file-text",
        order=20,
    ),
    MenuEntry(
        label=_("Import from a spreadsheet"),
        url_name="imports:list",
        permission=Permission.IMPORTS_RUN,
        kinds=("centre",),
        group=Group.HOUSE,
        icon="file-spreadsheet",
        order=38,
    ),
    MenuEntry(
        label=_("Keys for programs"),
        url_name="keys:list",
        permission=Permission.TOKENS_MANAGE,
        group=Group.HOUSE,
        icon="link",
        order=39,
    ),
    MenuEntry(
        label=_("Settings"),
        url_name="letterhead:edit",
        permission=Permission.SETTINGS_EDIT,
        group=Group.HOUSE,
        icon="settings",
        order=40,
    ),
)
"""The navigation, as one list; what an account may not enter it does not see."""


def register_all() -> None:
    """Called once when the app registry is ready."""
    for entry in MENU:
        register_menu(entry)
    _accounts()
    _history()
    _notices()
    _letters()
    _reports()
    _actions("imports", _("Imports from spreadsheets"), IMPORT_ACTIONS)
    _actions("screening", _("Texts that others read"), SCREENING_ACTIONS)
    register_today(imports_waiting)


def _actions(prefix: str, label: object, sentences: Mapping[str, object]) -> None:
    register_group(prefix, label)
    for code, sentence in sentences.items():
        register_action(code, sentence)


def _accounts() -> None:
    _actions("account", _("Accounts and sign-in"), ACCOUNT_ACTIONS)
    listen_to_sign_ins()
    register_first_steps(first_steps_of)
    for code, label in ACCOUNT_NOTICES.items():
        register_kind(code, label, security=True)


def _history() -> None:
    _actions("audit", _("The history itself"), AUDIT_ACTIONS)
    register_group("house", _("Acts of the operator"))


def _notices() -> None:
    _actions("notifications", _("Notices"), NOTIFICATION_ACTIONS)
    register_bell(url_name="notifications:list", unread=unread_count)
    register_today(notices_waiting)


def _letters() -> None:
    _actions("letters", _("Letters"), LETTER_ACTIONS)
    register_kind("letter", _("A letter from another organisation"), default_email=True)
    register_arrival(
        LETTER,
        Arrival(
            notification="letter",
            permission=Permission.LETTERS_VIEW,
            title=_("A letter from {sender}: {subject}"),
            url_name="letters:letter",
        ),
    )
    register_today(letters_waiting)


def _reports() -> None:
    _actions("reports", _("Reports"), REPORT_ACTIONS)
    _actions("letterhead", _("Letterhead"), LETTERHEAD_ACTIONS)
    register_report(REGISTER_OF_ACCESSES)
    register_first_steps(first_steps_with_papers)
    register_kind(READY_NOTICE, _("A report is ready"))
    register_kind(FAILED_NOTICE, _("A report could not be made"))
