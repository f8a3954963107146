"""Every page that is routed and who may enter it, and how roles are called on the screen."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.access.rules import Role, declared_by, may_be_given_back
from core.access.third_party import THIRD_PARTY, is_third_party

if TYPE_CHECKING:
    from core.accounts.models import Account

ROLE_LABELS: dict[Role, Any] = {
    Role.MANAGER: _("manager"),
    Role.SOCIAL_WORKER: _("social worker"),
    Role.INSTRUCTOR: _("vocational instructor"),
    Role.PSYCHOLOGIST: _("psychologist"),
    Role.JOB_COUNSELLOR: _("job counsellor"),
    Role.ACCOUNTANT: _("accountant"),
    Role.OFFICE: _("office"),
    Role.AUDITOR: _("auditor"),
    Role.ACCOUNT_ADMINISTRATOR: _("account administrator"),
    Role.ADVISER: _("adviser"),
    Role.ANALYST: _("analyst"),
    Role.NETWORK_ADMINISTRATOR: _("network administrator"),
}


def role_names(roles: Iterable[str]) -> str:
    """Roles as people call them, in the order of the table: "manager, office"."""
    held = set(roles)
    return ", ".join(str(label) for role, label in ROLE_LABELS.items() if role in held)


def role_names_for_history(roles: Iterable[str]) -> str:
    """The same in the language of the house: what the history keeps does not depend on who was reading at the time."""
    with override(settings.LANGUAGE_CODE):
        return role_names(roles)


def me(request: HttpRequest) -> "Account":
    """The account behind a request; only for views that `requires` shuts to everybody else."""
    return cast("Account", request.user)


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Fields of a sent form and what was typed into them; no passwords or codes, and nothing of a page for these.

    Empty when nobody typed anything: a button that was pressed need not be remembered.
    """
    match = request.resolver_match
    if request.method != "POST" or match is None or is_third_party(view_module(match.func)):
        return []
    fields = [(name, value) for name, values in request.POST.lists() if may_be_given_back(name) for value in values]
    return fields if any(value.strip() for name, value in fields if name != "form_id") else []


@dataclass(frozen=True)
class Route:
    """A routed view. `name` is its full URL name (with namespace), `path` the pattern as the resolver has it."""

    path: str
    name: str
    view: Callable[..., Any]

    @property
    def access(self) -> str | None:
        """Who may enter: what the view declares, or what the table says of a view that others wrote."""
        return declared_access(self.name, self.view)

    @property
    def is_third_party(self) -> bool:
        return is_third_party(view_module(self.view))


def declared_access(name: str, view: Callable[..., Any]) -> str | None:
    """Who may enter the view of this URL name; None: nobody has said."""
    return declared_by(view) or (THIRD_PARTY.get(name) if is_third_party(view_module(view)) else None)


def view_module(view: Callable[..., Any]) -> str:
    """The module that wrote a view, seen through `as_view()` and decorators."""
    return str(getattr(view, "view_class", view).__module__)


def routes(urlconf: str) -> Iterator[Route]:
    """Every view of a URLconf."""
    return _walk(get_resolver(urlconf), path="", namespace="")


def all_routes() -> dict[str, list[Route]]:
    """Kind of house → its routes. The public site is a kind too."""
    return {kind: list(routes(str(settings.TENANT_TYPES[kind]["URLCONF"]))) for kind in settings.TENANT_TYPES}


def _walk(resolver: URLResolver, *, path: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        deeper = f"{path}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield Route(deeper, f"{namespace}{entry.name or ''}", entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path=deeper, namespace=inner)
