"""For a mutant: sessions that are valid wherever the secret key of the installation is known."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends import signed_cookies


class SessionStore(signed_cookies.SessionStore):
    """Django's own sessions in a cookie, with what our middleware asks of a session."""

    browser: Any = None
    device: Any = None

    def seen(self, now: datetime) -> None:
        """Nobody is noted."""

    def remaining(self, now: datetime) -> timedelta:
        return timedelta(hours=1)
