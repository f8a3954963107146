"""Every column of the shared schema stands in `public_columns.txt` with what it may hold: a person reads a new one."""

from pathlib import Path

import pytest

from tests.tenants.walls.catalogue import ask

pytestmark = pytest.mark.django_db
LIST = Path(__file__).with_name("public_columns.txt")
PERSONAL = ("email", "pesel", "birth", "phone", "surname", "first_name", "address", "ip", "password", "health")

OF_OFFICES = {
    "networking_centreprofile.email": "of the centre's office; the centre itself tells it to its network",
    "networking_centreprofile.phone": "of the centre's office; the centre itself tells it to its network",
    "tenants_foundingrequest.manager_email": "a professional's; a constraint empties it when the founding is finished",
}


def listed() -> dict[str, str]:
    """`table.column type` → what it may hold."""
    lines = (line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {name.strip(): meaning.strip() for name, _, meaning in (line.partition("|") for line in lines)}


def test_the_shared_schema_has_the_columns_of_the_list_and_no_others():
    found = ask(
        """SELECT format('%s.%s %s', holder.relname, part.attname, format_type(part.atttypid, NULL))
           FROM pg_attribute part JOIN pg_class holder ON holder.oid = part.attrelid
           WHERE holder.relkind IN ('r', 'p', 'v', 'm')
           AND holder.relnamespace = 'public'::regnamespace
           AND part.attnum > 0 AND NOT part.attisdropped"""
    )
    assert {name for (name,) in found} == set(listed())


def test_every_column_says_what_it_may_hold():
    assert not [name for name, meaning in listed().items() if len(meaning.split()) < 2]


def test_no_column_is_named_like_something_personal():
    columns = {name.split()[0] for name in listed()}
    named = {column for column in columns if set(column.partition(".")[2].split("_")) & set(PERSONAL)}
    assert named == set(OF_OFFICES)


def test_no_table_is_both_in_the_shared_schema_and_in_a_house():
    """PostgreSQL would silently fall through from a house to the shared schema."""
    shared = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    for house in ("poraj", "klobuck", "jowes"):
        both = ask(f"{shared} INTERSECT SELECT tablename FROM pg_tables WHERE schemaname = %s", house)
        assert both == [("django_migrations",)]


def test_an_owes_has_no_table_of_casework():
    """It is an organisation like any other, but nobody is looked after there."""
    found = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'jowes' AND starts_with(tablename, 'casework')")
    assert found == []
