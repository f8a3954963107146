"""Keys of the house for its pages, and their scopes in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.access import Permission
from core.accounts.models import Account, ApiToken
from core.accounts.rules import SCOPE_PERMISSIONS, Scope

SCOPE_LABELS: dict[Scope, Any] = {
    Scope.READ_PARTICIPANTS: _("read participants, with PESEL and telephone"),
    Scope.READ_HEALTH: _("read and enter groups of art. 1(2) and the situation on the labour market"),
    Scope.WRITE_PARTICIPANTS: _("add and change participants"),
    Scope.READ_ATTENDANCE: _("read attendance"),
    Scope.WRITE_ATTENDANCE: _("enter attendance"),
    Scope.READ_SETTLEMENTS: _("read settlements of benefits"),
    Scope.READ_REPORTS: _("take reports that were asked for"),
    Scope.WRITE_REPORTS: _("ask for reports"),
    Scope.READ_MEETINGS: _("read networking meetings"),
    Scope.READ_STATISTICS: _("read published statistics of the network"),
}


def scopes_open_to(account: Account) -> list[tuple[str, Any]]:
    """What an account may let a key do: no more than it may do itself."""
    return [(scope.value, SCOPE_LABELS[scope]) for scope in Scope if account.may(SCOPE_PERMISSIONS[scope][0])]


@dataclass(frozen=True, kw_only=True)
class KeyRow:
    """A key on the list; `is_valid`: it opens something."""

    id: UUID
    name: str
    made_by: str
    scopes: list[Any]
    networks: list[str]
    expires_at: datetime
    last_used_at: datetime | None
    is_revoked: bool
    is_valid: bool


def keys_of(viewer: Account, *, now: datetime) -> list[KeyRow]:
    """Every key of the house for whoever keeps them, those that open something first, the latest of them on top."""
    if not viewer.may(Permission.TOKENS_MANAGE):
        return []
    rows = ApiToken.objects.select_related("created_by").order_by("-created_at", "-id")
    return sorted((_row(token, now=now) for token in rows), key=lambda row: not row.is_valid)


def _row(token: ApiToken, *, now: datetime) -> KeyRow:
    is_valid = token.revoked_at is None and token.expires_at > now and token.created_by.is_active
    return KeyRow(
        id=token.pk,
        name=token.name,
        made_by=token.created_by.name,
        scopes=[label for scope, label in SCOPE_LABELS.items() if scope.value in token.scopes],
        networks=token.networks,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        is_revoked=token.revoked_at is not None,
        is_valid=is_valid,
    )


def key_for(viewer: Account, key_id: UUID) -> ApiToken:
    """One key of the house.

    Raises:
        Http404: there is none, here, for this account.
    """
    found = ApiToken.objects.filter(pk=key_id).first() if viewer.may(Permission.TOKENS_MANAGE) else None
    if found is None:
        raise Http404
    return found
