"""What a house has and the public site has not: sessions, form tokens, accounts and messages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation

from core.accounts.sessions import Browser
from core.audit.services import origin

GetResponse = Callable[[HttpRequest], HttpResponseBase]
BACKGROUND = "X-Ogniwo-Poll"
"""A request that a page makes by itself (asking how far a report is). It is not work, so it prolongs no session."""


class HouseOnly:
    """Runs Django's middleware for people who sign in, in houses alone: the public site sets no cookie of a session,
    and neither does the API."""

    def __init__(self, get_response: GetResponse) -> None:
        self.public = get_response
        phones = PhoneSessions(MessageMiddleware(get_response))  # type: ignore[arg-type]
        inner: Any = AuthenticationMiddleware(Work(phones))  # type: ignore[arg-type]
        self.csrf = CsrfViewMiddleware(inner)
        self.house: Any = HouseSessions(self.csrf)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = self.house(request) if _has_sessions(request) else self.public(request)
        return answer

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *given: Any) -> HttpResponseBase | None:
        """Django calls this hook on the outer middleware only, so it is handed on."""
        return self.csrf.process_view(request, view, *given) if _has_sessions(request) else None


def _has_sessions(request: HttpRequest) -> bool:
    """Machines come with a key in every request (`core.api`): a session must neither help them nor be set for them."""
    is_for_machines = request.path_info.startswith(settings.OGNIWO_API_PATH)
    return bool(request.tenant.kind != "public") and not is_for_machines  # type: ignore[attr-defined]


class HouseSessions(SessionMiddleware):
    """Sessions that know from which browser they were opened."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.browser = Browser(ip=origin.get().ip, user_agent=request.headers.get("User-Agent", ""))  # type: ignore[attr-defined]


class Work:
    """Notes that the owner of a session is at work."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if BACKGROUND not in request.headers and request.user.is_authenticated:
            request.session.seen(timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)


class PhoneSessions:
    """A session that a trusted phone's PIN or passkey opened is nobody's.

    Only when a view declared for such phones is about to run does `core.access` make it its owner's again: a page that
    nobody thought of stays shut.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.session.device and request.user.is_authenticated:  # type: ignore[attr-defined]
            request.phone_holder = request.user  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        return self.get_response(request)


class AccountLocale(LocaleMiddleware):
    """The language that an account chose, or this browser by its cookie; otherwise Polish, whatever the browser wishes.

    Staff share computers whose language nobody ever set on purpose.
    """

    def process_request(self, request: HttpRequest) -> None:
        account = getattr(request, "user", None)
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wish: str = account.language if account is not None and account.is_authenticated else cookie
        translation.activate(wish if wish in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
