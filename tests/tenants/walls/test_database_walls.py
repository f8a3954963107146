"""What PostgreSQL itself refuses, whatever the application does wrong."""

import os

import psycopg
import pytest
from django.db import ProgrammingError

from core.accounts.models import Account
from tenants.jobs.models import Job
from tenants.jobs.services import enqueue, enqueue_for_ground
from tenants.post.models import Post
from tenants.post.rules import Signature
from tenants.post.services import mark_delivered, send_post
from tenants.walls import grants
from tenants.walls.context import house_context, public_context, service_role, wall
from tenants.walls.rules import SERVICE_ROLES, template_schema
from tenants.walls.services import tables_of
from tests.clients import CANARY
from tests.tenants.lodgings import as_ground
from tests.tenants.walls.catalogue import ask

HOUSES = ("poraj", "klobuck", "jowes")
TEMPLATES = (template_schema("centre"), template_schema("owes"))
SIGNED = Signature(account="01900000-0000-7000-8000-000000000000", name="Maria", function="kierownik")


# --- Between houses --------------------------------------------------------------------------------


@pytest.mark.parametrize("house", HOUSES)
def test_a_house_reaches_no_table_of_another(house, denied):
    with house_context(house):
        for other in {*HOUSES, *TEMPLATES} - {house}:
            found = tables_of(other)
            assert len(found) > 10
            for table in found:
                assert denied(f'SELECT 1 FROM {other}."{table}"')
                assert denied(f'DELETE FROM {other}."{table}"')
                assert denied(f'INSERT INTO {other}."{table}" DEFAULT VALUES')
                assert denied(f'TRUNCATE {other}."{table}"')


def test_the_login_without_a_house_reads_nothing_but_the_address_book(denied):
    for schema in (*HOUSES, *TEMPLATES):
        assert all(denied(f'SELECT 1 FROM {schema}."{table}"') for table in tables_of(schema))
    open_to_it = {table for table in tables_of("public") if not denied(f'SELECT 1 FROM public."{table}"')}
    assert open_to_it == {"tenants_organisation", "tenants_domain", "tenants_dispatcherheartbeat"}


@pytest.mark.parametrize("role", SERVICE_ROLES)
def test_a_service_role_reads_no_table_of_any_house(role, denied):
    with service_role(role):
        for schema in HOUSES:
            assert all(denied(f'SELECT 1 FROM {schema}."{table}"') for table in tables_of(schema))


def test_klobuck_reads_its_own_canary(klobuck):
    with house_context(klobuck):
        assert Account.objects.filter(name=CANARY).exists()


# --- Inside a house --------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["UPDATE {} SET action = 'x'", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_a_house_cannot_change_its_own_history(poraj, act):
    with house_context(poraj), pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        ask(act.format("core_auditentry"))


OWNERS_ACTS = [
    "CREATE TABLE x ()",
    "CREATE TABLE public.x ()",
    "CREATE TEMPORARY TABLE core_account ()",
    "CREATE SCHEMA x",
    "CREATE VIEW x AS SELECT 1",
    "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE x",
    "CREATE EXTENSION hstore",
    "ALTER TABLE core_account DISABLE TRIGGER ALL",
    "ALTER TABLE public.tenants_job DISABLE ROW LEVEL SECURITY",
    "DROP POLICY seen_by_house ON public.tenants_job",
    "ALTER ROLE ogniwo_app SUPERUSER",
    "SET SESSION AUTHORIZATION ogniwo_owner",
    "SET ROLE ogniwo_owner",
    "SELECT set_config('role', 'ogniwo_owner', false)",
    "SELECT pg_read_file('/etc/hostname')",
    "COPY core_account TO PROGRAM 'cat'",
    "COPY core_account TO '/tmp/x'",
    "SELECT passwd FROM pg_shadow",
    "SELECT * FROM django_migrations",
    "SELECT * FROM public.tenants_snapshot",
    "UPDATE public.tenants_organisation SET status = 'active'",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("act", OWNERS_ACTS)
@pytest.mark.parametrize("place", ["poraj", None])
def test_what_belongs_to_the_owner_is_refused_in_a_house_and_outside(poraj, act, place):
    with house_context(place) if place else public_context(), pytest.raises(ProgrammingError) as refusal:
        ask(act)
    assert str(refusal.value).startswith(("permission denied", "must be owner", "relation", 'schema "')) or (
        "permission" in str(refusal.value)
    )


def test_inside_a_house_no_expression_can_change_roles(poraj, denied):
    with house_context(poraj):
        assert denied(f"SELECT set_config('role', '{wall().settings_dict['NAME']}_klobuck', false)")


def test_a_second_statement_cannot_be_smuggled_in_behind_a_parameter(poraj):
    with house_context(poraj), pytest.raises(ProgrammingError, match="multiple commands"):
        ask("SELECT %s; RESET ROLE", "x")


# --- Shared rows of one house ----------------------------------------------------------------------


@pytest.fixture
def jobs(poraj, klobuck):
    """A job of each of the two centres and one of the ground process."""
    made = {"ground": enqueue_for_ground("upgrade_houses", parameters={})}
    for house in (poraj, klobuck):
        with house_context(house):
            made[house.slug] = enqueue("test", parameters={})
    return made


def test_a_house_sees_its_own_jobs_and_no_others(jobs, poraj, klobuck, jowes):
    for house, expected in ((poraj, [jobs["poraj"]]), (klobuck, [jobs["klobuck"]]), (jowes, [])):
        with house_context(house):
            assert list(Job.objects.all()) == expected


def test_a_house_changes_no_job_of_another(jobs, poraj):
    with house_context(poraj):
        assert Job.objects.filter(pk=jobs["klobuck"].pk).update(error="x") == 0
        with pytest.raises(ProgrammingError):
            Job.objects.filter(pk=jobs["poraj"].pk).update(house=jobs["klobuck"].house)


@pytest.mark.parametrize("change", [{"lane": "ground"}, {"house": "klobuck"}, {"house": "public"}])
def test_a_house_asks_for_no_work_in_anothers_name_nor_of_the_ground_process(poraj, change):
    houses = {house.schema_name: house for house in type(poraj).objects.all()}
    values = {"house": "poraj", "lane": "work", **change}
    with house_context(poraj), pytest.raises(ProgrammingError, match="row-level security"):
        Job.objects.create(kind="found_house", lane=values["lane"], house=houses[values["house"]])


@pytest.mark.parametrize("column", ["kind", "parameters", "key", "lane", "house_id", "woken_at"])
def test_a_house_cannot_turn_a_job_into_another(jobs, poraj, denied, column):
    with house_context(poraj):
        assert denied(f"UPDATE tenants_job SET {column} = {column}")


@pytest.fixture
def letter(poraj, klobuck):
    with house_context(poraj):
        return send_post(to_house=klobuck, kind="letter", subject="Do Kłobucka", by=SIGNED)


def test_a_letter_is_read_by_its_sender_and_its_addressee_alone(letter, poraj, klobuck, jowes):
    for house, expected in ((poraj, [letter]), (klobuck, [letter]), (jowes, [])):
        with house_context(house):
            assert list(Post.objects.all()) == expected


def test_a_letter_carries_the_name_of_the_house_that_sends_it(poraj, klobuck, jowes):
    forged = {"kind": "letter", "sent_by_account": SIGNED.account, "sent_by_name": "x", "sent_by_function": "x"}
    with house_context(jowes), pytest.raises(ProgrammingError, match="row-level security"):
        Post.objects.create(from_house=poraj, to_house=klobuck, subject="x", **forged)


def test_only_the_addressee_may_say_that_a_letter_was_delivered(letter, poraj, klobuck, jowes):
    for house, changed in ((poraj, 0), (jowes, 0), (klobuck, 1)):
        with house_context(house):
            assert Post.objects.filter(pk=letter.pk).update(delivered_at="2026-01-01T00:00Z") == changed


def test_a_letter_cannot_be_rewritten_by_anybody(letter, poraj, klobuck, denied):
    for house in (poraj, klobuck):
        with house_context(house):
            assert denied("UPDATE tenants_post SET subject = 'x'")
            assert denied("DELETE FROM tenants_post")


def test_delivery_is_noted_by_the_addressee(letter, klobuck):
    with house_context(klobuck):
        mark_delivered(letter.pk)
        assert Post.objects.get().delivered_at is not None


def test_even_the_owner_sees_no_row_of_a_house_in_the_shared_schema(committing):
    with house_context(committing[0]):
        enqueue("test", parameters={}, key="for the owner to see")
    with as_ground():
        guarded = set(grants.POLICIES) - grants.UNFORCED
        assert {ask(f"SELECT count(*) FROM {table}")[0][0] for table in guarded} == {0}
    with service_role("dispatcher"):
        assert Job.objects.filter(key="for the owner to see").delete()[0] == 1


# --- As psql would ---------------------------------------------------------------------------------


def test_with_the_applications_password_and_porajs_role_the_rest_is_permission_denied(poraj):
    """Somebody has stolen the login of the web: what a person at `psql` would see, house by house."""
    name = wall().settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True) as thief:
        thief.execute(f'SET ROLE "{name}_poraj"')
        for table in ("klobuck.core_account", "jowes.core_account", "tenants_snapshot", "django_migrations"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                thief.execute(f"SELECT * FROM {table}")
        for role in ("ogniwo_owner", f"{name}_house", "postgres", "pg_read_all_data"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                thief.execute(f'SET ROLE "{role}"')
        assert thief.execute("SELECT count(*) FROM tenants_job").fetchone() == (0,)


def test_the_tests_themselves_work_with_the_applications_login(db):
    assert ask("SELECT session_user::text, current_user::text") == [("ogniwo_app", "ogniwo_app")]
