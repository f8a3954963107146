"""The only ways into a house, and the only ways to wear a service role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.db import connection

from tenants.errors import NoHouse
from tenants.walls.rules import PUBLIC_SCHEMA

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tenants.walls.backend.base import DatabaseWrapper


def wall() -> "DatabaseWrapper":
    """The connection of this thread, typed as our own backend."""
    return cast("DatabaseWrapper", connection)


def current_schema() -> str:
    """The schema this thread works in; `public` outside of any house."""
    return str(wall().schema_name)


def current_house() -> "Organisation":
    """The house this thread works in.

    Raises:
        NoHouse: in the shared schema, or where somebody entered a schema without its organisation.
    """
    tenant: Any = wall().tenant
    if current_schema() == PUBLIC_SCHEMA or getattr(tenant, "pk", None) is None:
        raise NoHouse("this work belongs in a house, and no house was entered")
    return cast("Organisation", tenant)


@contextmanager
def _restored() -> Iterator["DatabaseWrapper"]:
    here = wall()
    with here.elsewhere():
        yield here


@contextmanager
def house_context(house: "Organisation | str") -> Iterator["Organisation"]:
    """Work in a house; on the way out, return to where the thread was.

    Args:
        house: an organisation, or the name of its schema (then it must exist and be active).

    Raises:
        NoHouse: there is no such house, or it is not active.
    """
    from tenants.organisations.selectors import active_house  # the models need the app registry

    organisation = active_house(house) if isinstance(house, str) else house
    if organisation.schema_name == PUBLIC_SCHEMA:
        raise NoHouse("the shared schema is not a house")
    with _restored() as here:
        here.set_tenant(organisation)
        yield organisation


@contextmanager
def public_context() -> Iterator[None]:
    """Work in the shared schema as the login role."""
    with _restored() as here:
        here.set_schema_to_public()
        yield


@contextmanager
def service_role(name: str) -> Iterator[None]:
    """Work in the shared schema under a service role (`dispatcher`, `statistician`, `publisher`)."""
    with _restored() as here:
        here.set_schema_to_public()
        here.wear(name)
        yield


@contextmanager
def as_owner() -> Iterator[None]:
    """Founding and upgrading: no house role. Useless to a process that did not log in as the owner."""
    here = wall()
    before = here.house_roles
    here.house_roles = False
    here.search_path_set_schemas = None
    try:
        yield
    finally:
        here.house_roles = before
        here.search_path_set_schemas = None
