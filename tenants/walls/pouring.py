"""Writing many rows at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import DatabaseDefault

from tenants.walls.tripwires import HouseModel


def pour(objects: Sequence[HouseModel]) -> None:
    """Insert new objects of one model in one statement: a list of values for each column, not a parameter for each
    value, of which thousands of rows have so many that putting the statement together takes longer than its work.

    What the database fills in stays unknown to the objects: give them keys (`new_identifiers`) where they are needed.
    """
    if not objects:
        return
    first = objects[0]
    given = (field for field in first._meta.concrete_fields if not field.generated)
    fields = [field for field in given if not isinstance(getattr(first, field.attname), DatabaseDefault)]
    types = ", ".join(f"%s::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(first._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT * FROM unnest({types})",  # noqa: S608  (names of columns alone)
            [_column(objects, field) for field in fields],
        )


def _column(objects: Sequence[HouseModel], field: Any) -> list[Any]:
    return [field.get_db_prep_save(getattr(each, field.attname), connection) for each in objects]
