"""The frame around every operation: who asks, how often, with which scope; and what is said when it goes wrong."""

import json
import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.utils.encoding import force_str
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from core.access.rules import BY_KEY
from core.accounts.rules import SCOPE_PERMISSIONS, Scope
from core.api.api.authentication import KeyAuthentication
from core.api.api.operations import Call
from core.api.api.schema import OperationSchema
from core.api.rules import LARGEST_BODY, STATUS, ApiProblem, Mistake, Trouble, flattened
from core.api.selectors import document, maker_lost, scope_missing
from core.api.services import insist_on_limits
from core.ui.middleware import DATABASE_AWAY
from tenants.errors import ChangedMeanwhile, RuleBroken, Taken

__all__ = ["ApiView", "Call", "Nowhere", "trouble_response"]
logger = logging.getLogger("ogniwo.request")
READING = frozenset({"GET", "HEAD"})


class StrictJson(JSONParser):
    """JSON whose texts can be kept: PostgreSQL has no place for the character NUL or for half a character."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        data = super().parse(stream, media_type, parser_context)
        try:
            text = json.dumps(data, ensure_ascii=False).encode()
        except (UnicodeEncodeError, RecursionError):
            raise ApiProblem(Trouble.MALFORMED) from None
        if b"\\u0000" in text:
            raise ApiProblem(Trouble.MALFORMED)
        return data


class OnlyJson(BaseContentNegotiation):
    """There is one form of answers, whatever a program says that it accepts."""

    def select_parser(self, request: Any, parsers: Any) -> BaseParser | None:
        kind, _semicolon, options = (request.content_type or "").partition(";")
        charset = options.lower().replace(" ", "").replace('"', "")
        is_json = kind.strip().lower() == "application/json" and charset in {"", "charset=utf-8"}
        return parsers[0] if is_json else None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """A door for machines. `access` names the scope that opens each method; a method that it does not name is shut."""

    access: ClassVar[Mapping[str, Scope]] = {}
    tag: ClassVar[Any] = ""
    """Under which heading the documentation puts it."""

    authentication_classes = (KeyAuthentication,)
    permission_classes = ()
    parser_classes = (StrictJson,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OnlyJson
    metadata_class = None
    schema = OperationSchema()
    http_method_names = ("get", "head", "post", "put", "patch", "delete")  # type: ignore[assignment]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Whoever may not do it learns nothing of what is here."""
        super().initial(request, *args, **kwargs)
        scope = self._scope(request.method)
        if scope.value not in request.auth.scopes:
            raise ApiProblem(Trouble.NOT_ALLOWED, scope_missing(scope))
        if not request.user.may(SCOPE_PERMISSIONS[scope][0]):
            raise ApiProblem(Trouble.NOT_ALLOWED, maker_lost(scope))
        insist_on_limits(token=request.auth, is_writing=request.method not in READING)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise ApiProblem(Trouble.TOO_LARGE)
        request._request.body  # noqa: B018  (read once here: the stream would be gone for whoever compares requests)

    def _scope(self, method: str) -> Scope:
        name = "GET" if method == "HEAD" else method
        if name not in self.access:
            raise ApiProblem(Trouble.METHOD, headers={"Allow": ", ".join(self.allowed_methods)})
        return self.access[name]

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        """The problem that an exception stands for; what is none of ours is a defect, and is treated as one."""
        problem = problem_of(exc)
        if problem is None:
            raise exc
        return problem_response(self.request, problem)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Responses are finished here: nothing is left to be rendered."""
        return response


class Nowhere(ApiView):
    """Every address under /api/ at which there is nothing: also that is said as a problem."""

    access = BY_KEY  # type: ignore[assignment]
    schema = None  # type: ignore[assignment]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.perform_authentication(request)
        raise ApiProblem(Trouble.NOT_FOUND)


def problem_response(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    """A problem as a response."""
    body = document(problem, reference=str(getattr(request, "request_id", "")))
    text = json.dumps(body, ensure_ascii=False, default=force_str)
    return HttpResponse(
        text, status=STATUS[problem.trouble], headers=problem.headers, content_type="application/problem+json"
    )


def trouble_response(request: HttpRequest, *, status: int, sentence: str = "") -> HttpResponse:
    """What went wrong outside of any view: the database was away, something broke, an old address."""
    trouble = next(trouble for trouble, code in STATUS.items() if code == status)
    return problem_response(request, ApiProblem(trouble, sentence))


def problem_of(exc: Exception) -> ApiProblem | None:
    """What an exception means to whoever asked; None: nobody foresaw it."""
    if isinstance(exc, ApiProblem):
        return exc
    if isinstance(exc, RuleBroken):
        return _broken_rule(exc)
    if isinstance(exc, exceptions.ValidationError):
        return ApiProblem(Trouble.INVALID, mistakes=flattened(exc.detail))
    if isinstance(exc, DATABASE_AWAY):
        logger.warning("the database is away or too slow: %s", type(exc).__name__)
        return ApiProblem(Trouble.AWAY, headers={"Retry-After": "30"})
    return next((made() for kinds, made in _USUAL if isinstance(exc, kinds)), None)


def _broken_rule(broken: RuleBroken) -> ApiProblem:
    """The sentence is that of the form, and stands at the same field."""
    trouble = {ChangedMeanwhile: Trouble.STALE, Taken: Trouble.CONFLICT}.get(type(broken), Trouble.INVALID)
    return ApiProblem(trouble, broken.message, mistakes=[Mistake(broken.field or "", broken.message)])


_USUAL: tuple[tuple[Any, Any], ...] = (
    ((PermissionDenied, exceptions.PermissionDenied), lambda: ApiProblem(Trouble.NOT_ALLOWED)),
    ((Http404, exceptions.NotFound), lambda: ApiProblem(Trouble.NOT_FOUND)),
    (exceptions.MethodNotAllowed, lambda: ApiProblem(Trouble.METHOD)),
    (exceptions.UnsupportedMediaType, lambda: ApiProblem(Trouble.MEDIA_TYPE)),
    (RequestDataTooBig, lambda: ApiProblem(Trouble.TOO_LARGE)),
    ((exceptions.ParseError, UnreadablePostError, RecursionError, UnicodeError), lambda: ApiProblem(Trouble.MALFORMED)),
)  # fmt: skip
