"""Who reads what of the border's tables, past the application, straight in PostgreSQL (O1)."""

import os
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.utils.timezone import now

from tenants.errors import RuleBroken
from tenants.figures.models import Publication, PublishedCell, Receipt, Release
from tenants.figures.selectors import own_releases
from tenants.figures.services import PUBLISH, freeze, publish, publish_now, set_protection
from tenants.jobs.models import Job
from tenants.organisations.models import Network
from tenants.walls.context import house_context, service_role, wall
from tenants.walls.services import tables_of
from tests.tenants.figures.conftest import Region
from tests.tenants.figures.test_publishing import EARLY, release, release_all
from tests.tenants.walls.catalogue import ask

pytestmark = pytest.mark.django_db
PUBLISHED = (Receipt, Publication, PublishedCell)


@pytest.fixture
def published(region: Region) -> Region:
    release_all(region)
    publish_now(region.network, today=EARLY)
    return region


def test_with_psql_and_the_role_of_an_owes_no_release_and_no_centre_is_readable(region):
    name = str(wall().settings_dict["NAME"])
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True) as thief:
        thief.execute(f'SET ROLE "{name}_{region.owes.schema_name}"')
        assert thief.execute("SELECT count(*) FROM public.tenants_release").fetchone() == (0,)
        for centre in region.centres:
            for table in sorted(tables_of(centre.schema_name)):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    thief.execute(f'SELECT 1 FROM {centre.schema_name}."{table}"')
        for role in ("statistician", "publisher", region.centres[0].schema_name):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                thief.execute(f'GRANT "{name}_{role}" TO "{name}_{region.owes.schema_name}"')


def test_an_owes_reads_no_release_also_when_there_are_some(published):
    with house_context(published.owes):
        assert ask("SELECT count(*) FROM public.tenants_release") == [(0,)]
        assert ask("SELECT count(*) > 0 FROM public.tenants_publishedcell") == [(True,)]


def test_a_house_of_another_network_reads_no_receipt_publication_or_cell(published, poraj, jowes):
    for stranger in (poraj, jowes, published.leaver):
        with house_context(stranger):
            assert [model.objects.count() for model in PUBLISHED] == [0, 0, 0]
            assert not Network.objects.filter(pk=published.network.pk).exists()


def test_a_centre_reads_what_members_may_read_its_own_releases_and_its_own_receipts(published):
    with house_context(published.centres[0]):
        assert set(PublishedCell.objects.values_list("audience", flat=True).distinct().order_by("audience")) == {
            "members"
        }
        assert own_releases().count() == Release.objects.count() == 1
        assert Receipt.objects.get().house == published.centres[0]


def test_the_publisher_reads_no_release_and_the_statistician_writes_nothing(published):
    with service_role("publisher"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Release.objects.count()
    for model in (Release, *PUBLISHED):
        with service_role("statistician"), pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(network=published.network)


@pytest.mark.parametrize("column", ["value", "state", "house_id"])
def test_not_even_the_publisher_changes_a_cell_that_was_published(published, column):
    change = f"UPDATE public.tenants_publishedcell SET {column} = NULL"
    with service_role("publisher"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask(f"{change} RETURNING id")


@pytest.mark.parametrize("model", PUBLISHED)
def test_no_house_writes_what_is_published(published, model):
    for house in (published.owes, published.centres[0]):
        with house_context(house), pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(network=published.network)
        with house_context(house), pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def test_the_job_works_in_the_house_of_the_centre_that_released_and_returns_there(region):
    release(region.centres[0])
    with house_context(region.centres[0]):
        publish(network_id=str(region.network.pk))
        assert own_releases().count() == 1
        assert Receipt.objects.get().state == "published"


def test_a_job_that_finds_another_at_work_keeps_no_worker_waiting_and_looks_in_again(region):
    release(region.centres[0])
    name, key = str(wall().settings_dict["NAME"]), f"roll-up {region.network.pk}"
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext(%s))", [key])
        with house_context(region.centres[0]):
            publish(network_id=str(region.network.pk))
            assert not Receipt.objects.exists()
            assert Job.objects.filter(kind=PUBLISH, key__startswith="figures/again/").get().run_after > now()
    with house_context(region.centres[0]):
        publish(network_id=str(region.network.pk))
        assert Receipt.objects.exists()


def test_the_daily_job_freezes_what_is_due_in_the_networks_of_its_owes_alone(region, jowes):
    for house in region.centres[:3]:
        release(house, month=date(2026, 9, 1))
    for house, months in ((jowes, 0), (region.centres[0], 0), (region.owes, 1)):
        with house_context(house):
            freeze()
        with house_context(region.owes):
            frozen = Publication.objects.filter(frozen_month=date(2026, 9, 1)).count()
        assert frozen == months


# --- Settings -----------------------------------------------------------------------------------------------------

STRICT = {"smallest_count": 10, "rounding": 5, "freeze_day": 15}


def test_the_stricter_setting_counts_for_what_is_published_later(region):
    release(region.centres[0])
    publish_now(region.network, today=EARLY)
    with house_context(region.owes):
        set_protection(network_id=region.network.pk, **STRICT)
    release(region.centres[1])
    publish_now(region.network, today=EARLY)
    with house_context(region.owes):
        people = PublishedCell.objects.filter(indicator="people").order_by("house__name")
        assert [each.value for each in people] == [19, 20]
        assert [each.smallest_count for each in Publication.objects.order_by("number")] == [5, 10]


@pytest.mark.parametrize(
    ("field", "value"),
    [("smallest_count", 2), ("rounding", 3), ("rounding", 10), ("freeze_day", 0), ("freeze_day", 29)],
)
def test_settings_below_the_floor_are_refused_at_their_field(region, field, value):
    values: dict[str, Any] = {"smallest_count": 5, "rounding": 0, "freeze_day": 20, field: value}
    with house_context(region.owes), pytest.raises(RuleBroken) as refusal:
        set_protection(network_id=region.network.pk, **values)
    assert refusal.value.field == field


def test_nobody_but_the_network_s_own_owes_changes_its_settings(region, jowes):
    for stranger in (jowes, region.centres[0]):
        with house_context(stranger), pytest.raises(RuleBroken):
            set_protection(network_id=region.network.pk, **STRICT)
