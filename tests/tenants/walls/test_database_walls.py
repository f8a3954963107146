"""What PostgreSQL itself refuses, whatever the application does wrong."""

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.clients import CANARY

from core.accounts.models import Account
from tenants.jobs.models import Job
from tenants.walls.context import house_context, wall

pytestmark = pytest.mark.django_db


def denied(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except ProgrammingError as refusal:
        return "permission denied" in str(refusal)
    return False


def tables(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return [name for (name,) in cursor.fetchall()]


def test_poraj_reads_no_table_of_klobuck(poraj):
    with house_context(poraj):
        found = tables("klobuck")
        assert len(found) > 10
        assert all(denied(f'SELECT 1 FROM klobuck."{table}"') for table in found)


def test_without_a_house_no_table_of_any_house_is_readable(poraj):
    for schema in ("poraj", "klobuck", "jowes"):
        assert all(denied(f'SELECT 1 FROM {schema}."{table}"') for table in tables(schema))


def test_klobuck_reads_its_own_canary(klobuck):
    with house_context(klobuck):
        assert Account.objects.filter(name=CANARY).exists()
