"""Pages about the accounts of the staff."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.accounts import selectors, services
from core.accounts.forms import InviteForm, RolesForm, StaffFilters
from core.submissions.views import confirmed, done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

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
    form = InviteForm(posted(request))
    if form.accepts(lambda: services.invite_account(by=me(request), **form.cleaned_data)):
        return _invited(request, form.outcome)
    return render(request, "accounts/invite.html", {"form": form})


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def invite_again(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    return confirmed(
        request,
        lambda: services.resend_invitation(by=me(request), account=account),
        then=partial(_invited, request),
        back=reverse("accounts:list"),
        heading=_("Send {name} a new invitation?").format(name=account.name),
        message=_("Links sent earlier stop working."),
        submit=_("Invite again"),
    )


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def new_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    return confirmed(
        request,
        lambda: services.give_new_password_link(by=me(request), account=account),
        then=partial(_invited, request),
        back=reverse("accounts:list"),
        heading=_("Give {name} a link to a new password?").format(name=account.name),
        message=_("All open sessions of this person end at once. The second factor stays as it is."),
        submit=_("Make the link"),
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
    form = RolesForm(posted(request), initial={"roles": account.roles})
    if form.accepts(lambda: services.change_roles(by=me(request), account=account, **form.cleaned_data)):
        changed, said = form.outcome, _("{name} now has these roles: {roles}.")
        return done(request, said.format(name=changed.name, roles=changed.role_names), "accounts:list")
    return render(request, "accounts/roles.html", {"form": form, "account": account})


@requires(Permission.ACCOUNTS_MANAGE)
@page_or_form
@once
def end(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = selectors.account_for(me(request), account_id)
    return confirmed(
        request,
        lambda: services.end_access(by=me(request), account=account),
        said=_("{name} can no longer sign in.").format(name=account.name),
        back=reverse("accounts:list"),
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
    return confirmed(
        request,
        lambda: services.restore_access(by=me(request), account=account),
        then=partial(_restored, request, account),
        back=reverse("accounts:list"),
        heading=_("Restore the access of {name}?").format(name=account.name),
        message=_what_is_restored(account).format(roles=account.role_names),
        submit=_("Restore access"),
    )


def _restored(request: HttpRequest, account: Any, invited: services.Invited | None) -> HttpResponse:
    if invited:
        return _invited(request, invited)
    return done(request, _("{name} can sign in again.").format(name=account.name), "accounts:list")


def _what_is_restored(account: Any) -> str:
    if account.has_usable_password():
        return _("This person signs in with the old password and gets the roles: {roles}.")
    return _("This person has never accepted the invitation. A new one goes out, with the roles: {roles}.")


def _invited(request: HttpRequest, invited: services.Invited) -> HttpResponse:
    account = invited.account
    if account.email:
        return done(request, _("A link was sent to {email}.").format(email=account.email), "accounts:list")
    request.session[_link_of(account)] = invited.link
    return redirect("accounts:link", account.pk)
