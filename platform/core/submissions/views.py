"""What views that act have in common: the declaration `@once`, a question before the act, a button that acts."""

from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from core.submissions.forms import OnceForm
from core.submissions.services import FormChanged, do_once
from core.ui.selectors import theme_of
from tenants.errors import RuleBroken

View = Callable[..., HttpResponse]
NOT_CONTENT = ("csrfmiddlewaretoken", "form_id")
page_or_form = require_http_methods(["GET", "HEAD", "POST"])
"""A page with a form on it, which the form is sent to."""


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


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; None while it is only being shown."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, said: Any, to: Any, *arguments: Any) -> HttpResponse:
    """Say what has been done, and lead on: `to` is an address or the name of one, as `redirect` takes it."""
    messages.success(request, said)
    return redirect(to, *arguments)


def acted(request: HttpRequest, act: Callable[[], Any], *, said: Any = "", back: str) -> HttpResponse:
    """What a button without a form asks for: act and go back, with what a rule has said against it."""
    try:
        act()
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(back)
    return done(request, said, back) if said else redirect(back)


def confirmed(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    said: str = "",
    then: Callable[[Any], HttpResponse] | None = None,
    back: str,
    tone: str = "primary",
    **words: str,
) -> HttpResponse:
    """Ask first, with a way `back`; then act, or say on the same page why it cannot be done.

    The answer to the act is `said` on the page before, or what `then` makes of the act's outcome. `words` are the
    `heading`, the `message` and what the button says (`submit`).
    """
    form = OnceForm(posted(request))
    if form.accepts(act):
        return then(form.outcome) if then else done(request, said, back)
    return render(request, "confirm.html", {**words, "form": form, "cancel_url": back, "tone": tone})


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
