"""Keys for machines: made once, shown once, limited to scopes, networks and a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.accounts.models import Account, ApiToken
from core.accounts.rules import SEEN_EVERY, TOKEN_LIFETIME, Scope, allows, new_secret, sealed
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
        RuleBroken: no scope was chosen, or the end is past or more than a year away.
    """
    if not scopes:
        raise RuleBroken(_("Choose at least one thing that the key may do."), field="scopes")
    if not now < expires_at <= now + TOKEN_LIFETIME:
        raise RuleBroken(_("A key ends within a year from today."), field="expires_at")
    secret = new_secret()
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
    """The key behind a secret, if it is valid here, now and from this address. Notes its use."""
    valid = ApiToken.objects.valid(now=now).select_related("created_by")
    token = valid.filter(secret_hash=sealed(secret, house=current_house().pk)).first()
    if token is None or not allows(token.networks, ip):
        return None
    not_noted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - SEEN_EVERY)
    ApiToken.objects.filter(not_noted, pk=token.pk).update(last_used_at=now)
    return token
