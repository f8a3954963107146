"""A house that is closed for the length of a block. Only the owner can close one, so this goes past the application."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tenants.organisations.models import Organisation
from tenants.walls.context import wall


@contextmanager
def suspended(house: Organisation) -> Iterator[None]:
    """Within the block the house is suspended, for every connection."""
    name = wall().settings_dict["NAME"]
    change = "UPDATE tenants_organisation SET status = %s WHERE id = %s"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=name, autocommit=True) as owner:
        owner.execute(change, ["suspended", house.pk])
        try:
            yield
        finally:
            owner.execute(change, ["active", house.pk])
