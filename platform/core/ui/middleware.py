"""Around every request: a reference number, headers that protect its user, an answer while the database is away."""

import logging
import secrets
import sys
import traceback
from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network
from time import monotonic
from typing import Any

import psycopg
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse

from core.audit.rules import Origin
from core.audit.services import origin
from core.ui import views
from tenants.errors import RuleBroken

GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger("ogniwo.request")


# The reference number

READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that can be told apart over the telephone."""


class RequestReference:
    """Gives each request a number of its own: on error pages, in the log, in the history and in the answer's header.

    A number sent by the client is ignored: it would let anybody write into the log.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.request_id = new_reference()  # type: ignore[attr-defined]
        token = origin.set(Origin(request_id=request.request_id, ip=client_address(request)))  # type: ignore[attr-defined]
        began = monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
            if not isinstance(response, WhiteNoiseFileResponse):
                spent = (monotonic() - began) * 1000
                logger.info("%s %s %d %.0f ms", request.method, route_of(request), response.status_code, spent)
        finally:
            origin.reset(token)
        return response


def new_reference() -> str:
    """Eight characters in two groups, such as `7KQF-M2XD`."""
    letters = "".join(secrets.choice(READABLE) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def route_of(request: HttpRequest) -> str:
    """The name of the page. Never its address: that may hold the secret of an invitation, or somebody's name."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or "(unnamed)") if match else "(no page)"


def client_address(request: HttpRequest) -> str | None:
    """The browser's address: the peer's, or what a proxy of ours (`OGNIWO_TRUSTED_PROXIES`, networks) says of it."""
    hops: list[str] = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    peer: str = request.META.get("REMOTE_ADDR", "")
    for address in (peer, *reversed(hops)):
        if not _is_address(address):
            return None
        if not _within(address, settings.OGNIWO_TRUSTED_PROXIES):
            return address
    return None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _within(address: str, networks: Iterable[str]) -> bool:
    return any(ip_address(address) in ip_network(network) for network in networks)


class ReferenceFilter(logging.Filter):
    """Puts the reference number on every line of the log, and takes off what must not stand there.

    Django logs the address of a failed request, PostgreSQL quotes the row after `DETAIL`: both may name people.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.reference = origin.get().request_id or getattr(request, "request_id", "-")
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None  # a refusal is no defect: its line says enough
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple) and record.args:
            record.args = (*record.args[:-1], route_of(request))
        if record.exc_info and record.exc_info[0]:
            record.exc_text = _without_values("".join(traceback.format_exception(*record.exc_info)))
        return True


def _without_values(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("DETAIL:", "CONTEXT:")))


# Headers

FEATURES_OFF = (
    "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
    "hid", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in FEATURES_OFF),
        "publickey-credentials-get=(self)",  # passkeys
        "publickey-credentials-create=(self)",
    ]
)


class ResponseHeaders:
    """Headers of every answer, error pages and static files included (WhiteNoise stands further in).

    Nothing dynamic is ever stored by a browser or a proxy; static files keep the caching of their hashed names.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        if not isinstance(response, WhiteNoiseFileResponse):
            response["Cache-Control"] = "no-store"
        return response


# Trouble

DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""A lost database, a statement or a lock that took too long. psycopg's own: entering a house is raw SQL."""


class DatabaseAway:
    """Says "try again in a moment" (503) while the database is away; a broken rule that no view caught is a 400."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        got_request_exception.connect(_remember, dispatch_uid="core.ui.middleware")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        return views.unavailable(request) if getattr(request, "lost_database", False) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, DATABASE_AWAY):
            logger.warning("the database is away or too slow: %s", type(exception).__name__)
            return views.unavailable(request)
        if isinstance(exception, RuleBroken):
            return views.bad_request(request, exception)
        return None


def _remember(request: HttpRequest | None = None, **_: Any) -> None:
    """An exception of an inner middleware has become a 500 when it gets out; this signal is where it can be seen."""
    if request is not None and isinstance(sys.exc_info()[1], DATABASE_AWAY):
        request.lost_database = True  # type: ignore[attr-defined]
