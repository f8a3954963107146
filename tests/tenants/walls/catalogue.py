"""What PostgreSQL's catalogue says about roles, rights and policies, in the words of `tenants.walls.grants`."""

import re
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import connection

from tenants.walls.context import wall

EVERYBODY = "PUBLIC"
LETTERS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
Right = tuple[str, str, str]
"""Role, table, privilege (of a column: `UPDATE (name)`)."""


def ask(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters) or None)
        return cursor.fetchall()


def short(role: str) -> str:
    """A role as the file names it: without the database's name."""
    if role == settings.OGNIWO_APP_ROLE:
        return "app"
    return role.removeprefix(f"{wall().settings_dict['NAME']}_")


def rights_in(schema: str) -> set[Right]:
    """Every right on a table, view or sequence of the schema, or on a column of one, but the owner's own."""
    found = ask(
        """SELECT coalesce(grantee.rolname, %s), thing.relname, rights.privilege_type, NULL
           FROM pg_class thing CROSS JOIN aclexplode(thing.relacl) rights
           LEFT JOIN pg_roles grantee ON grantee.oid = rights.grantee
           WHERE thing.relnamespace = %s::regnamespace AND rights.grantee <> thing.relowner
           UNION ALL
           SELECT coalesce(grantee.rolname, %s), thing.relname, rights.privilege_type, part.attname
           FROM pg_class thing JOIN pg_attribute part ON part.attrelid = thing.oid
           CROSS JOIN aclexplode(part.attacl) rights LEFT JOIN pg_roles grantee ON grantee.oid = rights.grantee
           WHERE thing.relnamespace = %s::regnamespace AND rights.grantee <> thing.relowner""",
        EVERYBODY, schema, EVERYBODY, schema,
    )  # fmt: skip
    return {(short(role), table, f"{right} ({column})" if column else right) for role, table, right, column in found}


def rights_written(role: str, table: str, privileges: str) -> set[Right]:
    """A line of the file, such as `SELECT, UPDATE (state, error)`, as single rights."""
    plain, single = privileges, []
    while "(" in plain:
        head, _, rest = plain.partition("(")
        columns, _, tail = rest.partition(")")
        verb = head.split(",")[-1].strip()
        single += [f"{verb} ({column.strip()})" for column in columns.split(",")]
        plain = f"{head.rpartition(verb)[0]}{tail}"
    single += [word.strip() for word in plain.split(",") if word.strip()]
    return {(role, table, right) for right in single}


def policies_in_public() -> dict[str, set[tuple[Any, ...]]]:
    """Table → its policies: name, permissive or not, roles, command, and whether it has a USING and a CHECK."""
    found = defaultdict(set)
    for table, name, kind, roles, command, using, check in ask(
        """SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies
           WHERE schemaname = 'public'"""
    ):
        found[table].add((name, kind, tuple(map(short, roles)), command, _plain(using), _plain(check)))
    return dict(found)


def _plain(expression: str | None) -> str | None:
    """An expression without what PostgreSQL adds: brackets, spaces, casts, aliases, names of schemas and tables."""
    if expression is None:
        return None
    expression = re.sub(r" AS \w+", "", expression)
    expression = re.sub(r"\b\w+\.", "", expression)
    return re.sub(r"[()\s]|::text|::character varying", "", expression)


plain = _plain
