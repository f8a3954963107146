"""Keys for machines: who has one, a new one, which is shown once, and an end to it."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.accounts.services import create_token, revoke_token
from core.api.forms import KeyForm
from core.api.selectors.keys import key_for, keys_of
from core.submissions.views import confirmed, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

COLUMNS = (
    Column("name", gettext_lazy("Program"), template="api/cell_name.html"),
    Column("scopes", gettext_lazy("What it may do"), template="api/cell_scopes.html", labelled=True),
    Column("networks", gettext_lazy("From which addresses"), template="api/cell_networks.html", labelled=True),
    Column("expires_at", gettext_lazy("Ends"), template="api/cell_end.html", labelled=True),
    Column("last_used_at", gettext_lazy("Last used")),
    Column("acts", gettext_lazy("What you can do"), template="api/cell_acts.html"),
)


@requires(Permission.TOKENS_MANAGE)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the house, those in use first."""
    table = table_page(
        request,
        rows=keys_of(me(request), now=timezone.now()),
        columns=COLUMNS,
        name="keys",
        empty_title=_("No key yet"),
        empty_text=_("A key lets another program, such as the one for payroll, read or enter data here."),
    )
    return render(request, "api/keys.html", {"table": table})


@requires(Permission.TOKENS_MANAGE)
@page_or_form
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@once
def key_add(request: HttpRequest) -> HttpResponse:
    """Only right after showing who one is: a key made at an unattended browser would work for months."""
    form = KeyForm(posted(request), maker=me(request), today=timezone.localdate())
    if form.accepts(lambda: create_token(by=me(request), now=timezone.now(), **form.key())):
        request.session[_place_of(form.outcome.token.pk)] = form.outcome.secret
        return redirect("keys:key", form.outcome.token.pk)
    return render(request, "api/key_add.html", {"form": form})


@requires(Permission.TOKENS_MANAGE)
@page_or_form
def key(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """The new key, in the session of whoever made it until they have put it away."""
    made = key_for(me(request), key_id)
    if request.method == "POST":
        request.session.pop(_place_of(made.pk), None)
        return redirect("keys:list")
    secret = request.session.get(_place_of(made.pk))
    if secret is None:
        messages.info(request, _("This key is no longer shown. If it was lost, revoke it and make a new one."))
        return redirect("keys:list")
    return render(request, "api/key.html", {"key": made, "secret": secret})


@requires(Permission.TOKENS_MANAGE)
@page_or_form
@once
def key_revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Ask once more, then make the key worthless."""
    made: Any = key_for(me(request), key_id)
    return confirmed(
        request,
        lambda: revoke_token(by=me(request), token_id=made.pk, now=timezone.now()),
        said=_("The key “{name}” opens nothing any more.").format(name=made.name),
        back=reverse("keys:list"),
        heading=_("Revoke the key “{name}”?").format(name=made.name),
        message=_("The program that uses it is refused at once. This cannot be taken back; a new key can be made."),
        submit=_("Revoke the key"),
        tone="danger",
    )


def _place_of(key_id: UUID) -> str:
    return f"key {key_id}"
