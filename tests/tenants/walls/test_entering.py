"""Into a house and out again: exactly there, or nowhere."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from core.submissions.models import Submission
from tenants.errors import NoHouse
from tenants.organisations.models import Organisation
from tenants.walls.context import current_house, current_schema, house_context, public_context, service_role, wall
from tests.tenants.walls.catalogue import ask

NOT_A_HOUSE = [
    "nigdy",
    "public",
    "",
    " ",
    "Poraj",
    "PORAJ",
    "poraj ",
    "poraj; SET ROLE NONE",
    'poraj", "klobuck',
    "poraj,klobuck",
    "pg_catalog",
    "ogniwo_template_centre",
    "dispatcher",
    "pоraj",  # with a Cyrillic o
]


def whereabouts() -> tuple[str, str]:
    return ask("SELECT current_setting('search_path'), current_user::text")[0]


class Mishap(Exception):
    """Something goes wrong in a house."""


def fail_in(slug: str) -> None:
    assert whereabouts()[0] == f"{slug}, public"
    raise Mishap


def refuses(*questions: str) -> bool:
    for sql in questions:
        with pytest.raises((DatabaseError, ValidationError)):
            ask(sql)
    return True


class Impostor:
    """What an attacker who controls a schema name would hand to the connection."""

    pk = None

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name


def test_in_a_house_there_are_its_schema_its_role_and_then_the_shared_schema(poraj, klobuck):
    database = wall().settings_dict["NAME"]
    for house in (poraj, klobuck):
        with house_context(house):
            assert whereabouts() == (f"{house.slug}, public", f"{database}_{house.slug}")
    assert whereabouts() == ("public", "ogniwo_app")


def test_in_the_shared_schema_a_service_role_is_worn_for_the_block_alone(poraj):
    database = wall().settings_dict["NAME"]
    with house_context(poraj):
        with service_role("dispatcher"):
            assert whereabouts() == ("public", f"{database}_dispatcher")
            with public_context():
                assert whereabouts() == ("public", "ogniwo_app")
            assert whereabouts() == ("public", f"{database}_dispatcher")
        assert whereabouts() == ("poraj, public", f"{database}_poraj")


@pytest.mark.parametrize("name", NOT_A_HOUSE)
def test_what_is_not_the_name_of_an_open_house_cannot_be_entered(db, name):
    with pytest.raises(NoHouse), house_context(name):
        pytest.fail("went in")
    assert whereabouts() == ("public", "ogniwo_app")


@pytest.mark.parametrize("name", [name for name in NOT_A_HOUSE if name not in {"public", "dispatcher"}])
def test_a_schema_that_is_no_house_fails_at_the_first_statement_and_at_every_later_one(committing, name):
    """Also past `house_context`, where only the database is left to refuse."""
    wall().set_tenant(Impostor(name))
    for _ in range(3):
        assert refuses("SELECT 1", "SELECT * FROM tenants_organisation", "SELECT * FROM core_account")
    wall().set_schema_to_public()
    assert whereabouts() == ("public", "ogniwo_app")


def test_a_house_whose_role_is_gone_answers_nothing(committing):
    with house_context(Organisation(schema_name="spalony", kind="centre", name="Spalony")):
        for _ in range(3):
            assert refuses("SELECT 1", "SELECT * FROM tenants_organisation")
    assert whereabouts() == ("public", "ogniwo_app")


def test_the_public_site_is_not_a_house(poraj):
    site = Organisation.objects.get(kind="public")
    with pytest.raises(NoHouse), house_context(site):
        pytest.fail("went in")


def test_the_place_is_restored_after_an_exception(poraj, klobuck):
    with house_context(poraj):
        with pytest.raises(Mishap), house_context(klobuck):
            fail_in("klobuck")
        assert (whereabouts()[0], current_house()) == ("poraj, public", poraj)
    with pytest.raises(NoHouse):
        current_house()


def test_the_place_survives_the_rollback_of_a_savepoint_in_another_house(poraj, klobuck):
    with house_context(poraj):
        with pytest.raises(Mishap), transaction.atomic(), house_context(klobuck):
            fail_in("klobuck")
        assert whereabouts()[0] == "poraj, public"


def test_the_place_survives_a_rollback_to_before_the_house_was_entered(poraj):
    mark = transaction.savepoint()
    with house_context(poraj):
        assert whereabouts()[0] == "poraj, public"
        transaction.savepoint_rollback(mark)
        assert whereabouts()[0] == "poraj, public"


def test_the_place_survives_a_failed_statement(poraj, klobuck):
    with house_context(poraj):
        with pytest.raises(DatabaseError), transaction.atomic(), house_context(klobuck):
            ask("SELECT * FROM no_such_table")
        assert whereabouts()[0] == "poraj, public"


def test_a_cursor_follows_its_connection_into_and_out_of_a_house(poraj, klobuck):
    where = "SELECT current_setting('search_path')"
    with house_context(poraj), connection.cursor() as cursor:
        with house_context(klobuck):
            cursor.execute(where)
            assert cursor.fetchone() == ("klobuck, public",)
            whereabouts()
        cursor.execute(where)
        assert cursor.fetchone() == ("poraj, public",)
        with house_context(klobuck):
            whereabouts()
        cursor.executemany("INSERT INTO core_submission (id, fingerprint, location) VALUES (uuidv7(), %s, '')", [["x"]])
        assert Submission.objects.count() == 1


def test_what_is_put_off_until_the_commit_runs_where_it_was_asked_for(
    poraj, klobuck, django_capture_on_commit_callbacks
):
    seen: list[str] = []
    with django_capture_on_commit_callbacks(execute=True):
        with house_context(poraj):
            transaction.on_commit(lambda: seen.append(whereabouts()[0]))
            with house_context(klobuck):
                transaction.on_commit(partial(lambda: seen.append(whereabouts()[0])))
        with service_role("dispatcher"):
            transaction.on_commit(lambda: seen.append(whereabouts()[1].partition("_")[2][-10:]))
    assert seen == ["poraj, public", "klobuck, public", "dispatcher"]
    assert current_schema() == "public"


def test_rows_of_a_suspended_house_cannot_be_reached_by_its_name(poraj):
    from tests.suspending import suspended

    with suspended(poraj), pytest.raises(NoHouse), house_context("poraj"):
        pytest.fail("went in")
