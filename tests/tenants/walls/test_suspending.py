"""A suspended house is shut by PostgreSQL itself, for connections that were open before and whatever happens to it."""

import os

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import ProgrammingError
from django.test import Client

from tenants.organisations.models import Status
from tenants.organisations.selectors import host_cache_key
from tenants.provisioning import services
from tenants.walls.context import house_context, public_context, wall
from tests.tenants.lodgings import as_ground
from tests.tenants.walls.catalogue import ask

QUESTION = "SELECT count(*) FROM core_account"


@pytest.fixture
def shut(committing):
    """A suspended house, as somebody remembers it from before."""
    house = committing[0]
    remembered = type(house).objects.get(pk=house.pk)
    with as_ground():
        services.suspend_house(schema_name=house.slug)
    yield remembered
    with as_ground():
        services.resume_house(schema_name=house.slug)


def test_one_who_remembers_it_as_open_is_refused_by_the_database(shut):
    assert shut.status == Status.ACTIVE
    with house_context(shut), pytest.raises(ProgrammingError, match="permission denied to set role"):
        ask(QUESTION)


def test_a_connection_that_is_already_inside_fails_at_its_next_switch(committing):
    house, other, *_ = committing
    with house_context(house):
        ask(QUESTION)
        _suspend_by_another_connection(house.slug)
        try:
            with house_context(other):
                assert ask(QUESTION) == [(0,)]
            with pytest.raises(ProgrammingError):
                ask(QUESTION)
        finally:
            with as_ground():
                services.resume_house(schema_name=house.slug)


def _suspend_by_another_connection(slug: str) -> None:
    name = wall().settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=name, autocommit=True) as owner:
        owner.execute(f'REVOKE "{name}_{slug}" FROM ogniwo_app')


def test_a_web_process_that_remembers_it_as_open_gets_no_session_from_it(shut):
    with public_context():
        cache.set(host_cache_key(f"{shut.slug}.localhost"), shut)
    client = Client(raise_request_exception=False, HTTP_HOST=f"{shut.slug}.localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get("/konto/").status_code >= 400


def test_upgrading_does_not_open_it(shut):
    with as_ground():
        type(shut).objects.filter(pk=shut.pk).update(migrations_hash="old")
        assert services.upgrade_houses().upgraded == (shut.slug,)
    with house_context(shut), pytest.raises(ProgrammingError):
        ask(QUESTION)
