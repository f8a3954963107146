"""Ending sessions: by their owner, or because the account behind them has changed."""

from datetime import datetime

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from core.accounts.models import Account, Session
from core.accounts.rules import Limits
from core.accounts.sessions import limits
from core.audit.services import record


def end_sessions_of(account: Account, *, except_key: str = "") -> int:
    """End every open session of an account, in the transaction of the act that asks for it.

    Args:
        except_key: the stored key of a session that goes on.

    Returns:
        How many were ended.
    """
    ended, _ = Session.objects.filter(account=account).exclude(pk=except_key).delete()
    return ended


@transaction.atomic
def end_session(*, by: Account, key: str) -> bool:
    """End one session of one's own.

    Returns:
        Whether there was one with this stored key; somebody else's is none.
    """
    ended, _ = Session.objects.filter(account=by, pk=key).delete()
    if ended:
        record(by=by, action="account.session_ended")
    return bool(ended)


@transaction.atomic
def end_other_sessions(*, by: Account, keep: str) -> int:
    """End every session of one's own but the one with the stored key `keep`."""
    ended = end_sessions_of(by, except_key=keep)
    record(by=by, action="account.other_sessions_ended", details={"count": ended})
    return ended


def forget_ended_sessions(*, now: datetime) -> None:
    """Remove rows of sessions that are over: they would show their owners browsers that are not signed in."""
    allowed: Limits = limits()
    Session.objects.filter(expire_date__lte=now).delete()
    Session.objects.filter(device__isnull=True, last_seen_at__lte=now - allowed.idle).delete()


@shared_task(name="core.accounts.delete_expired_sessions")
def delete_expired_sessions() -> None:
    """The calendar's part, once a day: also in a house where nobody signs in any more."""
    forget_ended_sessions(now=timezone.now())
