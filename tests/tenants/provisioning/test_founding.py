"""Founding, upgrading and suspending a house, on a real database as the owner."""

import pytest
from django.db import OperationalError, ProgrammingError, connection

from core.accounts.models import Account, Invitation
from core.audit.models import AuditEntry
from tenants.errors import NoHouse, RuleBroken
from tenants.organisations.models import Domain, Organisation
from tenants.organisations.selectors import house_at
from tenants.provisioning.selectors import houses_to_upgrade, migrations_hash
from tenants.provisioning.services import houses as services
from tenants.provisioning.templates import migrate_schema
from tenants.walls.context import house_context
from tenants.walls.services import run, schema_exists
from tests.tenants.provisioning.structure import structure_of

pytestmark = pytest.mark.usefixtures("ground")
PORAJ = {
    "kind": "centre",
    "name": "Centrum Integracji Społecznej w Poraju",
    "host": "poraj.localhost",
    "manager_email": "kierownik@poraj.example",
}


def traces_of(slug: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = current_database() || '_' || %s", [slug])
        roles = cursor.fetchall()
    return [
        *roles,
        *Organisation.objects.filter(schema_name=slug),
        *Domain.objects.filter(domain__startswith=slug),
        *([slug] if schema_exists(slug) else []),
    ]


def test_a_founded_house_is_open_and_its_manager_is_invited():
    services.found_house(**PORAJ)
    assert house_at("poraj.localhost").name == PORAJ["name"]
    with house_context("poraj"):
        manager = Account.objects.get()
        assert (manager.email, manager.roles) == ("kierownik@poraj.example", ["manager"])
        assert Invitation.objects.filter(account=manager, used_at=None).count() == 1
        assert AuditEntry.objects.count() >= 1


def test_founding_the_same_house_again_changes_nothing():
    first = services.found_house(**PORAJ)
    assert services.found_house(**PORAJ) == first
    assert Organisation.objects.filter(kind="centre").count() == 1


@pytest.mark.parametrize("change", [{"name": "Someone else"}, {"kind": "owes"}, {"host": "poraj.example.pl"}])
def test_a_taken_host_is_refused_and_nothing_is_left_behind(change):
    services.found_house(**PORAJ)
    before = traces_of("poraj")
    with pytest.raises(RuleBroken) as refusal:
        services.found_house(**{**PORAJ, **change})
    assert refusal.value.field == "host"
    assert traces_of("poraj") == before


def test_a_schema_that_somebody_else_made_is_not_taken_over():
    run("CREATE SCHEMA poraj")
    try:
        with pytest.raises(RuleBroken):
            services.found_house(**PORAJ)
        assert not Organisation.objects.filter(schema_name="poraj").exists()
    finally:
        run("DROP SCHEMA poraj")


def test_a_name_with_quotes_is_only_a_name():
    services.found_house(**{**PORAJ, "name": """O'Hara "Most"; DROP SCHEMA public; -- %s"""})
    assert house_at("poraj.localhost").name.startswith("O'Hara")


@pytest.mark.parametrize("step", ["create_house_role", "apply_house_grants", "run"])
def test_a_founding_that_dies_at_any_step_leaves_nothing(monkeypatch, step):
    def die(*_: object) -> None:
        raise OperationalError("the connection was lost")

    with monkeypatch.context() as patch:
        patch.setattr(services.walls, step, die)
        with pytest.raises(OperationalError):
            services.found_house(**PORAJ)
    assert traces_of("poraj") == []
    services.found_house(**PORAJ)
    assert len(traces_of("poraj")) == 4


def test_a_replayed_house_equals_a_migrated_one():
    services.found_house(**PORAJ)
    run("CREATE SCHEMA plain")
    try:
        migrate_schema("plain", kind="centre")
        assert structure_of("poraj") == structure_of("plain")
    finally:
        run("DROP SCHEMA plain CASCADE")


def test_a_house_at_this_release_needs_no_upgrade_and_asking_takes_one_query(django_assert_num_queries):
    services.found_house(**PORAJ)
    with django_assert_num_queries(1):
        assert list(houses_to_upgrade()) == []


def test_one_failing_house_does_not_stop_the_others(monkeypatch):
    for slug in ("poraj", "klobuck", "feniks"):
        services.found_house(**{**PORAJ, "host": f"{slug}.localhost"})
    Organisation.objects.filter(kind="centre").update(migrations_hash="old")
    migrate = services.migrate_schema

    def migrate_unless_klobuck(schema: str, *, kind: str) -> None:
        if schema == "klobuck":
            raise ProgrammingError("bad data in this house")
        migrate(schema, kind=kind)

    monkeypatch.setattr(services, "migrate_schema", migrate_unless_klobuck)
    first = services.upgrade_houses()
    assert set(first.upgraded) == {"poraj", "feniks"}
    assert "bad data" in Organisation.objects.get(schema_name="klobuck").upgrade_error

    monkeypatch.setattr(services, "migrate_schema", migrate)
    second = services.upgrade_houses()
    assert second.upgraded == ("klobuck",)
    klobuck = Organisation.objects.get(schema_name="klobuck")
    assert (klobuck.migrations_hash, klobuck.upgrade_error) == (migrations_hash("centre"), "")


def test_a_suspended_house_is_shut_by_the_database_itself(monkeypatch):
    services.found_house(**PORAJ)
    services.suspend_house(schema_name="poraj")
    with pytest.raises(NoHouse), house_context("poraj"):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role('ogniwo_app', current_database() || '_poraj', 'SET')")
        assert cursor.fetchone() == (False,)
    services.resume_house(schema_name="poraj")
    with house_context("poraj"):
        assert Account.objects.count() == 1


def test_suspending_a_house_that_does_not_exist_is_refused():
    with pytest.raises(RuleBroken):
        services.suspend_house(schema_name="nigdzie")
    with pytest.raises(RuleBroken):
        services.suspend_house(schema_name="public")
