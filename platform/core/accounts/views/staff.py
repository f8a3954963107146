"""Pages about the accounts of the staff."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.accounts import selectors, services
from core.accounts.forms import ConfirmForm, InviteForm, RolesForm, StaffFilters, refusals_on
from core.submissions.views import once
from core.ui.rules import Column
from core.ui.selectors import table_page

page_or_form = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("name", gettext_lazy("Name"), sort="name", template="accounts/cell_name.html"),
    Column("roles", gettext_lazy("Roles"), value="role_names"),
    Column("state", gettext_lazy("Access"), sort="is_active", template="accounts/cell_state.html"),
    Column("last_login", gettext_lazy("Last sign-in"), sort="last_login"),
    Column("acts", gettext_lazy("What you can do"), template="accounts/cell_acts.html"),
)


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
