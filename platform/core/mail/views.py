"""The outbox of a demo: where the invitations go when there is no mail server."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import PUBLIC, requires
from core.mail.selectors import outbox as all_mail
from core.ui.selectors import table_page

PAGE_SIZE = 20


@requires(PUBLIC)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Open to everybody, because who resets a password is not signed in; there is no such page outside of the demo."""
    if not settings.OGNIWO_DEMO:
        raise Http404
    return render(
        request,
        "mail/outbox.html",
        {"table": table_page(request, rows=all_mail(), columns=(), page_size=PAGE_SIZE)},
    )
