"""Enters a house in one round trip: the search path and the house's PostgreSQL role together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple

from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django_tenants.postgresql_backend import base
from django_tenants.utils import get_limit_set_calls, quote_schema_name
from psycopg.pq import TransactionStatus

from tenants.walls.rules import PUBLIC_SCHEMA, role_name


class Place(NamedTuple):
    """Where a connection works: a house or the shared schema, and the service role worn there."""

    tenant: Any
    include_public: bool
    service_role: str | None


class HouseCursor(CursorWrapper):
    """A cursor may outlive the block it was opened in: each statement goes where its connection is by then."""

    db: "DatabaseWrapper"

    def _execute(self, *args: Any) -> Any:
        self.db.settle()
        return super()._execute(*args)  # type: ignore[misc]

    def _executemany(self, *args: Any) -> Any:
        self.db.settle()
        return super()._executemany(*args)  # type: ignore[misc]


class HouseDebugCursor(CursorDebugWrapper, HouseCursor):
    """The same, for tests and debugging: it also writes down what was asked."""


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """django-tenants' wrapper that also changes the role, and that fails loudly when it cannot.

    `service_role` is the role worn in the shared schema (None: the login role itself).
    `house_roles` is switched off only while the owner migrates (`tenants.walls.context.as_owner`).
    """

    service_role: str | None = None
    house_roles: bool = True

    def role(self) -> str | None:
        """The role for the current place, or None for the login role."""
        if not self.house_roles:
            return None
        name = self.service_role if self.schema_name == PUBLIC_SCHEMA else self.schema_name
        return role_name(self.settings_dict["NAME"], name) if name else None

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        super().set_tenant(tenant, include_public)
        self.service_role = None

    def wear(self, service_role: str | None) -> None:
        """Put on (or take off) a service role; it takes effect with the next statement."""
        self.service_role = service_role
        self.search_path_set_schemas = None

    def place(self) -> Place:
        """Where this connection works now."""
        return Place(self.tenant, self.include_public_schema, self.service_role)

    def go_to(self, place: Place) -> None:
        """Work there from the next statement on."""
        self.set_tenant(place.tenant, place.include_public)
        self.wear(place.service_role)

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Whatever places the block goes to, afterwards the connection is where it was."""
        before = self.place()
        try:
            yield
        finally:
            self.go_to(before)

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Django runs what was put off wherever the connection is by then; here it runs where it was asked for."""
        asked_at = self.place()

        @wraps(func)
        def run_there() -> None:
            with self.elsewhere():
                self.go_to(asked_at)
                func()

        super().on_commit(run_there, robust)

    def make_cursor(self, cursor: Any) -> HouseCursor:
        return HouseCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> HouseDebugCursor:
        return HouseDebugCursor(cursor, self)

    def settle(self) -> None:
        """Be where this connection is said to be. Of a closed connection the driver itself says so."""
        if self.connection is not None:
            self._handle_search_path()

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or (get_limit_set_calls() and self.search_path_set_schemas):
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            self.search_path_set_schemas = None  # whatever comes next fails anyway, unless it is a rollback
            return
        self._enter_house()

    def _enter_house(self) -> None:
        paths = self._get_cursor_search_paths()
        role = self.role()
        self._setting_search_path = True
        self.search_path_set_schemas = None
        try:
            with self.wrap_database_errors, self.connection.cursor() as raw:
                # Errors propagate: no statement may ever run under the role of the house before.
                raw.execute(
                    f"SET search_path = {', '.join(map(quote_schema_name, paths))};"
                    f" SET ROLE {quote_schema_name(role) if role else 'NONE'}"
                )
            self.search_path_set_schemas = paths
        finally:
            self._setting_search_path = False
