"""Looking at accounts, sessions and invitations of the house."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.rules import Permission, needs_second_factor
from core.access.selectors import role_names_for_history
from core.accounts.models import Account, Invitation, Session, TrustedDevice
from core.accounts.rules import browser_name, sealed
from core.ui.rules import FirstStep
from tenants.post.rules import Signature
from tenants.walls.context import current_house


def signature_of(account: Account) -> Signature:
    """An account as other organisations may know it: identifier, name, and functions in the language of the house."""
    return Signature(account=account.pk, name=account.name, function=role_names_for_history(account.roles))


def accounts_for(viewer: Account, *, search: str = "", role: str = "", active: bool | None = None) -> QuerySet[Account]:
    """Accounts that the viewer may manage (none, without the permission).

    Each says whether it has yet to answer an invitation (`is_invited`), and whether it is the viewer's (`is_oneself`).

    Args:
        search: a part of the name, e-mail or user name.
        active: only those that may sign in, only those whose access has ended, or (None) all.
    """
    if not viewer.may(Permission.ACCOUNTS_MANAGE):
        nobody: QuerySet[Account] = Account.objects.none()
        return nobody
    found: QuerySet[Account] = Account.objects.annotate(
        is_invited=_whether(Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)), is_oneself=_whether(Q(pk=viewer.pk))
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__icontains=search) | Q(username__icontains=search))
    if role:
        found = found.filter(roles__contains=[role])
    return found if active is None else found.filter(is_active=active)


def _whether(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def account_for(viewer: Account, account_id: UUID) -> Account:
    """One account that the viewer may manage.

    Raises:
        Http404: there is none, here, for this viewer.
    """
    found = accounts_for(viewer).filter(pk=account_id).first()
    if found is None:
        raise Http404
    return found


def account_named(sign_in_name: str) -> Account | None:
    """The account that signs in with this e-mail or user name (for the operator's command line)."""
    found: Account | None = Account.objects.signing_in_as(sign_in_name)
    return found


def own_device(account: Account, device_id: UUID, *, now: datetime) -> TrustedDevice:
    """One of the account's own trusted phones.

    Raises:
        Http404: there is none of this account's here.
    """
    found: TrustedDevice | None = own_devices(account, now=now).filter(pk=device_id).first()
    if found is None:
        raise Http404
    return found


def own_devices(account: Account, *, now: datetime) -> QuerySet[TrustedDevice]:
    """The account's own trusted phones, the latest first."""
    found: QuerySet[TrustedDevice] = TrustedDevice.objects.trusted(now=now).filter(account=account)
    return found


def devices_for(viewer: Account, *, now: datetime) -> QuerySet[TrustedDevice]:
    """Trusted phones of everybody whose account the viewer may manage (none, without the permission)."""
    owners = accounts_for(viewer).values("pk")
    found: QuerySet[TrustedDevice] = TrustedDevice.objects.trusted(now=now).filter(account__in=owners)
    return found.select_related("account")


def device_for(viewer: Account, device_id: UUID, *, now: datetime) -> TrustedDevice:
    """One trusted phone that the viewer may revoke.

    Raises:
        Http404: there is none, here, for this viewer.
    """
    found = devices_for(viewer, now=now).filter(pk=device_id).first()
    if found is None:
        raise Http404
    return found


def device_with(secret: str, *, now: datetime) -> TrustedDevice | None:
    """The trusted phone of this house whose browser keeps this secret; None: it is not trusted here, or no longer."""
    rows = TrustedDevice.objects.trusted(now=now).select_related("account")
    found: TrustedDevice | None = rows.filter(secret_hash=sealed(secret, house=current_house().pk)).first()
    return found


def open_invitation(secret: str, *, now: datetime, lock: bool = False) -> Invitation | None:
    """The invitation whose link holds this secret, while it works in this house."""
    invitations = Invitation.objects.open(now=now).select_related("account")
    if lock:
        invitations = invitations.select_for_update()
    return invitations.filter(secret_hash=sealed(secret, house=current_house().pk)).first()


@dataclass(frozen=True)
class OpenSession:
    """A browser in which an account is signed in. `key` is what the table knows, not what the browser holds.

    `phone` names the trusted phone whose PIN or passkey opened it; empty after a full sign-in.
    """

    key: str
    browser: str
    ip: str | None
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool
    phone: str = ""


def open_sessions(account: Account, *, here: str, idle_since: datetime, now: datetime) -> list[OpenSession]:
    """Where an account is signed in now, this browser first.

    Args:
        here: the stored key of the session that asks.
        idle_since: sessions last used before are over.
    """
    at_work = Q(device__isnull=True, last_seen_at__gt=idle_since) | Q(device__isnull=False)
    rows = Session.objects.filter(at_work, account=account, expire_date__gt=now).select_related("device")
    shown = [
        OpenSession(
            key=row.pk,
            browser=browser_name(row.user_agent),
            ip=row.ip,
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            is_this_one=row.pk == here,
            phone=row.device.name if row.device else "",
        )
        for row in rows
    ]
    return sorted(shown, key=lambda each: not each.is_this_one)


def first_steps_of(account: Account) -> list[FirstStep]:
    """What a new account, and the first person of a new house, should do before the rest."""
    steps = []
    if needs_second_factor(account.roles):
        steps.append(_second_factor(account))
    if account.may(Permission.ACCOUNTS_MANAGE):
        steps.append(_staff())
    return steps


def _second_factor(account: Account) -> FirstStep:
    return FirstStep(
        title=_("Set up a second factor"),
        text=_("Your role sees what people confide. A code from your phone protects it when a password leaks."),
        url=reverse("mfa_index"),
        done=account.has_second_factor(),
        order=10,
    )


def _staff() -> FirstStep:
    return FirstStep(
        title=_("Invite your staff"),
        text=_("Everybody works under a name of their own, so that the history tells who did what."),
        url=reverse("accounts:invite"),
        done=Account.objects.count() > 1,
        order=20,
    )
