"""The session engine: a row per browser, which ends after idleness, after half a day, or when somebody deletes it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import Q
from django.utils import timezone

from core.accounts.rules import SEEN_EVERY, Limits, box, day_ends_at
from tenants.walls.context import current_house

if TYPE_CHECKING:
    from core.accounts.models import Session, TrustedDevice

DEVICE_KEY = "trusted_device"
"""Where a session says by which phone's PIN or passkey it was opened."""


def limits() -> Limits:
    """The limits of this installation."""
    return Limits(
        idle=timedelta(seconds=settings.OGNIWO_SESSION_IDLE_SECONDS),
        absolute=timedelta(seconds=settings.OGNIWO_SESSION_MAX_SECONDS),
    )


def stored_key(key: str) -> str:
    """What the table knows of a browser's key: 160 bits of its SHA-256, from which nobody gets the key back."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def house_box(purpose: str) -> MultiFernet:
    """What seals secrets of the current house at rest, under the secret of the installation (and its predecessors)."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return box(map(str, keys), house=current_house().pk, purpose=purpose)


@dataclass(frozen=True)
class Browser:
    """Where a session is opened from, for its owner to recognise it."""

    ip: str | None = None
    user_agent: str = ""


class SessionStore(db.SessionStore):
    """Sessions in the table of the house that the request is in: a key of another house finds nothing."""

    browser = Browser()
    row: "Session | None" = None
    _started_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from core.accounts.models import Session  # models need the app registry; engines are imported without it

        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Sealed: half-way through a sign-in or an enrolment it holds what a dump of the house must not tell."""
        return house_box("session").encrypt(super().encode(session_dict).encode()).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return dict(super().decode(house_box("session").decrypt(session_data).decode()))
        except InvalidToken:
            return {}

    @property
    def _rows(self) -> Any:
        return self.get_model_class().objects

    def load(self) -> dict[str, Any]:
        self.row = self._living(self.session_key) if self.session_key else None
        if self.row is None:
            self._session_key = None
            return {}
        return self.decode(self.row.session_data)

    def _living(self, key: str) -> "Session | None":
        now = timezone.now()
        at_work = Q(device__isnull=True, last_seen_at__gt=now - limits().idle)
        on_a_phone = Q(device__isnull=False, device__revoked_at__isnull=True)
        alive = self._rows.filter(at_work | on_a_phone, expire_date__gt=now).select_related("device")
        found: Session | None = alive.filter(pk=stored_key(key)).first()
        return found

    @property
    def device(self) -> "TrustedDevice | None":
        """The trusted phone whose PIN or passkey opened this session; None: it was opened by a full sign-in."""
        self._get_session()  # type: ignore[attr-defined]
        return self.row.device if self.row else None

    def forget_who(self) -> None:
        """Whoever signs in from here on gets a session of their own, with a beginning and rights of its own."""
        for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, DEVICE_KEY):
            self.pop(key, None)

    def exists(self, session_key: str) -> bool:
        return bool(self._rows.filter(pk=stored_key(session_key)).exists())

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        whose = {"account_id": data.get(SESSION_KEY), "device_id": data.get(DEVICE_KEY)}
        content = {"session_data": self.encode(data), **whose}
        if must_create:
            return self._insert(self.session_key, content)
        if not self._rows.filter(pk=stored_key(self.session_key)).update(**content):
            raise UpdateError  # ended meanwhile: nothing may bring it back
        return None

    def _insert(self, key: str, content: dict[str, Any]) -> None:
        now = timezone.now()
        started_at = self._started_at or now
        ends_at = started_at + limits().absolute
        if content["device_id"]:
            ends_at = min(ends_at, day_ends_at(timezone.localtime(now)))
        self.row = self._rows.create(
            pk=stored_key(key),
            started_at=started_at,
            last_seen_at=now,
            expire_date=ends_at,
            ip=self.browser.ip,
            user_agent=self.browser.user_agent[:300],
            **content,
        )

    def cycle_key(self) -> None:
        """A new key for the same session. A signed-in one keeps its beginning: a new key is not a new half-day."""
        signed_in = SESSION_KEY in self
        self._started_at = self.row.started_at if signed_in and self.row else None
        super().cycle_key()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self._rows.filter(pk=stored_key(key)).delete()
        if session_key is None:
            self.row = None

    def seen(self, now: datetime) -> None:
        """Note that its owner is at work."""
        if self.row and now - self.row.last_seen_at >= SEEN_EVERY:
            self._rows.filter(pk=self.row.pk).update(last_seen_at=now)
            self.row.last_seen_at = now

    def remaining(self, now: datetime) -> timedelta:
        """How long it lasts if nothing more is done in it."""
        if self.row is None:
            return timedelta(0)
        return limits().remaining(started_at=self.row.started_at, last_seen_at=self.row.last_seen_at, now=now)

    @property
    def most_seconds(self) -> int:
        """How long it lasts at most, however much is done in it."""
        ends_at = self.row.expire_date if self.row else timezone.now()
        return max(0, int((ends_at - timezone.now()).total_seconds()))
