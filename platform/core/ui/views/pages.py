"""Pages that belong to no slice, and the two choices that everybody has: look and language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from core.access import PUBLIC, SIGNED_IN, requires
from core.accounts.services import choose_language
from core.ui.rules import first_steps, today_cards
from core.ui.selectors import THEME_COOKIE, THEMES, grouped

A_YEAR = 365 * 24 * 3600


@requires(SIGNED_IN)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    context = {"groups": grouped(today_cards(request.user)), "steps": first_steps(request.user)}  # type: ignore[arg-type]
    return render(request, "today.html", context)


@requires(PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@requires(PUBLIC)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or as the system has it; in a cookie, because it belongs to the device."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(_back(request))
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@requires(PUBLIC)
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language in a cookie, for a signed-in account on every device, and come back to the same page."""
    account, chosen = getattr(request, "user", None), request.POST.get("language", "")
    if account is not None and account.is_authenticated and chosen in dict(settings.LANGUAGES):
        choose_language(by=account, language=chosen)
    return set_language(request)


def _back(request: HttpRequest) -> str:
    """The page the reader came from, never another site."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else "/"
