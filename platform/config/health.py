"""What monitoring asks: is the site alive, can it serve, how long has the queue waited. No version, no secret."""

from typing import TypedDict

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access import PUBLIC, requires
from tenants.jobs.selectors import QueueHealth, queue_health


class Report(TypedDict):
    """`ready`: the database answers. `queue_age_seconds`: how long the oldest due job has waited (None: not known)."""

    alive: bool
    ready: bool
    dispatcher: bool
    queue_age_seconds: float | None


def report() -> Report:
    """The state of the installation, from the one row that the web's own login may read."""
    try:
        queue: QueueHealth | None = queue_health()
    except DatabaseFailure:
        queue = None
    return {
        "alive": True,
        "ready": queue is not None,
        "dispatcher": queue is not None and queue.dispatcher,
        "queue_age_seconds": round(queue.age, 1) if queue else None,
    }


@requires(PUBLIC)
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """`GET /zdrowie`: JSON, or lines of text for `Accept: text/plain`. 503 while the database is away."""
    found = report()
    status = 200 if found["ready"] else 503
    if request.get_preferred_type(["application/json", "text/plain"]) == "text/plain":
        lines = "".join(f"{name} {value}\n" for name, value in found.items())
        return HttpResponse(lines, content_type="text/plain; charset=utf-8", status=status)
    return JsonResponse(dict(found), status=status)
