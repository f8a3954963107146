"""How somebody comes into an account, or comes back: by a link that works once, for a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.access.rules import HEADS
from core.access.selectors import role_names_for_history
from core.accounts.models import Account, Invitation
from core.accounts.rules import INVITATION_LIFETIME, new_secret, sealed
from core.accounts.selectors import open_invitation
from core.accounts.services.history import announce_operator
from core.accounts.services.staff import check_may_give, checked_roles, locked, not_oneself, shut_out
from core.audit.rules import OPERATOR, PLATFORM
from core.audit.services import record
from core.mail.services import queue_mail
from core.notifications.services import path_in_house
from tenants.errors import RuleBroken
from tenants.organisations.selectors import house_url
from tenants.walls.context import current_house


@dataclass(frozen=True)
class Invited:
    """Somebody who was given a link. It is shown to the giver only when the account has no e-mail to send it to."""

    account: Account
    link: str


@transaction.atomic
def invite_account(*, by: Account, name: str, sign_in_name: str, roles: Sequence[str]) -> Invited:
    """Make an account and invite its owner.

    Args:
        sign_in_name: an e-mail (the link is mailed) or a user name (the link is handed over on paper).

    Raises:
        RuleBroken: the e-mail or user name is taken, or the roles are not of this house or not the inviter's to give.
    """
    chosen = checked_roles(roles)
    check_may_give(by, chosen)
    account = _new_account(name=name, sign_in_name=sign_in_name, roles=chosen)
    details = {"roles": role_names_for_history(account.roles)}
    record(by=by, action="account.invited", target=account, details=details)
    return _invite(account, by=by)


@transaction.atomic
def resend_invitation(*, by: Account, account: Account) -> Invited:
    """A new link for somebody who has not answered; links sent earlier stop working.

    Raises:
        RuleBroken: there is nothing to answer any more, or the roles are not this inviter's to give.
    """
    account = locked(account)
    check_may_give(by, account.roles)
    if account.has_usable_password() or not account.is_active:
        raise RuleBroken(_("{name} no longer needs an invitation.").format(name=account.name))
    record(by=by, action="account.invited_again", target=account)
    return _invite(account, by=by)


@transaction.atomic
def give_new_password_link(*, by: Account, account: Account) -> Invited:
    """For somebody who forgot the password and has no e-mail to help themselves. Their sessions and keys end at once.

    The old password works until a new one is chosen; the second factor stays.

    Raises:
        RuleBroken: one's own account, one that never had a password or whose access has ended, or roles that are not
            this manager's to give.
    """
    not_oneself(by, account, refusal=_("You cannot give a link to yourself. Change your password under “My account”."))
    account = locked(account)
    check_may_give(by, account.roles)
    if not (account.is_active and account.has_usable_password()):
        raise RuleBroken(
            _("{name} has no password to replace: invite again, or restore the access.").format(name=account.name)
        )
    shut_out(account)
    record(by=by, action="account.new_password_link", target=account)
    return _invite(account, by=by)


@transaction.atomic
def restore_access(*, by: Account, account: Account) -> Invited | None:
    """Let somebody in again, with the roles and the password they had. Doing it twice changes nothing.

    Returns:
        The new invitation, for somebody who never answered the first one.

    Raises:
        RuleBroken: the roles are not this manager's to give.
    """
    account = locked(account)
    if account.is_active:
        return None
    check_may_give(by, account.roles)
    account.is_active, account.ended_at = True, None
    account.save(update_fields=["is_active", "ended_at"])
    record(by=by, action="account.access_restored", target=account)
    return None if account.has_usable_password() else _invite(account, by=by)


@transaction.atomic
def accept_invitation(*, secret: str, name: str, password: str) -> Account:
    """Take over an account with the secret of its link, and choose a password. Works once.

    Raises:
        RuleBroken: the link was used, withdrawn, has expired, or never existed in this house.
    """
    now = timezone.now()
    invitation = open_invitation(secret, now=now, lock=True)
    if invitation is None:
        raise RuleBroken(_("This invitation is no longer valid. Ask your manager for a new one."))
    account = invitation.account
    had_password = account.has_usable_password()
    account.name = name
    account.set_password(password)
    account.save(update_fields=["name", "password"])
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    if had_password:
        shut_out(account)
    action = "account.password_chosen" if had_password else "account.invitation_accepted"
    record(by=account, action=action, target=account)
    return account


@transaction.atomic
def invite_first_manager(*, email: str) -> None:
    """Founding step: the first head of a new house. Repeating it changes nothing."""
    if not Account.objects.signing_in_as(email):
        _invite_head(email=email, by_name=PLATFORM)


@transaction.atomic
def invite_manager_by_operator(*, email: str) -> None:
    """For a house whose last manager is locked out: a new head, announced to everybody who heads the house.

    Raises:
        RuleBroken: the e-mail is taken.
    """
    account = _invite_head(email=email, by_name=OPERATOR)
    announce_operator(gettext_lazy("The operator invited {name} to manage this organisation."), account)


def _invite_head(*, email: str, by_name: str) -> Account:
    head = HEADS[current_house().kind].value
    account = _new_account(name=email[:120], sign_in_name=email, roles=[head])
    details = {"roles": role_names_for_history([head])}
    record(by=None, by_name=by_name, action="account.invited", target=account, details=details)
    _invite(account, by=None)
    return account


def _new_account(*, name: str, sign_in_name: str, roles: list[str]) -> Account:
    field = "email" if "@" in sign_in_name else "username"
    account = Account(name=name, roles=roles, **{field: sign_in_name.strip().lower()})
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise RuleBroken(_taken(sign_in_name), field="sign_in_name") from taken
    return account


def _taken(sign_in_name: str) -> str:
    holder = Account.objects.signing_in_as(sign_in_name)
    if holder is None or holder.is_active:
        return _("Somebody here already signs in with this name.")
    said = _("This name belongs to {name}, whose access has ended. Restore it on the page “Accounts”.")
    return said.format(name=holder.name)


def _invite(account: Account, *, by: Account | None) -> Invited:
    now, secret = timezone.now(), new_secret()
    Invitation.objects.unanswered().filter(account=account).update(withdrawn_at=now)
    Invitation.objects.create(
        account=account,
        secret_hash=sealed(secret, house=current_house().pk),
        invited_by=by,
        expires_at=now + INVITATION_LIFETIME,
    )
    link = house_url(current_house(), path_in_house("accounts:accept", secret))
    if account.email:
        _mail(account, link=link, expires_at=now + INVITATION_LIFETIME)
    return Invited(account=account, link=link)


def _mail(account: Account, *, link: str, expires_at: datetime) -> None:
    words = {"account": account, "house": current_house(), "link": link, "expires_at": expires_at}
    with override(account.language):
        title = _("New password in {house}") if account.has_usable_password() else _("Invitation to {house} in Ogniwo")
        subject = title.format(house=current_house().name)
        body = render_to_string("accounts/invitation.txt", words)
    queue_mail(to=account.email or "", subject=subject, body=body, kind="invitation")
