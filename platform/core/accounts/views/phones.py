"""Trusted phones: registering and revoking them, and opening one by PIN or passkey."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.access import PUBLIC, SIGNED_IN, Permission, requires
from core.access.selectors import me
from core.accounts import selectors, services
from core.accounts.forms import PhoneForm, PinForm
from core.accounts.rules import PHONE_LIFETIME
from core.accounts.services import Opening, Outcome
from core.accounts.sessions import DEVICE_KEY
from core.submissions.views import confirmed, done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

NO_LONGER_TRUSTED = gettext_lazy("The phone is no longer trusted.")
COLUMNS = (
    Column("owner", gettext_lazy("Whose"), sort="account__name", value="account.name"),
    Column("name", gettext_lazy("Name of the phone"), sort="name"),
    Column("registered", gettext_lazy("Trusted since"), sort="registered_at", value="registered_at"),
    Column("used", gettext_lazy("Last opened"), sort="last_used_at", value="last_used_at"),
    Column("acts", gettext_lazy("What you can do"), template="accounts/cell_phone_acts.html"),
)


# One's own phones


@requires(SIGNED_IN)
@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    here = selectors.device_with(_secret(request), now=now)
    context = {
        "phones": selectors.own_devices(me(request), now=now),
        "here": here.pk if here else None,
        "may_add": me(request).may(Permission.ATTENDANCE_MARK),
        "home": _home() if me(request).may(Permission.ATTENDANCE_MARK) else "",
    }
    return render(request, "accounts/phones.html", context)


@requires(Permission.ATTENDANCE_MARK)
@page_or_form
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def phone_add(request: HttpRequest) -> HttpResponse:
    """Only right after showing who one is: an unattended browser must not make a phone trusted."""
    account = me(request)
    form = PhoneForm(posted(request), pin_is_needed=not account.has_passkey())

    def act() -> Any:
        given, now = form.cleaned_data, timezone.now()
        return services.register_device(
            by=account, name=given["name"], pin=given["phone_password"], now=now, instead_of=_secret(request)
        )

    if form.accepts(act):
        return _remembered(done(request, _("This phone is now trusted."), "accounts:phones"), form.outcome.secret)
    return render(request, "accounts/phone_add.html", {"form": form})


@requires(SIGNED_IN)
@require_POST
def phone_revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    now = timezone.now()
    services.revoke_device(by=me(request), device=selectors.own_device(me(request), device_id, now=now), now=now)
    return done(request, NO_LONGER_TRUSTED, "accounts:phones")


# Phones of the staff


@requires(Permission.ACCOUNTS_MANAGE)
@require_safe
def staff_phones(request: HttpRequest) -> HttpResponse:
    rows = selectors.devices_for(me(request), now=timezone.now())
    table = table_page(
        request,
        rows=rows,
        columns=COLUMNS,
        default_sort="owner",
        empty_title=_("No trusted phones"),
        empty_text=_("Who marks attendance on a phone makes it trusted under “My account”."),
    )
    return render(request, "accounts/staff_phones.html", {"table": table})


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def staff_phone_revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    now = timezone.now()
    device = selectors.device_for(me(request), device_id, now=now)
    return confirmed(
        request,
        lambda: services.revoke_device(by=me(request), device=device, now=now),
        said=str(NO_LONGER_TRUSTED),
        back=reverse("accounts:staff-phones"),
        heading=_("Revoke the phone {phone} of {name}?").format(phone=device.name, name=device.account.name),
        message=_("It stops opening anything at once. Marks that wait on it are sent after a full sign-in."),
        submit=_("Revoke"),
        tone="danger",
    )


# Opening a phone


@requires(PUBLIC)
@page_or_form
def phone_open(request: HttpRequest) -> HttpResponseBase:
    """Asks for the PIN. A browser that is no trusted phone is led to the sign-in page."""
    device = selectors.device_with(_secret(request), now=timezone.now())
    if device is None:
        return _not_trusted(request)
    if not device.pin:
        return redirect(_with_next("accounts:phone-passkey", request))
    form = PinForm(posted(request))
    if form.is_valid():
        pin = form.cleaned_data["phone_password"]
        opening = services.try_pin(secret=_secret(request), pin=pin, now=timezone.now())
        if opening.outcome is Outcome.OPENED:
            return _entered(request, opening)
        form.add_error("phone_password", _sentence(opening))
        device = opening.device or device
    passkey = _with_next("accounts:phone-passkey", request) if device.account.has_passkey() else ""
    return _ask(request, "accounts/phone_open.html", form=form, device=device, passkey=passkey)


@requires(PUBLIC)
@page_or_form
def phone_passkey(request: HttpRequest) -> HttpResponseBase:
    """Asks for the passkey of the phone's owner, which must verify that it is them (finger, face, code)."""
    device = selectors.device_with(_secret(request), now=timezone.now())
    if device is None:
        return _not_trusted(request)
    form = AuthenticateWebAuthnForm(posted(request), user=device.account)
    if form.is_valid():
        opening = services.open_by_passkey(secret=_secret(request), now=timezone.now())
        if opening.outcome is Outcome.OPENED:
            return _entered(request, opening)
        form.add_error(None, _sentence(opening))
    data = {"request_options": services.passkey_question(account=device.account)}
    return _ask(request, "accounts/phone_passkey.html", form=form, device=device, js_data=data)


@requires(SIGNED_IN, on_trusted_phone=True)
@require_POST
def phone_close(request: HttpRequest) -> HttpResponse:
    """Ends the session of a trusted phone; the PIN opens the next one."""
    request.session.flush()
    return redirect("accounts:phone-open")


def _ask(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {**context, "full": _with_next("account_login", request)})


def _entered(request: HttpRequest, opening: Opening) -> HttpResponse:
    """A new session that remembers by which phone it was opened (`core.accounts.sessions` says how long it lasts)."""
    device: Any = opening.device
    request.session.flush()
    request.session[DEVICE_KEY] = str(device.pk)
    login(request, device.account)
    return _remembered(redirect(_next(request)), _secret(request))


def _sentence(opening: Opening) -> str:
    if opening.outcome is Outcome.WRONG:
        return _("This PIN does not fit. Tries left: {count}.").format(count=opening.tries_left)
    return _("The phone is locked after wrong PINs. Sign in with your password: that unlocks it.")


def _not_trusted(request: HttpRequest) -> HttpResponse:
    answer = redirect(_with_next("account_login", request) if "next" in request.GET else "account_login")
    answer.delete_cookie(settings.OGNIWO_PHONE_COOKIE_NAME, samesite="Lax")
    return answer


def _secret(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.OGNIWO_PHONE_COOKIE_NAME, "")


def _remembered(answer: HttpResponse, secret: str) -> HttpResponse:
    """The cookie of a trusted phone: for this host alone, unseen by scripts."""
    answer.set_cookie(
        settings.OGNIWO_PHONE_COOKIE_NAME,
        secret,
        max_age=PHONE_LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _next(request: HttpRequest) -> str:
    """Where the phone was going, never another site."""
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else _home()


def _home() -> str:
    try:
        return reverse(settings.OGNIWO_PHONE_HOME)
    except NoReverseMatch:
        return "/"  # an OWES marks nobody's attendance


def _with_next(url_name: str, request: HttpRequest) -> str:
    return f"{reverse(url_name)}?{urlencode({'next': _next(request)})}"
