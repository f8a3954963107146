"""Keys for machines: made once, shown once, limited to scopes, networks and a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import Account, ApiToken
from core.accounts.rules import (
    SCOPE_PERMISSIONS,
    SEEN_EVERY,
    TOKEN_LIFETIME,
    KeyProblem,
    Scope,
    allows,
    is_of_other_kind,
    new_key,
    permissions_of_scopes,
    sealed,
)
from core.audit.services import record
from tenants.errors import RuleBroken
from tenants.walls.context import current_house


@dataclass(frozen=True)
class NewToken:
    """A new key and its secret, which nobody can read again later."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(
    *,
    by: Account,
    name: str,
    scopes: Sequence[Scope],
    expires_at: datetime,
    now: datetime,
    networks: Sequence[str] = (),
) -> NewToken:
    """Make a key for a machine.

    Raises:
        RuleBroken: no scope was chosen, or one of what its maker may not do; the end is past or over a year away.
    """
    if not scopes:
        raise RuleBroken(_("Choose at least one thing that the key may do."), field="scopes")
    if not all(by.may(SCOPE_PERMISSIONS[scope][0]) for scope in scopes):
        raise RuleBroken(_("A key cannot do more than whoever makes it."), field="scopes")
    if not now < expires_at <= now + TOKEN_LIFETIME:
        raise RuleBroken(_("A key ends within a year from today."), field="expires_at")
    secret = new_key(is_sandbox=current_house().is_sandbox)
    token = ApiToken.objects.create(
        name=name,
        secret_hash=sealed(secret, house=current_house().pk),
        scopes=[scope.value for scope in scopes],
        networks=list(networks),
        created_by=by,
        created_at=now,
        expires_at=expires_at,
    )
    record(by=by, action="account.token_made", target=token, details={"scopes": ", ".join(scopes)})
    return NewToken(token=token, secret=secret)


@transaction.atomic
def revoke_token(*, by: Account, token_id: UUID, now: datetime) -> None:
    """Make a key worthless at once; doing it twice changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(by=by, action="account.token_revoked", target=token)


def revoke_tokens_of(account: Account, *, now: datetime) -> int:
    """Revoke every key that an account made, in the transaction of the act that asks for it."""
    return ApiToken.objects.filter(created_by=account, revoked_at__isnull=True).update(revoked_at=now)


def token_in_use(*, secret: str, ip: str | None, now: datetime) -> ApiToken | None:
    """The key behind a secret, if it is valid here, now and from this address. Notes its use.

    Its maker, `created_by`, comes along and may do no more than the key's scopes say.
    """
    token = _token(secret)
    if token is None or _problem(token, ip=ip, now=now):
        return None
    token.created_by.limited_to = permissions_of_scopes(token.scopes)
    if token.last_used_at is None or token.last_used_at < now - SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def why_refused(*, secret: str, ip: str | None, now: datetime) -> KeyProblem:
    """Why a secret opens nothing here. Only who holds the secret itself learns more than that it is unknown."""
    if is_of_other_kind(secret, is_sandbox=current_house().is_sandbox):
        return KeyProblem.REAL_KEY if current_house().is_sandbox else KeyProblem.SANDBOX_KEY
    token = _token(secret)
    return (_problem(token, ip=ip, now=now) if token else None) or KeyProblem.UNKNOWN


def _token(secret: str) -> ApiToken | None:
    house = current_house()
    if is_of_other_kind(secret, is_sandbox=house.is_sandbox):
        return None
    found: ApiToken | None = (
        ApiToken.objects.select_related("created_by").filter(secret_hash=sealed(secret, house=house.pk)).first()
    )
    return found


def _problem(token: ApiToken, *, ip: str | None, now: datetime) -> KeyProblem | None:
    if token.revoked_at is not None:
        return KeyProblem.REVOKED
    if token.expires_at <= now:
        return KeyProblem.ENDED
    if not token.created_by.is_active:
        return KeyProblem.MAKER_LEFT
    return None if allows(token.networks, ip) else KeyProblem.ADDRESS
