"""What the attackers have: houses in which one may commit, and a way to be refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from tenants.organisations.models import Organisation
from tenants.walls.context import wall
from tests.tenants.lodgings import lodgings


@pytest.fixture(scope="module")  # not longer: elsewhere there are exactly three houses
def _lodgings(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Organisation]]:
    with django_db_blocker.unblock(), lodgings("lgota", "mirow", "olsztyn") as houses:
        yield houses


@pytest.fixture
def committing(_lodgings: list[Organisation], django_db_blocker: Any) -> Iterator[list[Organisation]]:
    """Three centres of one's own, in which rows are really committed. No transaction around the test."""
    with django_db_blocker.unblock():
        yield _lodgings
        wall().set_schema_to_public()
        connection.close()


@pytest.fixture
def denied(db: None) -> Callable[[str], bool]:
    """`denied(sql)`: whether PostgreSQL itself refuses, for want of a right."""

    def ask(sql: str) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except ProgrammingError as refusal:
            return "permission denied" in str(refusal) or "row-level security" in str(refusal)
        return False

    return ask
