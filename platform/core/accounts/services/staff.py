"""Who may work in the house, and as what."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access.rules import HEADS, is_given_by_heads, roles_of_kind
from core.access.selectors import ROLE_LABELS, role_names, role_names_for_history
from core.accounts.models import Account, Invitation
from core.accounts.services.devices import revoke_devices_of
from core.accounts.services.sessions import end_sessions_of
from core.accounts.services.tokens import revoke_tokens_of
from core.audit.services import record
from tenants.errors import RuleBroken
from tenants.walls.context import current_house


@transaction.atomic
def change_roles(*, by: Account, account: Account, roles: Sequence[str]) -> Account:
    """Give an account other roles. Its sessions and keys end at once, so the change is true from the next click.

    The same roles as before change nothing.

    Returns:
        The account as it is now.

    Raises:
        RuleBroken: one's own roles, a role that this kind of house does not have or that only a head of the house
            gives and takes, or the last head of the house.
    """
    not_oneself(by, account, refusal=_("You cannot change your own roles. Ask another manager."))
    chosen, account = checked_roles(roles), locked(account)
    before = account.roles
    if set(before) == set(chosen):
        return account
    check_may_give(by, set(before) ^ set(chosen))
    if HEADS[current_house().kind].value not in chosen:
        _keep_a_head(account)
    account.roles = chosen
    account.save(update_fields=["roles"])
    shut_out(account)
    details = {"before": role_names_for_history(before), "after": role_names_for_history(chosen)}
    record(by=by, action="account.roles_changed", target=account, details=details)
    return account


@transaction.atomic
def end_access(*, by: Account, account: Account) -> None:
    """End somebody's access, at once: sessions, keys and open invitations. What they did keeps their signature.

    Raises:
        RuleBroken: one's own access, or the last head of the house.
    """
    not_oneself(by, account, refusal=_("You cannot end your own access. Ask another manager."))
    account = locked(account)
    if not account.is_active:
        return
    _keep_a_head(account)
    now = timezone.now()
    account.is_active, account.ended_at = False, now
    account.save(update_fields=["is_active", "ended_at"])
    shut_out(account)
    Invitation.objects.unanswered().filter(account=account).update(withdrawn_at=now)
    record(by=by, action="account.access_ended", target=account)


def shut_out(account: Account) -> None:
    """End whatever an account has open: the next request of any browser, machine or trusted phone is refused."""
    now = timezone.now()
    end_sessions_of(account)
    revoke_tokens_of(account, now=now)
    revoke_devices_of(account, now=now)


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


def check_may_give(by: Account, roles: Iterable[str]) -> None:
    """Whoever only administers accounts gives nobody, through another account, more than they see themselves.

    Raises:
        RuleBroken: one of these roles is given and taken by heads of the house alone.
    """
    head = HEADS[current_house().kind]
    guarded = [role for role in roles if is_given_by_heads(role)]
    if guarded and head.value not in by.roles:
        refusal = _("Only an account with the role {head} gives, changes or restores these roles: {roles}.")
        raise RuleBroken(refusal.format(head=ROLE_LABELS[head], roles=role_names(guarded)), field="roles")


def not_oneself(by: Account, account: Account, *, refusal: str) -> None:
    """Some acts need a second person.

    Raises:
        RuleBroken: with this refusal, when the account is one's own.
    """
    if by.pk == account.pk:
        raise RuleBroken(refusal)


def locked(account: Account) -> Account:
    """The account as it is now; nobody else decides about it until the end of the transaction.

    Every head of the house is locked with it, in one order: two people can neither remove the last two heads at the
    same moment, nor wait for each other.
    """
    head = Q(is_active=True, roles__contains=[HEADS[current_house().kind].value])
    rows = {
        each.pk: each for each in Account.objects.filter(head | Q(pk=account.pk)).order_by("pk").select_for_update()
    }
    found: Account = rows[account.pk]
    return found


def _keep_a_head(leaving: Account) -> None:
    """After `locked`, which keeps the heads as they are. Who never accepted the invitation heads nothing yet."""
    head = HEADS[current_house().kind]
    heads = Account.objects.active().holding(head)
    if heads.filter(pk=leaving.pk).exists() and not heads.accepted().exclude(pk=leaving.pk).exists():
        refusal = _("This is the last active account with the role: {role}. First give it to somebody else.")
        raise RuleBroken(refusal.format(role=ROLE_LABELS[head]))
