"""The public site's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import PUBLIC, requires
from networking.directory.selectors import doors

LONGEST_SEARCH = 100


@requires(PUBLIC)
@require_safe
def find_your_centre(request: HttpRequest) -> HttpResponse:
    named = asked_name(request)
    context = {
        "named": named,
        "centres": doors(kind="centre", named=named),
        "owes": doors(kind="owes", named=named),
    }
    return render(request, "directory/find_your_centre.html", context)


def asked_name(request: HttpRequest) -> str:
    """The part of a name that is looked for."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
