"""Houses for tests that must commit: founded by replay beside the others, dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.conf import settings
from django.db import connection

from tenants.organisations.models import Organisation
from tenants.provisioning.services import found_house
from tenants.walls.context import wall
from tenants.walls.services import drop_house
from tests.conftest import log_in_to_database


@contextmanager
def as_ground() -> Iterator[None]:
    """Within the block this thread works on the same database with the owner's login. Not inside a transaction."""
    before = dict(wall().settings_dict)
    log_in_to_database(os.environ["DATABASE_OWNER_URL"], str(before["NAME"]))
    try:
        yield
    finally:
        connection.close()
        wall().settings_dict.update(before)


@contextmanager
def lodgings(*slugs: str) -> Iterator[list[Organisation]]:
    """Within the block there are these centres too, without any account."""
    with as_ground(), patch.object(settings, "FOUNDING_STEPS", settings.FOUNDING_STEPS[:1]):
        for slug in slugs:
            mail = f"kierownik@{slug}.example"
            found_house(kind="centre", name=slug.title(), host=f"{slug}.localhost", manager_email=mail)
        houses = list(Organisation.objects.filter(schema_name__in=slugs).order_by("schema_name"))
    try:
        yield houses
    finally:
        with as_ground():
            for house in houses:
                raze(house)


def raze(house: Organisation) -> None:
    """Remove every trace of a house. As the owner."""
    drop_house(house)
    Organisation.objects.filter(pk=house.pk).delete()
