"""What a schema looks like, as values that can be compared: the same for a replayed and a migrated house."""

import re

from django.db import connection

CASTS = re.compile(r"::(character varying|text)(\[\])?|[()]")
"""PostgreSQL writes `ANY ((ARRAY[…])::text[])` back as `ANY (ARRAY[(…)::text])`: the same, so casts are left out."""

QUESTIONS = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity,
                  identity_generation, character_maximum_length, collation_name, ordinal_position
                  FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, ordinal_position""",
    "constraints": """SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid)
                      FROM pg_constraint WHERE connamespace = %s::regnamespace ORDER BY 1, 2""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %s ORDER BY 1, 2",
    "sequences": """SELECT sequencename, data_type::text, start_value, increment_by
                    FROM pg_sequences WHERE schemaname = %s ORDER BY 1""",
    "triggers": """SELECT event_object_table, trigger_name, action_statement FROM information_schema.triggers
                   WHERE trigger_schema = %s ORDER BY 1, 2""",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = %s::regnamespace ORDER BY 1",
}


def structure_of(schema: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything but names of the schema itself, plus the recorded migrations."""
    found = {what: _rows(sql, schema) for what, sql in QUESTIONS.items()}
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT app, name FROM "{schema}".django_migrations ORDER BY id')
        found["migrations"] = cursor.fetchall()
        cursor.execute(f'SELECT last_value FROM "{schema}".django_migrations_id_seq')
        found["next_migration"] = cursor.fetchall()
    return found


def _rows(sql: str, schema: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [schema])
        return [
            tuple(CASTS.sub("", value.replace(f"{schema}.", "")) if isinstance(value, str) else value for value in row)
            for row in cursor.fetchall()
        ]
