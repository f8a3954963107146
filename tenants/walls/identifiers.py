"""Identifiers, made by the database."""

from uuid import UUID

from django.db import connection, models


class UUID7(models.Func):
    """PostgreSQL's `uuidv7()`: identifiers that sort by the time they were made."""

    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()


def new_identifiers(count: int) -> list[UUID]:
    """Identifiers for rows that are written together: Django does not tell what the database gave each of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuidv7() FROM generate_series(1, %s)", [count])
        return [identifier for (identifier,) in cursor.fetchall()]
