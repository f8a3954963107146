"""The answer to an invitation, and pages about one's own account."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import ENROLMENT, PUBLIC, SIGNED_IN, requires
from core.access.selectors import me
from core.accounts import selectors, services
from core.accounts.forms import AcceptForm, ProfileForm
from core.accounts.sessions import limits, stored_key
from core.submissions.views import done, page_or_form, posted

# The invitation


@requires(PUBLIC)
@page_or_form
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking at the link changes nothing (mail scanners look too); the answer uses it up."""
    invitation = selectors.open_invitation(secret, now=timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    if request.user.is_authenticated and request.user.pk != invitation.account.pk:
        return render(request, "accounts/invitation_of_another.html", status=409)
    form = AcceptForm(posted(request), account=invitation.account)

    def act() -> None:
        given = form.cleaned_data
        services.accept_invitation(secret=secret, name=given["name"], password=given["password"])

    if form.accepts(act):
        return done(request, _("Your account is ready. Sign in with your new password."), "account_login")
    return render(request, "accounts/accept.html", {"form": form, "account": invitation.account})


# One's own account


@requires(SIGNED_IN)
@page_or_form
def profile(request: HttpRequest) -> HttpResponse:
    account = me(request)
    initial = {"name": account.name, "language": account.language}
    form = ProfileForm(posted(request), initial=initial)
    if form.accepts(lambda: services.change_profile(by=account, **form.cleaned_data)):
        return done(request, _("Saved."), "accounts:profile")
    context = {"form": form, "account": account, "roles": account.role_names}
    return render(request, "accounts/profile.html", context)


@requires(SIGNED_IN)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors.open_sessions(me(request), here=_here(request), idle_since=now - limits().idle, now=now)
    context = {"sessions": found, "idle_minutes": settings.OGNIWO_SESSION_IDLE_SECONDS // 60}
    return render(request, "accounts/sessions.html", context)


@requires(SIGNED_IN)
@require_POST
def end_one(request: HttpRequest, key: str) -> HttpResponse:
    if not services.end_session(by=me(request), key=key):
        raise Http404
    if key == _here(request):
        request.session.flush()
        return redirect("account_login")
    return done(request, _("The session has ended."), "accounts:sessions")


@requires(SIGNED_IN)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    services.end_other_sessions(by=me(request), keep=_here(request))
    return done(request, _("You are signed in only here now."), "accounts:sessions")


@requires(ENROLMENT)
@require_POST
def session_extend(request: HttpRequest) -> HttpResponseBase:
    """The click on "I am still here": any request prolongs a session, and this one does nothing else.

    Scripts get the seconds that are left, as JSON; a form sent by a browser leads back to the first page.
    """
    if "text/html" in request.headers.get("Accept", ""):
        return redirect("today")
    remaining = request.session.remaining(timezone.now())  # type: ignore[attr-defined]
    return JsonResponse({"seconds": int(remaining.total_seconds())})


def _here(request: HttpRequest) -> str:
    return stored_key(request.session.session_key or "")
