"""The contract's small print: what went wrong, versions as tags, keys of repeated requests, examples. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PAGE_SIZE, LARGEST_PAGE = 50, 200
"""Items of a page: when nobody says how many, and at most."""

LARGEST_BODY = 1_000_000
"""Bytes of a request."""

REPEATED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_TAG = re.compile(r'"(\d{1,9})"')


class Trouble(StrEnum):
    """Why a request was not answered as it was meant."""

    MALFORMED = "malformed"
    NO_KEY = "no-key"
    NOT_ALLOWED = "not-allowed"
    NOT_FOUND = "not-found"
    METHOD = "method"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too-large"
    MEDIA_TYPE = "media-type"
    INVALID = "invalid"
    NO_VERSION = "no-version"
    TOO_MANY = "too-many"
    BROKEN = "broken"
    AWAY = "away"


STATUS: dict[Trouble, int] = {
    Trouble.MALFORMED: 400,
    Trouble.NO_KEY: 401,
    Trouble.NOT_ALLOWED: 403,
    Trouble.NOT_FOUND: 404,
    Trouble.METHOD: 405,
    Trouble.CONFLICT: 409,
    Trouble.STALE: 412,
    Trouble.TOO_LARGE: 413,
    Trouble.MEDIA_TYPE: 415,
    Trouble.INVALID: 422,
    Trouble.NO_VERSION: 428,
    Trouble.TOO_MANY: 429,
    Trouble.BROKEN: 500,
    Trouble.AWAY: 503,
}


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a field; `field` is its path, such as `marks.3.hours`, or empty for the whole request."""

    field: str
    message: Any


class ApiProblem(Exception):
    """A request that is answered with `application/problem+json` (RFC 9457).

    Args:
        detail: the sentence for whoever reads the log of the calling program; empty: the usual one of this trouble.
        more: further members of the problem, such as the versions that are in conflict.
    """

    def __init__(
        self,
        trouble: Trouble,
        detail: Any = "",
        *,
        mistakes: list[Mistake] | None = None,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(trouble.value)
        self.trouble, self.detail = trouble, detail
        self.mistakes, self.headers, self.more = mistakes or [], dict(headers or {}), dict(more or {})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a handler has to say; `data` is anything that JSON can hold."""

    data: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A request and its answer as the documentation shows them. A test sends it and compares what comes back."""

    method: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    answer: Any = None


def tag_of(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def version_of(tag: str) -> int | None:
    """The version that an If-Match names; None when it names none of ours (weak tags compare as different)."""
    found = _TAG.fullmatch(tag.strip())
    return int(found[1]) if found else None


def is_key(text: str) -> bool:
    """Whether this can be an Idempotency-Key: 1 to 255 visible ASCII characters."""
    return _KEY.fullmatch(text) is not None


def flattened(errors: Any, path: str = "") -> list[Mistake]:
    """Nested errors of fields as one list with paths; `non_field_errors` belong to what holds them."""
    if isinstance(errors, Mapping):
        inner = ((_under(path, str(name)), each) for name, each in errors.items())
        return [mistake for deeper, each in inner for mistake in flattened(each, deeper)]
    if isinstance(errors, list | tuple):
        return [mistake for n, each in enumerate(errors) for mistake in flattened(each, _item(path, n, each))]
    return [Mistake(path, errors)]


def _under(path: str, name: str) -> str:
    return path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")


def _item(path: str, number: int, item: Any) -> str:
    """Errors of items stand at their number; several sentences of one field stand at the field."""
    return f"{path}.{number}".lstrip(".") if isinstance(item, Mapping | list | tuple) else path
