"""The description of the API: for machines as OpenAPI, for people as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import PUBLIC, SIGNED_IN, requires
from core.api.selectors.description import described
from core.api.selectors.handbook import handbook


@requires(PUBLIC)
@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1. Public: programs are generated from it before there is a key, and it holds nobody's data."""
    return JsonResponse(described(request.tenant.kind), json_dumps_params={"ensure_ascii": False})  # type: ignore[attr-defined]


@requires(SIGNED_IN)
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    host = f"{request.scheme}://{request.get_host()}"
    book = handbook(request.tenant.kind)  # type: ignore[attr-defined]
    return render(request, "api/handbook.html", {"book": book, "host": host, "domain": request.get_host()})
