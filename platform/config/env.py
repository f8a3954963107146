"""Typed readers of the environment. A missing or malformed value stops the start with a sentence that names it."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of `name`; from the file named by `<name>_FILE` when that is set (container secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        with open(path, encoding="utf-8") as secret:
            return secret.read().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"set the environment variable {name}")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1/0, true/false, yes/no."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    """One of a closed list of words."""
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}")
    return value


def database(url: str, *, options: str) -> dict[str, object]:
    """Django's database settings from `postgresql://user:password@host:port/name`.

    `options` are the settings of this kind of process, sent at connect time (`SET ROLE` ignores `ALTER ROLE … SET`).
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("the database address must look like postgresql://user:password@host:port/name")
    return {
        "ENGINE": "tenants.walls.backend",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "options": options, "application_name": "ogniwo"},
    }


def cache(url: str) -> dict[str, object]:
    """Django's cache settings on the broker's Valkey, in the database after its own: emptying one leaves the other."""
    broker = urlsplit(url)
    return {
        "BACKEND": "tenants.walls.cache.HouseCache",
        "LOCATION": broker._replace(path=f"/{int(broker.path.strip('/') or 0) + 1}").geturl(),
        "KEY_FUNCTION": "tenants.walls.cache.house_key",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }


def mail(url: str) -> dict[str, object]:
    """Django's SMTP settings from `smtp://user:password@host:port?tls=1`; empty: no server."""
    parts = urlsplit(url)
    if url and parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:port or smtps://…")
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and "tls=0" not in parts.query,
        "EMAIL_TIMEOUT": 10,
    }
