"""Who may work in the house, and as what."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access.rules import HEADS, roles_of_kind
from core.access.selectors import ROLE_LABELS, role_names_for_history
from core.accounts.models import Account, Invitation
from core.accounts.services.sessions import end_sessions_of
from core.accounts.services.tokens import revoke_tokens_of
from core.audit.services import record
from tenants.errors import RuleBroken
from tenants.walls.context import current_house


@transaction.atomic
def change_roles(*, by: Account, account: Account, roles: Sequence[str]) -> None:
    """Give an account other roles. Its sessions and keys end at once, so the change is true from the next click.

    Raises:
        RuleBroken: one's own roles, a role that this kind of house does not have, or the last head of the house.
    """
    _not_oneself(by, account, _("You cannot change your own roles. Ask another manager."))
    chosen = checked_roles(roles)
    if HEADS[current_house().kind].value not in chosen:
        _keep_a_head(account)
    before = Account.objects.select_for_update().get(pk=account.pk).roles
    account.roles = chosen
    account.save(update_fields=["roles"])
    shut_out(account)
    details = {"before": role_names_for_history(before), "after": role_names_for_history(chosen)}
    record(by=by, action="account.roles_changed", target=account, details=details)


@transaction.atomic
def end_access(*, by: Account, account: Account) -> None:
    """End somebody's access, at once: sessions, keys and open invitations. What they did keeps their signature.

    Raises:
        RuleBroken: one's own access, or the last head of the house.
    """
    _not_oneself(by, account, _("You cannot end your own access. Ask another manager."))
    if not account.is_active:
        return
    _keep_a_head(account)
    now = timezone.now()
    account.is_active, account.ended_at = False, now
    account.save(update_fields=["is_active", "ended_at"])
    shut_out(account)
    Invitation.objects.unanswered().filter(account=account).update(withdrawn_at=now)
    record(by=by, action="account.access_ended", target=account)


@transaction.atomic
def restore_access(*, by: Account, account: Account) -> None:
    """Let somebody in again, with the roles and the password they had."""
    account.is_active, account.ended_at = True, None
    account.save(update_fields=["is_active", "ended_at"])
    record(by=by, action="account.access_restored", target=account)


def shut_out(account: Account) -> None:
    """End whatever an account has open: the next request of any browser or machine is refused."""
    end_sessions_of(account)
    revoke_tokens_of(account, now=timezone.now())


def checked_roles(roles: Sequence[str]) -> list[str]:
    """The chosen roles in the order of the table.

    Raises:
        RuleBroken: none was chosen, or this kind of house does not have one of them.
    """
    known = [role.value for role in roles_of_kind(current_house().kind)]
    if not roles:
        raise RuleBroken(_("Choose at least one role."), field="roles")
    if not set(roles) <= set(known):
        raise RuleBroken(_("There is no such role here."), field="roles")
    return [role for role in known if role in roles]


def _not_oneself(by: Account, account: Account, refusal: str) -> None:
    if by.pk == account.pk:
        raise RuleBroken(refusal)


def _keep_a_head(leaving: Account) -> None:
    """Locks every head of the house, so that two people cannot remove the last two of them at the same moment."""
    head = HEADS[current_house().kind]
    heads = list(Account.objects.active().holding(head).order_by("pk").select_for_update())
    stay = [each for each in heads if each.pk != leaving.pk and each.has_usable_password()]
    if leaving.pk in {each.pk for each in heads} and not stay:
        refusal = _("This is the last active account with the role: {role}. First give it to somebody else.")
        raise RuleBroken(refusal.format(role=ROLE_LABELS[head]))
