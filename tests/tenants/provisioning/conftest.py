"""Founding needs the owner's login and commits, so these tests work on a database of their own."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tenants.walls.context import wall
from tests.conftest import _drop_roles, as_superuser_of_databases, log_in_to_database


@pytest.fixture(scope="session")
def _ground_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    from tenants.provisioning.services import prepare

    name = f"g{os.getpid()}"
    before = dict(wall().settings_dict)
    with django_db_blocker.unblock():
        as_superuser_of_databases(f'CREATE DATABASE "{name}"')
        log_in_to_database(os.environ["DATABASE_OWNER_URL"], name)
        prepare()
        connection.close()
        wall().settings_dict.update(before)
    yield name
    as_superuser_of_databases(f'DROP DATABASE "{name}" WITH (FORCE)')
    _drop_roles(name)


@pytest.fixture
def ground(_ground_database: str, django_db_blocker: Any) -> Iterator[None]:
    """Work as the ground process does: the owner's login, no transaction around."""
    before = dict(wall().settings_dict)
    with django_db_blocker.unblock():
        log_in_to_database(os.environ["DATABASE_OWNER_URL"], _ground_database)
        yield
        _forget_houses()
        connection.close()
        wall().settings_dict.update(before)


def _forget_houses() -> None:
    from tenants.organisations.models import Organisation
    from tenants.walls.context import public_context, service_role
    from tenants.walls.services import drop_house

    with service_role("dispatcher"):
        from tenants.jobs.models import Job

        Job.objects.all().delete()
    with public_context():
        for house in Organisation.objects.exclude(kind="public"):
            house.domains.all().delete()
            drop_house(house)
            Organisation.objects.filter(pk=house.pk).delete()
