"""Requests that may be repeated are done once; no key asks more often than it may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from core.accounts.models import ApiToken
from core.api.models import KeyedRequest
from core.api.rules import ApiProblem, Trouble
from tenants.walls.cache import HouseCache

IS_KEPT_FOR = timedelta(hours=48)
"""How long a request may be sent again; the documentation says so."""
MINUTE = 60


@dataclass(frozen=True)
class Stored:
    """An answer as it was, or would have been, sent."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_repeated: bool = False


def answer_once(*, token: ApiToken, key: str, fingerprint: str, act: Callable[[], Stored]) -> Stored:
    """Act, unless this key has brought the same request before: then the first answer is given again.

    The row is written in the transaction of the act, so an answer that never arrived can be had again, and an act that
    was undone leaves no row. PostgreSQL lets the second of two equal requests wait for the first.

    Raises:
        ApiProblem: the key came with another request (422), or the first one is still being answered (409).
    """
    try:
        return _once(token=token, key=key, fingerprint=fingerprint, act=act)
    except OperationalError as waited:
        if not isinstance(waited.__cause__, LockNotAvailable):
            raise
        raise ApiProblem(
            Trouble.CONFLICT, _("The same request is still being answered."), headers={"Retry-After": "1"}
        ) from waited


@transaction.atomic
def _once(*, token: ApiToken, key: str, fingerprint: str, act: Callable[[], Stored]) -> Stored:
    row, is_first = KeyedRequest.objects.get_or_create(token=token, key=key, defaults={"fingerprint": fingerprint})
    if row.fingerprint != fingerprint:
        raise ApiProblem(Trouble.INVALID, _("This Idempotency-Key has been used before, for another request."))
    if not is_first:
        return Stored(row.status or 0, row.headers, bytes(row.body or b""), is_repeated=True)
    done = act()
    row.status, row.headers, row.body = done.status, done.headers, done.body
    row.save(update_fields=["status", "headers", "body"])
    return done


def insist_on_limits(*, token: ApiToken, is_writing: bool) -> None:
    """Count a request of a key.

    Raises:
        ApiProblem: it asked too often within a minute (429).
    """
    counts = cast("HouseCache", cast("Any", cache))
    if counts.count(f"api/{token.pk}", seconds=MINUTE) > settings.OGNIWO_API_REQUESTS_A_MINUTE:
        raise _too_many()
    if is_writing and counts.count(f"api/{token.pk}/writing", seconds=MINUTE) > settings.OGNIWO_API_CHANGES_A_MINUTE:
        raise _too_many()


def _too_many() -> ApiProblem:
    return ApiProblem(Trouble.TOO_MANY, headers={"Retry-After": str(MINUTE)})


@shared_task(name="core.api.forget")
def forget_requests() -> None:
    """Delete requests that nobody repeats any more, with the answers that they were given."""
    KeyedRequest.objects.filter(created_at__lt=Now() - IS_KEPT_FOR).delete()
