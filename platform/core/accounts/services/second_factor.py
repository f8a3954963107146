"""Second factors beyond what allauth does: a code counts once, and somebody must help those who lost theirs."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.rules import counter_of
from core.accounts.services.history import announce_operator
from core.accounts.services.staff import shut_out
from core.audit.rules import OPERATOR
from core.audit.services import record
from tenants.errors import RuleBroken

LAST_COUNTER = "last_counter"
"""Where the number of the last accepted code is kept, beside the sealed secret."""


@transaction.atomic
def spend_code(*, authenticator_id: int, code: str, now: datetime) -> bool:
    """Whether this code of an authenticator app is newer than the last accepted one; from now on it no longer is.

    The row is locked, so of two requests with the same code one is refused. (allauth remembers used codes in the
    cache, for one period: too short for the tolerance of one step, and lost when the cache is.)
    """
    app = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    counter = _counter_of(app, code=code, now=now)
    if counter is None or counter <= app.data.get(LAST_COUNTER, 0):
        return False
    app.data[LAST_COUNTER] = counter
    app.save(update_fields=["data"])
    return True


def _counter_of(app: Authenticator, *, code: str, now: datetime) -> int | None:
    """The newest step of time, within the tolerance, whose code this is."""
    secret = get_adapter().decrypt(app.data["secret"])
    digits = "".join(sign for sign in code if sign.isdigit())
    here = counter_of(now)
    steps = range(here + settings.MFA_TOTP_TOLERANCE, here - settings.MFA_TOTP_TOLERANCE - 1, -1)
    return next((step for step in steps if _code_at(secret, step) == digits), None)


def _code_at(secret: str, step: int) -> str:
    return str(format_hotp_value(hotp_value(secret, step)))


@transaction.atomic
def reset_second_factor(*, account: Account) -> None:
    """For somebody who lost theirs: the operator removes it, and they enrol anew at the next sign-in.

    Announced to everybody who heads the house, because it is what an intruder would ask for.
    """
    Authenticator.objects.filter(user=account).delete()
    shut_out(account)
    record(by=None, by_name=OPERATOR, action="account.second_factor_reset", target=account)
    announce_operator(gettext_lazy("The operator removed the second factor of {name}."), account)


def second_factor_is_waived() -> bool:
    """Whether this installation lets people in without the second factor that their roles ask for (the demo)."""
    return bool(settings.OGNIWO_WAIVE_SECOND_FACTOR)


def set_up_demo_app(*, account: Account) -> None:
    """Give an account of the demo an authenticator app that `current_code` stands in for. Repeating changes nothing.

    Raises:
        RuleBroken: this is not the demo.
    """
    _only_in_the_demo()
    if not account.has_second_factor():
        TOTP.activate(account, generate_totp_secret())


def current_code(*, account: Account, now: datetime) -> str:
    """What the authenticator app of an account of the demo shows now.

    Raises:
        RuleBroken: this is not the demo, or the account has no app.
    """
    _only_in_the_demo()
    app: Any = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if app is None:
        raise RuleBroken(_("This account has no authenticator app."))
    step = max(counter_of(now), app.data.get(LAST_COUNTER, 0) + 1)
    if step > counter_of(now + timedelta(seconds=30 * settings.MFA_TOTP_TOLERANCE)):
        raise RuleBroken(_("The codes of this moment are used up. Ask again in half a minute."))
    return _code_at(get_adapter().decrypt(app.data["secret"]), step)


def _only_in_the_demo() -> None:
    if not settings.OGNIWO_DEMO:
        raise RuleBroken(_("Codes are given out in the demo only."))
