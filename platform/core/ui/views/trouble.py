"""Pages for when something is wrong. They need no database, name nobody, and carry a reference number."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from core.access import PUBLIC, requires
from core.access.middleware import csrf_refused
from core.ui.selectors import theme_of
from tenants.errors import RuleBroken


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the browser sent makes no sense, or breaks a rule; the rule's own sentence is shown."""
    return _trouble(request, 400, sentence=exception.message if isinstance(exception, RuleBroken) else "")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _trouble(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    return csrf_refused(request) or _trouble(request, 403, template="403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _trouble(request, 404)


@requires(PUBLIC)
def gone(request: HttpRequest) -> HttpResponse:
    return _trouble(request, 410)


def server_error(request: HttpRequest) -> HttpResponse:
    return _trouble(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _trouble(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def _trouble(request: HttpRequest, status: int, *, template: str = "", sentence: str = "") -> HttpResponse:
    """Rendered without context processors: whatever broke may have broken them too. A machine is told as a problem."""
    if request.path_info.startswith(settings.OGNIWO_API_PATH) and status != 410:
        from core.api.api import trouble_response  # the API stands on this slice's middleware

        return trouble_response(request, status=status, sentence=sentence)
    context = {
        "reference": reference_of(request),
        "theme": theme_of(request),
        "home": "/",
        "sentence": sentence,
    }
    return HttpResponse(render_to_string(template or f"{status}.html", context), status=status)


def reference_of(request: HttpRequest) -> str:
    """The number under which the log knows this request."""
    return str(getattr(request, "request_id", "") or uuid.uuid4().hex[:12])
