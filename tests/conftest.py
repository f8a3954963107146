"""A strict teacher. Every test has two centres and an OWES; the second centre holds a canary that nobody must see."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import QuerySet
from django.template import engines
from django.utils import translation

from core.access.rules import needs_second_factor
from core.accounts.models import Account
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context, wall
from tests.browsers import browser
from tests.clients import CANARY, HouseClient

__all__ = ["browser"]  # a fixture of the whole suite; the rest of this file needs no list

HOUSES = {
    "poraj": ("centre", "Centrum Integracji Społecznej w Poraju"),
    "klobuck": ("centre", "Centrum Integracji Społecznej w Kłobucku"),
    "jowes": ("owes", "Jurajski Ośrodek Wsparcia Ekonomii Społecznej"),
}
PASSWORD = "dobre-haslo-do-testow-1"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def log_in_to_database(url: str, name: str) -> None:
    """Point Django's connection at a database, as the login role of the address."""
    connection.close()
    parts = urlsplit(url)
    wall().settings_dict.update(
        NAME=name, USER=parts.username, PASSWORD=parts.password, HOST=parts.hostname, PORT=str(parts.port)
    )


def as_superuser_of_databases(statement: str) -> None:
    """Create or drop a database, as the owner, outside of any transaction."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """Found the houses once per run as the owner, then work as the application's own role."""
    name = f"t{os.getpid()}_{worker_id}"
    with django_db_blocker.unblock():
        as_superuser_of_databases(f'CREATE DATABASE "{name}"')
        log_in_to_database(os.environ["DATABASE_OWNER_URL"], name)
        _found_houses()
        log_in_to_database(os.environ["DATABASE_URL"], name)
        _hide_a_canary()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        as_superuser_of_databases(f'DROP DATABASE "{name}" WITH (FORCE)')
        _drop_roles(name)


def _found_houses() -> None:
    from tenants.provisioning.services import found_house, prepare

    steps, settings.FOUNDING_STEPS = settings.FOUNDING_STEPS, settings.FOUNDING_STEPS[:1]
    prepare()
    for slug, (kind, title) in HOUSES.items():
        found_house(kind=kind, name=title, host=f"{slug}.localhost", manager_email=f"kierownik@{slug}.example")
    settings.FOUNDING_STEPS = steps
    _join_a_network()


def _join_a_network() -> None:
    """The two centres and the OWES know each other, as in the Northern Subregion."""
    from datetime import date

    from tenants.organisations.services import join_network, set_up_network

    network = set_up_network(slug="subregion-polnocny", name="Subregion Północny", coordinator="jowes")
    for slug in ("poraj", "klobuck"):
        join_network(network=network.slug, house=slug, since=date(2020, 1, 1))


def _hide_a_canary() -> None:
    """An account of Kłobuck with a name that no response of another house may hold."""
    with house_context("klobuck"):
        Account.objects.create(email="kanarek@klobuck.example", name=CANARY, roles=["manager"])


def _drop_roles(database: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for (role,) in owner.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"{database}\\_%"]):
            owner.execute(f'DROP ROLE "{role}"')  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "one")


@pytest.fixture(autouse=True)
def _start_in_public(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test begins outside of any house and in Polish, whatever the one before it did."""
    wall().set_schema_to_public()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    wall().set_schema_to_public()


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Tests that use the database start with nothing cached: rate limits, addresses."""
    if "db" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def _lists_are_ordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of several rows in no particular order is a defect that shows on another day."""
    fetch = QuerySet._fetch_all

    def fetch_in_order(self: Any) -> None:
        fetch(self)
        is_shown = not self._for_write  # rows that are about to be deleted or changed may come as they like
        if is_shown and len(self._result_cache) > 1 and not self.ordered and self.model.__module__.startswith(OURS):
            raise AssertionError(f"a list of {self.model._meta.label} has no order: {self.query}")

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_in_order)


OURS = ("core.", "tenants.", "casework.", "networking.")


@pytest.fixture
def poraj(db: None) -> Organisation:
    return Organisation.objects.get(schema_name="poraj")


@pytest.fixture
def klobuck(db: None) -> Organisation:
    return Organisation.objects.get(schema_name="klobuck")


@pytest.fixture
def jowes(db: None) -> Organisation:
    return Organisation.objects.get(schema_name="jowes")


@pytest.fixture
def as_house(db: None) -> Callable[..., Any]:
    """`with as_house(poraj): …`"""
    return house_context


@pytest.fixture
def account(db: None) -> Callable[..., Account]:
    """`account(poraj, "manager")`: an active account of that house with these roles.

    It has the second factor that its roles ask for, unless `second_factor=False` says that it has yet to enrol.
    """
    counter = iter(range(1, 1000))

    from allauth.mfa.totp.internal.auth import TOTP

    def make(house: Organisation, *roles: str, **values: Any) -> Account:
        number = next(counter)
        values.setdefault("email", f"osoba{number}@{house.slug}.example")
        values.setdefault("name", f"Osoba {number} {house.slug.title()}")
        enrolled = values.pop("second_factor", needs_second_factor(roles))
        with house_context(house):
            made = Account(roles=list(roles), **values)
            made.set_password(PASSWORD)
            made.save()
            if enrolled:
                TOTP.activate(made, APP_SECRET)
        return made

    return make


@pytest.fixture
def client_for(db: None) -> Callable[..., HouseClient]:
    """`client_for(account)`: a browser in its house, signed in; `client_for(house=poraj)`: a stranger there."""

    def make(account: Account | None = None, *, house: Organisation | None = None) -> HouseClient:
        home = Organisation.objects.get(schema_name=account._home) if account else house
        client = HouseClient(house=home)
        if account:
            with house_context(home):
                client.force_login(account)
        return client

    return make


class Undefined(str):
    """Stands where a template names what does not exist, and fails when it is about to be shown."""

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"a template shows {variable}, which is not defined")


@pytest.fixture(autouse=True)
def _templates_show_what_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django writes nothing where a name is misspelt; here that is a failure."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Undefined("%s"))
