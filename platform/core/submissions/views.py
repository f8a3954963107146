"""The declaration `@once` for views that act on a form."""

from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac

from core.submissions.services import FormChanged, do_once
from core.ui.selectors import theme_of

View = Callable[..., HttpResponse]
NOT_CONTENT = ("csrfmiddlewaretoken", "form_id")


def once(view: View) -> View:
    """Let a form with an identifier act once: repeated and parallel submissions get the redirect of the first.

    Stands inside `@requires`. The view answers with a redirect when it has acted, and with a page when the form needs
    another look; then nothing is remembered. A form without an identifier is treated as always.
    """

    @wraps(view)
    def submitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form_id = _form_id(request)
        if form_id is None:
            return view(request, *args, **kwargs)
        try:
            outcome = do_once(
                form_id=form_id,
                fingerprint=_fingerprint(request),
                act=lambda: view(request, *args, **kwargs),
                location_of=_location,
            )
        except FormChanged:
            return _changed(request)
        return redirect(outcome) if isinstance(outcome, str) else outcome

    return submitted


def _form_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form_id", ""))
    except ValueError:
        return None


def _location(response: HttpResponse) -> str:
    return response.url if isinstance(response, HttpResponseRedirect) else ""


def _fingerprint(request: HttpRequest) -> str:
    """Who sent what to where. Keyed, because a plain hash of a short secret can be guessed."""
    return salted_hmac("core.submissions", repr(list(_content(request))), algorithm="sha256").hexdigest()


def _content(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    yield str(getattr(request.user, "pk", None)), request.get_full_path()
    yield from ((name, values) for name, values in sorted(request.POST.lists()) if name not in NOT_CONTENT)
    for name, files in sorted(request.FILES.lists()):
        yield name, [(file.name, sha256(b"".join(file.chunks())).hexdigest()) for file in files]
        for file in files:
            file.seek(0)


def _changed(request: HttpRequest) -> HttpResponse:
    context = {"reference": getattr(request, "request_id", ""), "theme": theme_of(request), "home": "/"}
    return render(request, "submissions/changed.html", context, status=422)
