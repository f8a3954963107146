"""What accounts leave in the history, also of acts that allauth carries out: its signals end here."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.core import context
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.access.rules import HEADS
from core.accounts.models import SECOND_FACTORS, Account
from core.accounts.services.devices import DEVICE_ACTIONS, PHONE_NOTICE, revoke_devices_of, unlock_device
from core.accounts.services.sessions import end_sessions_of, forget_ended_sessions
from core.accounts.services.staff import shut_out
from core.accounts.services.tokens import revoke_tokens_of
from core.accounts.sessions import stored_key
from core.audit.services import record
from core.notifications.services import notify
from tenants.walls.context import current_house

ACTIONS: dict[str, Any] = {
    "account.signed_in": _("{by} signed in"),
    "account.sign_in_failed": _("a sign-in as {target} failed"),
    "account.signed_out": _("{by} signed out"),
    "account.password_changed": _("{by} changed the password"),
    "account.password_reset": _("{by} set a new password by a link from an e-mail"),
    "account.second_factor_added": _("{by} added a second factor ({factor})"),
    "account.second_factor_removed": _("{by} removed a second factor ({factor})"),
    "account.second_factor_failed": _("a code or key of {target} was refused"),
    "account.recovery_codes_made": _("{by} was given new recovery codes"),
    "account.second_factor_reset": _("{by} removed the lost second factor of {target}"),
    "account.invited": _("{by} invited {target} as: {roles}"),
    "account.invited_again": _("{by} sent {target} a new invitation"),
    "account.invitation_accepted": _("{by} accepted the invitation"),
    "account.new_password_link": _("{by} gave {target} a link to a new password"),
    "account.password_chosen": _("{by} chose a new password by a link from a manager"),
    "account.roles_changed": _("{by} changed the roles of {target} from: {before} to: {after}"),
    "account.access_ended": _("{by} ended the access of {target}"),
    "account.access_restored": _("{by} restored the access of {target}"),
    "account.name_changed": _("{by} changed their name (before: {before})"),
    "account.session_ended": _("{by} ended one of their sessions"),
    "account.other_sessions_ended": _("{by} ended their other sessions ({count})"),
    "account.token_made": _("{by} made the key {target} for a machine ({scopes})"),
    "account.token_revoked": _("{by} revoked the key {target}"),
    **DEVICE_ACTIONS,
}
"""Action code → the sentence of the history."""

NOTICES: dict[str, Any] = {
    "account.operator": _("The operator changed who may sign in"),
    PHONE_NOTICE: _("One of my phones became trusted, or was locked or revoked"),
}
"""Kinds of notifications that accounts send → how people know them."""

_FACTORS = {"totp": "app", "webauthn": "passkey"}


def announce_operator(sentence: Any, account: Account) -> None:
    """Tell everybody who heads the house what the operator did to an account: a lazy sentence with `{name}`."""
    heads = Account.objects.active().holding(HEADS[current_house().kind])
    title = format_lazy(sentence, name=account.sign_in_name)
    body = _("If you did not ask for this, call the operator at once.")
    notify(accounts=heads, kind="account.operator", title=title, body=body)


def listen() -> None:
    """Connect the receivers below; called once, when the app registry is ready."""
    for signal, receiver in (
        (account_signals.user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _sign_in_failed),
        (account_signals.password_changed, _password_changed),
        (account_signals.password_reset, _password_reset),
        (mfa_signals.authentication_failed, _code_refused),
    ):
        signal.connect(receiver, dispatch_uid=f"core.accounts.{receiver.__name__}")
    post_save.connect(_factor_saved, sender=Authenticator, dispatch_uid="core.accounts.factor_saved")
    post_delete.connect(_factor_deleted, sender=Authenticator, dispatch_uid="core.accounts.factor_deleted")


def _signed_in(*, request: HttpRequest, user: Account, **_: Any) -> None:
    now = timezone.now()
    record(by=user, action="account.signed_in")
    forget_ended_sessions(now=now)
    if secret := request.COOKIES.get(settings.OGNIWO_PHONE_COOKIE_NAME):
        unlock_device(by=user, secret=secret, now=now)


def _signed_out(*, user: Account | None, **_: Any) -> None:
    if user is not None:
        record(by=user, action="account.signed_out")


def _sign_in_failed(*, credentials: dict[str, Any], **_: Any) -> None:
    """Names the account, never what was typed: people type passwords into the wrong field."""
    account = Account.objects.signing_in_as(credentials.get("email") or credentials.get("username"))
    record(by=None, action="account.sign_in_failed", target=account, target_label="" if account else "?")


def _password_changed(*, user: Account, **_: Any) -> None:
    record(by=user, action="account.password_changed")
    shut_out(user)


def _password_reset(*, request: HttpRequest, user: Account, **_: Any) -> None:
    if request.user == user:
        request.session.flush()
    record(by=user, action="account.password_reset")
    shut_out(user)


def _code_refused(*, user: Account, **_: Any) -> None:
    record(by=None, action="account.second_factor_failed", target=user)


def _factor_saved(*, instance: Authenticator, created: bool, **_: Any) -> None:
    if not created or context.request is None:
        return
    if instance.type in SECOND_FACTORS:
        _factor_changed(instance, action="account.second_factor_added")
    else:
        record(by=instance.user, action="account.recovery_codes_made")


def _factor_deleted(*, instance: Authenticator, **_: Any) -> None:
    if context.request is not None and instance.type in SECOND_FACTORS:
        _factor_changed(instance, action="account.second_factor_removed")


def _factor_changed(instance: Authenticator, *, action: str) -> None:
    """In the transaction of the change. One's own session goes on under a new key; whatever else is open ends."""
    account, session = instance.user, context.request.session
    record(by=account, action=action, details={"factor": _FACTORS[instance.type]})
    session.cycle_key()
    end_sessions_of(account, except_key=stored_key(session.session_key))
    revoke_tokens_of(account, now=timezone.now())
    revoke_devices_of(account, now=timezone.now())
