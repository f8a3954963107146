"""Whose database is it? The demo works only in one that it made or found empty, and marks that one as its own."""

from contextlib import suppress

import psycopg
from psycopg import sql

from core.localdev.trouble import Trouble

MARK = "Data of an Ogniwo demo; they are deleted and made anew without asking."


def take_possession(owner_url: str) -> None:
    """Mark an empty database as the demo's. Refuses one that holds anything and is not marked."""
    with _connect(owner_url) as connection:
        if is_ours(connection):
            return
        if _schemas(connection) or _tables_in_public(connection):
            raise Trouble("This database holds data that no demo made; the demo works only in a database of its own.")
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(MARK)))


def wipe(owner_url: str) -> None:
    """Empty the demo's database. Houses go one by one: dropping a thousand at once needs too many locks."""
    with _connect(owner_url) as connection:
        if not is_ours(connection):
            return
        for schema in _schemas(connection):
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        connection.execute("DROP SCHEMA public CASCADE")
        for role in _roles(connection):
            with suppress(psycopg.errors.DependentObjectsStillExist):  # of a database whose name only begins like ours
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(MARK)))


def is_ours(connection: psycopg.Connection[tuple[str]]) -> bool:
    """Whether a demo has marked this database."""
    found = connection.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    return found == (MARK,)


def _connect(url: str) -> psycopg.Connection[tuple[str]]:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Trouble(f"The database of DATABASE_OWNER_URL cannot be reached: {str(error).splitlines()[0]}") from error


def _schemas(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    ordinary = "nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('public', 'information_schema')"
    return [name for (name,) in connection.execute(f"SELECT nspname FROM pg_namespace WHERE {ordinary}")]


def _tables_in_public(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    tables = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
    return [name for (name,) in connection.execute(f"SELECT relname FROM pg_class WHERE {tables}")]


def _roles(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    """The roles of this database's houses: they are cluster-wide, hence named after the database."""
    question = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, current_database() || '_') AND NOT rolcanlogin"
    return [name for (name,) in connection.execute(question)]
