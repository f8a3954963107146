"""Permissions, roles, and how a view declares who may enter it. No Django here: a declaration is a plain attribute."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

PUBLIC = "public"
"""Open to everybody who knows the address."""

SIGNED_IN = "signed-in"
"""Open to every signed-in account of the house, whatever its roles."""

ENROLMENT = "enrolment"
"""Like `SIGNED_IN`, but also open to an account that must first set up its second factor."""

BY_KEY = "by-key"
"""Open to keys of machines: each method to those with its scope (`core.api`). No session enters here."""

API_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

V = TypeVar("V", bound=Callable[..., Any])


class Permission(StrEnum):
    """What may be done in a house. One word of the domain each; roles bundle them."""

    ACCOUNTS_MANAGE = "accounts.manage"
    AUDIT_VIEW = "audit.view"
    REPORTS_VIEW = "reports.view"
    REPORTS_VIEW_ALL = "reports.view_all"
    REPORT_ACCESSES = "reports.accesses"
    LETTERS_VIEW = "letters.view"
    LETTERS_SEND = "letters.send"
    SETTINGS_EDIT = "settings.edit"
    CATEGORIES_VIEW = "categories.view"
    PARTICIPANTS_VIEW = "participants.view"
    PARTICIPANTS_VIEW_ALL = "participants.view_all"
    PARTICIPANTS_EDIT = "participants.edit"
    PARTICIPANTS_REVEAL = "participants.reveal"
    IMPORTS_RUN = "imports.run"
    STAFF_VIEW = "staff.view"
    STAFF_EDIT = "staff.edit"
    WORKSHOPS_VIEW = "workshops.view"
    WORKSHOPS_EDIT = "workshops.edit"
    PARAMETERS_VIEW = "parameters.view"
    PARAMETERS_EDIT = "parameters.edit"
    ATTENDANCE_VIEW = "attendance.view"
    ATTENDANCE_MARK = "attendance.mark"
    CALENDAR_EDIT = "calendar.edit"
    MONTH_SUBMIT = "month.submit"
    MONTH_APPROVE = "month.approve"
    BENEFITS_VIEW = "benefits.view"
    BENEFITS_EXPLAIN = "benefits.explain"
    BENEFITS_SETTLE = "benefits.settle"
    BENEFITS_APPROVE = "benefits.approve"
    PREMIUMS_PROPOSE = "premiums.propose"
    PAYMENTS_MARK = "payments.mark"
    FIGURES_VIEW = "figures.view"
    FIGURES_RELEASE = "figures.release"
    DIRECTORY_VIEW = "directory.view"
    PROFILE_EDIT = "profile.edit"
    CENTRES_FOUND = "centres.found"
    MEETINGS_VIEW = "meetings.view"
    MEETINGS_ANSWER = "meetings.answer"
    MEETINGS_RUN = "meetings.run"
    MEETINGS_SPEAK = "meetings.speak"
    STATISTICS_VIEW = "statistics.view"
    STATISTICS_SETTINGS = "statistics.settings"
    TOKENS_MANAGE = "tokens.manage"


class Role(StrEnum):
    """Functions that an account may hold, several at a time."""

    MANAGER = "manager"
    SOCIAL_WORKER = "social-worker"
    INSTRUCTOR = "vocational-instructor"
    PSYCHOLOGIST = "psychologist"
    JOB_COUNSELLOR = "job-counsellor"
    ACCOUNTANT = "accountant"
    OFFICE = "office"
    AUDITOR = "auditor"
    ACCOUNT_ADMINISTRATOR = "account-administrator"
    ADVISER = "adviser"
    ANALYST = "analyst"
    NETWORK_ADMINISTRATOR = "network-administrator"


@dataclass(frozen=True)
class RoleRule:
    """What a role may do, in which kinds of house, and whether it must sign in with a second factor."""

    kinds: frozenset[str]
    permissions: frozenset[Permission]
    second_factor: bool


_P = Permission
_EVERYONE = frozenset({_P.REPORTS_VIEW, _P.LETTERS_VIEW, _P.DIRECTORY_VIEW, _P.MEETINGS_VIEW})
_LOOKING = (_P.PARTICIPANTS_VIEW, _P.PARTICIPANTS_VIEW_ALL, _P.STAFF_VIEW, _P.WORKSHOPS_VIEW)
_SOCIAL_WORK = (
    *_LOOKING, _P.CATEGORIES_VIEW, _P.PARTICIPANTS_EDIT, _P.PARTICIPANTS_REVEAL, _P.IMPORTS_RUN, _P.WORKSHOPS_EDIT,
    _P.PARAMETERS_VIEW, _P.ATTENDANCE_VIEW, _P.ATTENDANCE_MARK, _P.CALENDAR_EDIT, _P.MONTH_SUBMIT,
    _P.BENEFITS_VIEW, _P.BENEFITS_EXPLAIN, _P.BENEFITS_SETTLE, _P.PREMIUMS_PROPOSE, _P.FIGURES_VIEW,
    _P.MEETINGS_ANSWER, _P.MEETINGS_SPEAK,
)  # fmt: skip
"""What a social worker does; the manager may do all of it too."""
_CENTRE, _OWES = frozenset({"centre"}), frozenset({"owes"})


def _rule(kinds: frozenset[str], *permissions: Permission, second_factor: bool = False) -> RoleRule:
    return RoleRule(kinds, _EVERYONE | frozenset(permissions), second_factor)


ROLES: dict[Role, RoleRule] = {
    Role.MANAGER: _rule(
        _CENTRE, _P.ACCOUNTS_MANAGE, _P.AUDIT_VIEW, _P.REPORTS_VIEW_ALL, _P.REPORT_ACCESSES, _P.LETTERS_SEND,
        _P.SETTINGS_EDIT, _P.PARAMETERS_EDIT, _P.STAFF_EDIT, _P.MONTH_APPROVE, _P.BENEFITS_APPROVE, _P.PAYMENTS_MARK,
        _P.FIGURES_RELEASE, _P.PROFILE_EDIT, _P.TOKENS_MANAGE, *_SOCIAL_WORK, second_factor=True,
    ),
    Role.SOCIAL_WORKER: _rule(_CENTRE, *_SOCIAL_WORK, second_factor=True),
    Role.INSTRUCTOR: _rule(
        _CENTRE, _P.PARTICIPANTS_VIEW, _P.WORKSHOPS_VIEW, _P.ATTENDANCE_VIEW, _P.ATTENDANCE_MARK
    ),
    Role.PSYCHOLOGIST: _rule(
        _CENTRE, *_LOOKING, _P.CATEGORIES_VIEW, _P.ATTENDANCE_VIEW, second_factor=True
    ),
    Role.JOB_COUNSELLOR: _rule(_CENTRE, *_LOOKING, _P.ATTENDANCE_VIEW),
    Role.ACCOUNTANT: _rule(_CENTRE, _P.PARAMETERS_VIEW, _P.BENEFITS_VIEW, _P.PAYMENTS_MARK),
    Role.OFFICE: _rule(
        _CENTRE, *_LOOKING, _P.LETTERS_SEND, _P.PARTICIPANTS_EDIT, _P.PARTICIPANTS_REVEAL, _P.ATTENDANCE_VIEW,
        _P.PROFILE_EDIT, _P.MEETINGS_ANSWER, _P.MEETINGS_SPEAK,
    ),
    Role.AUDITOR: _rule(_CENTRE | _OWES, _P.AUDIT_VIEW, _P.REPORT_ACCESSES, _P.REPORTS_VIEW_ALL, second_factor=True),
    Role.ACCOUNT_ADMINISTRATOR: RoleRule(_CENTRE | _OWES, frozenset({_P.ACCOUNTS_MANAGE}), second_factor=True),
    Role.ADVISER: _rule(
        _OWES, _P.LETTERS_SEND, _P.MEETINGS_RUN, _P.MEETINGS_SPEAK, _P.STATISTICS_VIEW, second_factor=True
    ),
    Role.ANALYST: _rule(_OWES, _P.STATISTICS_VIEW, second_factor=True),
    Role.NETWORK_ADMINISTRATOR: _rule(
        _OWES, _P.ACCOUNTS_MANAGE, _P.AUDIT_VIEW, _P.REPORTS_VIEW_ALL, _P.REPORT_ACCESSES, _P.LETTERS_SEND,
        _P.SETTINGS_EDIT, _P.MEETINGS_RUN, _P.MEETINGS_SPEAK, _P.STATISTICS_VIEW, _P.STATISTICS_SETTINGS,
        _P.CENTRES_FOUND, _P.TOKENS_MANAGE, second_factor=True,
    ),
}  # fmt: skip

HEADS: dict[str, Role] = {"centre": Role.MANAGER, "owes": Role.NETWORK_ADMINISTRATOR}
"""The role of which every house keeps at least one active account, by kind of house."""


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything these roles may do together; unknown roles give nothing."""
    known = [ROLES[Role(role)] for role in roles if role in set(Role)]
    return frozenset().union(*(rule.permissions for rule in known))


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Whether any of these roles sees data that a password alone must not open."""
    return any(ROLES[Role(role)].second_factor for role in roles if role in set(Role))


def is_given_by_heads(role: str) -> bool:
    """Whether only a head of the house may give or take this role: it heads the house, or sees sensitive data."""
    return role in set(HEADS.values()) or Permission.CATEGORIES_VIEW in permissions_of([role])


def roles_of_kind(kind: str) -> list[Role]:
    """Roles that exist in this kind of house, in the order of the table."""
    return [role for role, rule in ROLES.items() if kind in rule.kinds]


def requires(permission: str, *, on_trusted_phone: bool = False) -> Callable[[V], V]:
    """Declare who may enter a view: a permission, `SIGNED_IN`, `ENROLMENT` or `PUBLIC`. Put it outermost.

    Args:
        on_trusted_phone: a session that the PIN or passkey of a trusted phone opened may enter too, with the same
            permission. Everywhere else such a session is nobody's.
    """

    def declare(view: V) -> V:
        view.access = permission  # type: ignore[attr-defined]
        view.on_trusted_phone = on_trusted_phone  # type: ignore[attr-defined]
        return view

    return declare


def declared_by(view: Callable[..., Any]) -> str | None:
    """What the view (function, class-based or API view) declared, or None. An API view names a scope for each of its
    methods; when it forgets one, nobody has said who may enter."""
    cls = getattr(view, "view_class", None) or getattr(view, "cls", None)
    declared = getattr(view, "access", None) or getattr(cls, "access", None)
    if isinstance(declared, Mapping):
        handled = {method for method in API_METHODS if hasattr(cls, method.lower())}
        return BY_KEY if handled and handled == set(declared) else None
    return declared if isinstance(declared, str) else None


def opens_on_trusted_phone(view: Callable[..., Any]) -> bool:
    """Whether the view is declared for sessions that a trusted phone's PIN or passkey opened."""
    return getattr(view, "on_trusted_phone", False) is True


NEVER_SHOWN_AGAIN = ("password", "repeated")
"""Parts of the names of fields that hold what must not stand in a page, not even hidden."""


def may_be_given_back(field: str) -> bool:
    """Whether what was typed into this field may come back to its sender in a page."""
    return field != "csrfmiddlewaretoken" and not any(part in field.lower() for part in NEVER_SHOWN_AGAIN)
