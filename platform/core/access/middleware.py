"""Enforces what views declare. A view without a declaration is a defect and stays shut."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from core.access.rules import BY_KEY, ENROLMENT, PUBLIC, SIGNED_IN, opens_on_trusted_phone
from core.access.selectors import declared_access, typed_in


class AccessMiddleware:
    """Looks at the declaration of the view that is about to run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> HttpResponseBase | None:
        match = request.resolver_match
        access = declared_access(match.view_name if match else "", view)
        if access is None:
            raise PermissionDenied("this view does not declare who may enter")
        if opens_on_trusted_phone(view):
            _let_the_phone_in(request)
        return None if access in (PUBLIC, BY_KEY) else _for_accounts(request, access)


def _let_the_phone_in(request: HttpRequest) -> None:
    """For this view the session of a trusted phone is its owner's (see `core.accounts.middleware.PhoneSessions`)."""
    holder = getattr(request, "phone_holder", None)
    if holder is not None:
        request.user = holder
        translation.activate(holder.language)


def _for_accounts(request: HttpRequest, access: str) -> HttpResponseBase | None:
    account: Any = getattr(request, "user", None)
    if account is None:
        raise Http404  # the public site has no accounts
    if not account.is_authenticated:
        return _to_phone(request) or _to_sign_in(request)
    if access != ENROLMENT and must_enrol(account):
        return redirect("mfa_activate_totp")
    if access not in (SIGNED_IN, ENROLMENT) and not account.may(access):
        raise PermissionDenied(access)
    return None


def _to_phone(request: HttpRequest) -> HttpResponseBase | None:
    """A phone that says it is trusted is asked for its PIN, on pages that it may enter. None: the usual way."""
    match = request.resolver_match
    says_so = bool(request.COOKIES.get(settings.OGNIWO_PHONE_COOKIE_NAME))
    if not says_so or request.method not in {"GET", "HEAD"} or match is None or not opens_on_trusted_phone(match.func):
        return None
    return redirect(f"{reverse('accounts:phone-open')}?{urlencode({'next': request.get_full_path()})}")


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page, which leads back; a fragment asked for by htmx takes the whole page there.

    A form that somebody filled in is not thrown away: its sender gets it back.
    """
    if "HX-Request" in request.headers:
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(page)["Location"]})
    if typed_in(request):
        return give_back(request, status=401)
    return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else "/")


def give_back(request: HttpRequest, *, status: int) -> HttpResponse:
    """What somebody typed into a form that could not be taken, held in the page itself until they send it again.

    Nothing is kept on the server, so nobody else who signs in here later finds it; the page is stored nowhere.
    """
    context = {"typed": typed_in(request), "files_were_sent": bool(request.FILES)}
    answer = render(request, "access/given_back.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def csrf_refused(request: HttpRequest) -> HttpResponseBase | None:
    """A form whose token is old because its sender signed in anew meanwhile, in another tab; None: it is not that.

    Only a form of this very site is given back (the browser says so in `Origin`): another site must not put words
    into somebody's mouth.
    """
    account: Any = getattr(request, "user", None)
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if account is None or not account.is_authenticated or not is_ours:
        return None
    if request.path == reverse(settings.LOGIN_URL):
        return redirect("/")
    return give_back(request, status=403) if typed_in(request) else None


def must_enrol(account: Any) -> bool:
    """Whether this account may do nothing before it has a second factor."""
    return not settings.OGNIWO_WAIVE_SECOND_FACTOR and bool(account.lacks_second_factor())
