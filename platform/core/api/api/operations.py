"""What one method of a view does, said once: from here come the checks, the description and the documentation."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import wraps
from typing import Any, Protocol

from django.http import HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.utils.encoders import JSONEncoder

from core.api.rules import REPEATED, Answer, ApiProblem, Example, Mistake, Trouble, flattened, is_key, version_of
from core.api.services import Stored, answer_once

Handler = Callable[..., Any]


class Encoder(JSONEncoder):
    """Amounts and hours are texts: nothing may be rounded on the way."""

    def default(self, obj: Any) -> Any:
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class Call(Protocol):
    """A request as a handler sees it: what was asked for, checked, and who asks."""

    user: Any
    auth: Any
    asked: dict[str, Any]
    version: int
    """Of the object that the sender has read (`If-Match`); only where the operation says so."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A method of a view.

    Args:
        name: unique among all operations, such as `list_participants`; programs are generated from it.
        query, body: serializers (`Asked`) of what may be asked for and what may be sent.
        answer: the serializer (`Told`) of a success with this `status`; None: a file of one of the types of `files`.
        is_versioned: `If-Match` must name the version that the sender has read.
        is_keyed: an `Idempotency-Key` makes it safe to send the request again.
        troubles: what else can happen, beside what can happen everywhere.
        headers: those of the answer, with what they mean.
    """

    name: str
    summary: Any
    description: Any = ""
    query: type[Any] | None = None
    body: type[Any] | None = None
    answer: type[Any] | None = None
    files: tuple[str, ...] = ()
    status: int = 200
    is_versioned: bool = False
    is_keyed: bool = False
    troubles: tuple[Trouble, ...] = ()
    headers: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


def operation(name: str, **said: Any) -> Callable[[Handler], Handler]:
    """Declare what a handler does. It is called with a checked request and gives an `Answer`, or a whole response."""
    declared = Operation(name=name, **said)

    def declare(handler: Handler) -> Handler:
        @wraps(handler)
        def handled(view: Any, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.asked = _checked(declared, request)
            request.version = _version(request) if declared.is_versioned else 0

            def act() -> HttpResponseBase:
                return response_of(handler(view, request, *args, **kwargs))

            return _keyed(request, act) if declared.is_keyed else act()

        handled.operation = declared  # type: ignore[attr-defined]
        return handled

    return declare


def response_of(answer: Any) -> HttpResponseBase:
    """An answer as it leaves; a response that is one already (a file) is left alone."""
    if not isinstance(answer, Answer):
        return answer  # type: ignore[no-any-return]
    text = json.dumps(answer.data, cls=Encoder, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=answer.status, headers=dict(answer.headers), content_type="application/json")


def _checked(declared: Operation, request: Any) -> dict[str, Any]:
    """Everything that was asked for, read and in shape.

    Raises:
        ApiProblem: something is unknown, missing or of the wrong kind; every mistake is named (422).
    """
    query = _read(declared.query, request.query_params.dict())
    return query | (_read(declared.body, request.data) if request.method not in {"GET", "HEAD"} else {})


def _read(kind: type[Any] | None, data: Any) -> dict[str, Any]:
    if kind is None:
        if data:
            raise ApiProblem(Trouble.INVALID, mistakes=[Mistake(str(name), _nothing()) for name in data])
        return {}
    asked = kind(data=data)
    if not asked.is_valid():
        raise ApiProblem(Trouble.INVALID, mistakes=flattened(asked.errors))
    return dict(asked.validated_data)


def _nothing() -> str:
    return _("There is no field of this name.")


def _version(request: Any) -> int:
    tag = request.headers.get("If-Match", "")
    if not tag:
        raise ApiProblem(Trouble.NO_VERSION)
    version = version_of(tag)
    return 0 if version is None else version


def _keyed(request: Any, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not is_key(key):
        said = _("An Idempotency-Key has 1 to 255 visible characters, without spaces.")
        raise ApiProblem(Trouble.MALFORMED, said)
    stored = answer_once(token=request.auth, key=key, fingerprint=_fingerprint(request), act=lambda: _stored(act()))
    repeated = {REPEATED: "true"} if stored.is_repeated else {}
    return HttpResponse(stored.body, status=stored.status, headers={**stored.headers, **repeated})


def _stored(response: Any) -> Stored:
    return Stored(response.status_code, dict(response.headers), response.content)


def _fingerprint(request: Any) -> str:
    """What was sent to where. Keyed, because a plain hash of a short secret can be guessed."""
    sent = f"{request.method} {request.get_full_path()} ".encode() + request._request.body
    return salted_hmac("core.api", sent, algorithm="sha256").hexdigest()
