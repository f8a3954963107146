"""Pages about accounts: one's own, and those of the staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import ENROLMENT, PUBLIC, SIGNED_IN, Permission, requires
from core.access.selectors import me
from core.accounts import selectors, services
from core.accounts.forms import AcceptForm, ConfirmForm, InviteForm, ProfileForm, RolesForm, StaffFilters
from core.accounts.sessions import limits, stored_key
from core.submissions.views import once
from core.ui.rules import Column
from core.ui.selectors import table_page
from tenants.errors import RuleBroken

page_or_form = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("name", gettext_lazy("Name"), sort="name", template="accounts/cell_name.html"),
    Column("roles", gettext_lazy("Roles"), value="role_names"),
    Column("state", gettext_lazy("Access"), sort="is_active", template="accounts/cell_state.html"),
    Column("last_login", gettext_lazy("Last sign-in"), sort="last_login"),
    Column("acts", gettext_lazy("What you can do"), template="accounts/cell_acts.html"),
)


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Within the block a broken rule becomes an error at its field, and the page is shown again."""
    try:
        yield
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)


# Staff


@requires(Permission.ACCOUNTS_MANAGE)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    filters = StaffFilters(request.GET or None)
    rows = selectors.accounts_for(me(request), **filters.chosen())
    table = table_page(request, rows=rows, columns=COLUMNS, default_sort="name", filters=filters)
    return render(request, "accounts/list.html", {"table": table})


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            return _invited(request, services.invite_account(by=me(request), **form.cleaned_data))
    return render(request, "accounts/invite.html", {"form": form})


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def invite_again(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            return _invited(request, services.resend_invitation(by=me(request), account=account))
    return _confirm(
        request,
        form,
        heading=_("Send {name} a new invitation?").format(name=account.name),
        message=_("Links sent earlier stop working."),
        submit=_("Invite again"),
        tone="primary",
    )


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def new_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            return _invited(request, services.give_new_password_link(by=me(request), account=account))
    return _confirm(
        request,
        form,
        heading=_("Give {name} a link to a new password?").format(name=account.name),
        message=_("All open sessions of this person end at once. The second factor stays as it is."),
        submit=_("Make the link"),
        tone="primary",
    )


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
def link(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The link of an account without an e-mail, in the session of whoever made it until they have handed it over."""
    account = selectors.account_for(me(request), account_id)
    if request.method == "POST":
        request.session.pop(_link_of(account), None)
        return redirect("accounts:list")
    shown = request.session.get(_link_of(account))
    if shown is None:
        messages.info(request, _("This link is no longer shown. If it was lost, make a new one."))
        return redirect("accounts:list")
    return render(request, "accounts/invitation_link.html", {"account": account, "link": shown})


def _link_of(account: Any) -> str:
    return f"link of {account.pk}"


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
def roles(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": account.roles})
    if form.is_valid():
        with refusals_on(form):
            changed = services.change_roles(by=me(request), account=account, roles=form.cleaned_data["roles"])
            said = _("{name} now has these roles: {roles}.")
            return _done(request, said.format(name=changed.name, roles=changed.role_names))
    return render(request, "accounts/roles.html", {"form": form, "account": account})


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
def end(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            services.end_access(by=me(request), account=account)
            return _done(request, _("{name} can no longer sign in.").format(name=account.name))
    return _confirm(
        request,
        form,
        heading=_("End the access of {name}?").format(name=account.name),
        message=_("All open sessions end at once. What this person did keeps their name. You can restore the access."),
        submit=_("End access"),
        tone="danger",
    )


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def restore(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            invited = services.restore_access(by=me(request), account=account)
            return _invited(request, invited) if invited else _done(request, _can_again(account))
    return _confirm(
        request,
        form,
        heading=_("Restore the access of {name}?").format(name=account.name),
        message=_what_is_restored(account).format(roles=account.role_names),
        submit=_("Restore access"),
        tone="primary",
    )


def _can_again(account: Any) -> str:
    return _("{name} can sign in again.").format(name=account.name)


def _what_is_restored(account: Any) -> str:
    if account.has_usable_password():
        return _("This person signs in with the old password and gets the roles: {roles}.")
    return _("This person has never accepted the invitation. A new one goes out, with the roles: {roles}.")


def _invited(request: HttpRequest, invited: services.Invited) -> HttpResponse:
    account = invited.account
    if account.email:
        return _done(request, _("A link was sent to {email}.").format(email=account.email))
    request.session[_link_of(account)] = invited.link
    return redirect("accounts:link", account.pk)


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("accounts:list")


def _confirm(request: HttpRequest, form: Form | None, **words: str) -> HttpResponse:
    return render(request, "confirm.html", {**words, "form": form, "cancel_url": reverse("accounts:list")})


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
    form = AcceptForm(request.POST if request.method == "POST" else None, account=invitation.account)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            services.accept_invitation(secret=secret, name=given["name"], password=given["password"])
            messages.success(request, _("Your account is ready. Sign in with your new password."))
            return redirect("account_login")
    return render(request, "accounts/accept.html", {"form": form, "account": invitation.account})


# One's own account


@requires(SIGNED_IN)
@page_or_form
def profile(request: HttpRequest) -> HttpResponse:
    account = me(request)
    initial = {"name": account.name, "language": account.language}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            services.change_profile(by=account, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
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
    messages.success(request, _("The session has ended."))
    return redirect("accounts:sessions")


@requires(SIGNED_IN)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    services.end_other_sessions(by=me(request), keep=_here(request))
    messages.success(request, _("You are signed in only here now."))
    return redirect("accounts:sessions")


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
