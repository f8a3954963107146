"""Trusted phones: a person's own device, which opens the day's attendance sheets by a PIN or a passkey."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fido2.webauthn import UserVerificationRequirement

from core.accounts.models import Account, Session, TrustedDevice
from core.accounts.rules import PHONES_AT_MOST, PIN_TRIES, PinProblem, new_secret, pin_problem, sealed
from core.audit.services import record
from core.notifications.services import notify, path_in_house
from tenants.errors import RuleBroken
from tenants.walls.context import current_house

PHONE_NOTICE = "account.phone"
DEVICE_ACTIONS: dict[str, Any] = {
    "account.phone_registered": gettext_lazy("{by} registered the trusted phone {target}"),
    "account.phone_opened": gettext_lazy("{by} opened the trusted phone {target}"),
    "account.phone_pin_refused": gettext_lazy("a wrong PIN was typed on the trusted phone {target} of {owner}"),
    "account.phone_locked": gettext_lazy("the trusted phone {target} of {owner} was locked after wrong PINs"),
    "account.phone_unlocked": gettext_lazy("{by} unlocked the trusted phone {target} by signing in"),
    "account.phone_revoked": gettext_lazy("{by} revoked the trusted phone {target} of {owner}"),
}
PIN_REFUSALS: dict[PinProblem, Any] = {
    PinProblem.NOT_SIX_DIGITS: gettext_lazy("A PIN has six digits."),
    PinProblem.REPEATS: gettext_lazy("These digits repeat. Somebody else would try such a PIN first."),
    PinProblem.IN_ORDER: gettext_lazy("These digits stand in order. Somebody else would try such a PIN first."),
    PinProblem.A_DATE: gettext_lazy("This looks like a date. Somebody who knows you would try it first."),
}


class Outcome(StrEnum):
    """How an attempt to open a trusted phone ended."""

    OPENED = "opened"
    WRONG = "wrong"
    LOCKED = "locked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NewDevice:
    """A phone that was registered, and the secret that its browser keeps. Nobody can read that again later."""

    device: TrustedDevice
    secret: str


@dataclass(frozen=True)
class Opening:
    """An attempt to open a phone; `device` is None when no phone of this house has such a secret."""

    outcome: Outcome
    device: TrustedDevice | None = None

    @property
    def tries_left(self) -> int:
        return max(0, PIN_TRIES - self.device.failures) if self.device else 0


@transaction.atomic
def register_device(*, by: Account, name: str, pin: str, now: datetime, instead_of: str = "") -> NewDevice:
    """Trust the phone on which its owner is signed in fully. They are told, so nobody does it behind their back.

    Args:
        pin: six digits; empty for somebody whose passkey alone opens the phone.
        instead_of: the secret of an earlier trust that this browser still keeps; it ends.

    Raises:
        RuleBroken: a PIN that is easily guessed, none without a passkey, or too many phones.
    """
    _check_pin(by, pin)
    before = _locked(instead_of, now=now) if instead_of else None
    if before is not None:
        revoke_device(by=by, device=before, now=now)
    if TrustedDevice.objects.trusted(now=now).filter(account=by).count() >= PHONES_AT_MOST:
        refusal = _("You already have {count} trusted phones. Revoke one that you no longer use.")
        raise RuleBroken(refusal.format(count=PHONES_AT_MOST))
    secret = new_secret()
    device = TrustedDevice.objects.create(
        account=by,
        name=name,
        secret_hash=sealed(secret, house=current_house().pk),
        pin=make_password(_with_secret(pin, secret)) if pin else "",
        registered_at=now,
        last_used_at=now,
    )
    record(by=by, action="account.phone_registered", target=device)
    _tell(by, gettext_lazy("The phone {name} is now trusted."), device)
    return NewDevice(device=device, secret=secret)


def _check_pin(by: Account, pin: str) -> None:
    if not pin and not by.has_passkey():
        raise RuleBroken(_("Choose a PIN of six digits."), field="phone_password")
    problem = pin_problem(pin) if pin else None
    if problem:
        raise RuleBroken(str(PIN_REFUSALS[problem]), field="phone_password")


def _with_secret(pin: str, secret: str) -> str:
    """What is hashed of a PIN: a million PINs are quickly tried, but not together with 256 random bits."""
    return f"{secret}:{pin}"


@transaction.atomic
def try_pin(*, secret: str, pin: str, now: datetime) -> Opening:
    """Open a phone with its PIN. A wrong one counts, whatever becomes of the request; the fifth locks the phone."""
    device = _locked(secret, now=now)
    if device is None:
        return Opening(Outcome.UNKNOWN)
    if device.is_locked or not device.pin:
        return Opening(Outcome.LOCKED, device)
    fits = check_password(_with_secret(pin, secret), device.pin)
    return _opened(device, now=now) if fits else _refused(device)


@transaction.atomic
def open_by_passkey(*, secret: str, now: datetime) -> Opening:
    """Open a phone after its owner's passkey was verified. A locked one stays locked: it may have been stolen."""
    device = _locked(secret, now=now)
    if device is None:
        return Opening(Outcome.UNKNOWN)
    return Opening(Outcome.LOCKED, device) if device.is_locked else _opened(device, now=now)


def passkey_question(*, account: Account) -> dict[str, Any]:
    """What the browser asks the owner's passkey. It must verify its owner: the phone alone would be one factor only."""
    question, state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(account), user_verification=UserVerificationRequirement.REQUIRED
    )
    auth.set_state(state)
    return dict(question)


def _locked(secret: str, *, now: datetime) -> TrustedDevice | None:
    """The phone with this secret; nobody else tries a PIN on it until the end of the transaction."""
    rows = TrustedDevice.objects.trusted(now=now).select_related("account").select_for_update(of=("self",))
    found: TrustedDevice | None = rows.filter(secret_hash=sealed(secret, house=current_house().pk)).first()
    return found


def _opened(device: TrustedDevice, *, now: datetime) -> Opening:
    device.failures, device.last_used_at = 0, now
    device.save(update_fields=["failures", "last_used_at"])
    record(by=device.account, action="account.phone_opened", target=device)
    return Opening(Outcome.OPENED, device)


def _refused(device: TrustedDevice) -> Opening:
    device.failures += 1
    device.save(update_fields=["failures"])
    owner = {"owner": device.account.name}
    record(by=None, action="account.phone_pin_refused", target=device, details=owner)
    if not device.is_locked:
        return Opening(Outcome.WRONG, device)
    record(by=None, action="account.phone_locked", target=device, details=owner)
    _tell(device.account, gettext_lazy("The phone {name} was locked after wrong PINs."), device)
    return Opening(Outcome.LOCKED, device)


@transaction.atomic
def unlock_device(*, by: Account, secret: str, now: datetime) -> None:
    """A full sign-in on one's own phone forgives the wrong PINs typed there."""
    device = _locked(secret, now=now)
    if device is not None and device.account_id == by.pk and device.failures:
        device.failures = 0
        device.save(update_fields=["failures"])
        record(by=by, action="account.phone_unlocked", target=device)


@transaction.atomic
def revoke_device(*, by: Account, device: TrustedDevice, now: datetime) -> None:
    """Trust a phone no longer: its open session ends at once. Doing it twice changes nothing."""
    row = TrustedDevice.objects.select_related("account").select_for_update(of=("self",)).get(pk=device.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, by
        row.save(update_fields=["revoked_at", "revoked_by"])
        Session.objects.filter(device=row).delete()
        record(by=by, action="account.phone_revoked", target=row, details={"owner": row.account.name})
        if by.pk != row.account_id:
            _tell(row.account, gettext_lazy("The phone {name} is no longer trusted."), row)


def revoke_devices_of(account: Account, *, now: datetime) -> int:
    """Trust none of an account's phones any longer, in the transaction of the act that asks for it.

    Returns:
        How many were trusted.
    """
    phones = TrustedDevice.objects.unrevoked().filter(account=account)
    Session.objects.filter(device__in=phones.values("pk")).delete()
    return int(phones.update(revoked_at=now))


def _tell(account: Account, sentence: Any, device: TrustedDevice) -> None:
    notify(
        accounts=[account],
        kind=PHONE_NOTICE,
        title=format_lazy(sentence, name=device.name),
        body=gettext_lazy("If this was not you, revoke the phone and change your password at once."),
        url=path_in_house("accounts:phones"),
    )
