"""The demo must never touch a database that is not its own."""

from collections.abc import Iterator

import psycopg
import pytest

from core.localdev import database
from core.localdev.cluster import OWNER
from core.localdev.servers import Servers
from core.localdev.testing import servers_for_tests
from core.localdev.trouble import Trouble


@pytest.fixture(scope="module")
def pair() -> Iterator[Servers]:
    with servers_for_tests() as running:
        yield running


@pytest.fixture
def url(pair: Servers) -> Iterator[str]:
    """A new, empty database of the owner."""
    with psycopg.connect(pair.postgres.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE DATABASE guest")
        yield pair.postgres.url(OWNER, database="guest")
        owner.execute("DROP DATABASE guest WITH (FORCE)")


def do(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def names(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {
            name
            for (name,) in connection.execute("SELECT nspname FROM pg_namespace UNION SELECT rolname FROM pg_roles")
        }


def test_an_empty_database_becomes_the_demos_own(url: str) -> None:
    database.take_possession(url)
    do(url, "CREATE TABLE later (id int)")
    database.take_possession(url)


@pytest.mark.parametrize(
    "theirs", ["CREATE TABLE people (id int)", "CREATE SCHEMA theirs", "CREATE VIEW one AS SELECT 1"]
)
def test_a_database_with_anything_of_a_stranger_is_refused(url: str, theirs: str) -> None:
    do(url, theirs)
    with pytest.raises(Trouble, match="holds data that no demo made"):
        database.take_possession(url)


def test_a_strangers_database_is_never_wiped(url: str) -> None:
    do(url, "CREATE SCHEMA theirs")
    database.wipe(url)
    assert "theirs" in names(url)


def test_wiping_takes_the_houses_and_their_roles_and_leaves_the_roles_of_others(url: str) -> None:
    database.take_possession(url)
    do(url, "CREATE SCHEMA poraj; CREATE ROLE guest_poraj NOLOGIN; GRANT USAGE ON SCHEMA poraj TO guest_poraj")
    do(url, "CREATE ROLE stranger NOLOGIN; CREATE TABLE public.houses (id int)")
    database.wipe(url)
    assert "poraj" not in names(url)
    assert "guest_poraj" not in names(url)
    assert {"stranger", "ogniwo_app", "ogniwo_owner"} <= names(url)
    database.take_possession(url)
    do(url, "DROP ROLE stranger")


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    with pytest.raises(Trouble, match="DATABASE_OWNER_URL cannot be reached"):
        database.take_possession("postgresql://nobody:x@127.0.0.1:1/none")
