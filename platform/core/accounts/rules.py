"""Limits and secrets of accounts, from values to values."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cache
from ipaddress import ip_address, ip_network
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.access.rules import Permission

INVITATION_LIFETIME = timedelta(days=7)
TOKEN_LIFETIME = timedelta(days=366)
"""No key for a machine lives longer than a year (leap years included)."""

SEEN_EVERY = timedelta(seconds=30)
"""How exactly the last activity of a session or token is known; more often would only write."""


PHONE_LIFETIME = timedelta(days=180)
"""A trusted phone that has not been used for so long is forgotten."""

PHONES_AT_MOST = 5
"""Trusted phones of one account at a time."""

PIN_TRIES = 5
"""So many wrong PINs lock a phone until its owner signs in fully."""


class Scope(StrEnum):
    """What a key for a machine may do. Each names a deed and what it touches."""

    READ_PARTICIPANTS = "read:participants"
    READ_HEALTH = "read:health"
    WRITE_PARTICIPANTS = "write:participants"
    READ_ATTENDANCE = "read:attendance"
    WRITE_ATTENDANCE = "write:attendance"
    READ_SETTLEMENTS = "read:settlements"
    READ_REPORTS = "read:reports"
    WRITE_REPORTS = "write:reports"
    READ_MEETINGS = "read:meetings"
    READ_STATISTICS = "read:statistics"


_P = Permission
SCOPE_PERMISSIONS: dict[Scope, tuple[Permission, ...]] = {
    Scope.READ_PARTICIPANTS: (_P.PARTICIPANTS_VIEW, _P.PARTICIPANTS_VIEW_ALL, _P.PARTICIPANTS_REVEAL),
    Scope.READ_HEALTH: (_P.CATEGORIES_VIEW,),
    Scope.WRITE_PARTICIPANTS: (_P.PARTICIPANTS_EDIT, _P.PARTICIPANTS_VIEW, _P.PARTICIPANTS_VIEW_ALL),
    Scope.READ_ATTENDANCE: (_P.ATTENDANCE_VIEW, _P.PARTICIPANTS_VIEW_ALL),
    Scope.WRITE_ATTENDANCE: (_P.ATTENDANCE_MARK, _P.PARTICIPANTS_VIEW_ALL),
    Scope.READ_SETTLEMENTS: (_P.BENEFITS_VIEW,),
    Scope.READ_REPORTS: (_P.REPORTS_VIEW,),
    Scope.WRITE_REPORTS: (_P.REPORTS_VIEW,),
    Scope.READ_MEETINGS: (_P.MEETINGS_VIEW,),
    Scope.READ_STATISTICS: (_P.STATISTICS_VIEW,),
}
"""What a scope lets a key do, as far as the key's maker may do it. Without the first of them it lets it do nothing."""


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[Permission]:
    """Everything these scopes may let a key do."""
    return frozenset(permission for scope in scopes for permission in SCOPE_PERMISSIONS[Scope(scope)])


class KeyProblem(StrEnum):
    """Why a key for a machine opens nothing here."""

    UNKNOWN = "unknown"
    SANDBOX_KEY = "sandbox-key"
    REAL_KEY = "real-key"
    REVOKED = "revoked"
    ENDED = "ended"
    MAKER_LEFT = "maker-left"
    ADDRESS = "address"


REAL, SANDBOX = "ogn_", "ogn_sandbox_"
"""How a key begins, so that whoever finds one sees what it is, and whether it opens anything real."""


def new_key(*, is_sandbox: bool) -> str:
    """A key for a machine: its readable beginning and 256 random bits."""
    return (SANDBOX if is_sandbox else REAL) + new_secret()


def is_of_other_kind(secret: str, *, is_sandbox: bool) -> bool:
    """Whether a key of a real house was brought to a sandbox, or the other way round."""
    return secret.startswith(REAL) and secret.startswith(SANDBOX) != is_sandbox


def new_secret() -> str:
    """256 random bits that fit into a link."""
    return secrets.token_urlsafe(32)


def sealed(secret: str, *, house: object) -> str:
    """What is stored of a secret: SHA-256 together with the house, so that a row carried elsewhere opens nothing."""
    return hashlib.sha256(f"{house}:{secret}".encode()).hexdigest()


def box(keys: Iterable[str], *, house: UUID, purpose: str) -> MultiFernet:
    """What seals a house's own secrets at rest. The first of the installation's secrets seals, all of them open.

    Raises (when opening):
        cryptography.fernet.InvalidToken: sealed in another house, for another purpose, or tampered with.
    """
    return MultiFernet([Fernet(_derived(secret, house=house, purpose=purpose)) for secret in keys])


@cache
def _derived(secret: str, *, house: UUID, purpose: str) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=house.bytes, info=f"ogniwo {purpose}".encode())
    return base64.urlsafe_b64encode(key.derive(secret.encode()))


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: without work (`idle`), and at most (`absolute`)."""

    idle: timedelta
    absolute: timedelta

    def remaining(self, *, started_at: datetime, last_seen_at: datetime, now: datetime) -> timedelta:
        """What is left of a session whose owner does nothing more; zero when it is over."""
        ends_at = min(last_seen_at + self.idle, started_at + self.absolute)
        return max(ends_at - now, timedelta(0))


def day_ends_at(now: datetime) -> datetime:
    """The midnight after a moment, on the clocks of the moment's own time zone."""
    tomorrow = now.date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=now.tzinfo)


class PinProblem(StrEnum):
    """Why a PIN is refused."""

    NOT_SIX_DIGITS = "not-six-digits"
    REPEATS = "repeats"
    IN_ORDER = "in-order"
    A_DATE = "a-date"


def pin_problem(pin: str) -> PinProblem | None:
    """What is wrong with a PIN that somebody else would try first; None: nothing.

    Refused are repeated digits (000000, 121212, 123123), digits in order either way (123456, 987654), and days: a PIN
    that reads as day-month-year or year-month-day is somebody's birthday.
    """
    if len(pin) != 6 or not (pin.isascii() and pin.isdigit()):
        return PinProblem.NOT_SIX_DIGITS
    if len(set(pin)) < 3 or pin[:3] == pin[3:] or pin[:2] == pin[2:4] == pin[4:]:
        return PinProblem.REPEATS
    if pin in "01234567890" or pin in "09876543210":
        return PinProblem.IN_ORDER
    return PinProblem.A_DATE if _is_date(pin) or _is_date(pin[4:] + pin[2:4] + pin[:2]) else None


def _is_date(pin: str) -> bool:
    """Whether six digits read as day, month and year."""
    return 1 <= int(pin[:2]) <= 31 and 1 <= int(pin[2:4]) <= 12


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_name(user_agent: str) -> str:
    """What a browser calls itself, in two words that its owner recognises: "Firefox, Windows"; empty when unknown.

    The order matters: nearly every browser says that it is also Chrome and Safari, and Android says that it is Linux.
    """
    names = [next((name for sign, name in known if sign in user_agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in names if name)


def counter_of(moment: datetime, *, period: int = 30) -> int:
    """The number of the time step whose code is valid at this moment (RFC 6238)."""
    return int(moment.timestamp()) // period


def allows(networks: Iterable[str], ip: str | None) -> bool:
    """Whether a key may be used from this address; no networks: from everywhere."""
    listed = [ip_network(network, strict=False) for network in networks]
    return not listed or (ip is not None and any(ip_address(ip) in network for network in listed))
