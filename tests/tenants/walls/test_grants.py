"""The grants file and PostgreSQL's catalogue say the same: a right more or a right less fails here."""

import pytest
from django.apps import apps

from tenants.organisations.selectors import active_houses
from tenants.walls import grants
from tenants.walls.rules import template_schema
from tenants.walls.services import tables_of
from tests.tenants.walls.catalogue import EVERYBODY, ask, plain, policies_in_public, rights_in, rights_written, short

pytestmark = pytest.mark.django_db
HOUSES = ("poraj", "klobuck", "jowes")


def test_in_the_shared_schema_everybody_has_exactly_the_rights_of_the_file():
    written = {
        right
        for table, roles in grants.SHARED.items()
        for role, privileges in roles.items()
        for right in rights_written(role, table, privileges)
    }
    assert rights_in("public") == written


def test_every_table_of_the_shared_schema_stands_in_the_file():
    assert tables_of("public") == set(grants.SHARED)


@pytest.mark.parametrize("house", HOUSES)
def test_a_house_reads_its_tables_and_writes_what_the_file_names(house):
    tables = tables_of(house)
    written = {(house, table, "SELECT") for table in tables - grants.HOUSE_HIDDEN}
    for table in tables & set(grants.HOUSE_WRITES):
        written |= rights_written(house, table, grants.HOUSE_WRITES[table])
    assert rights_in(house) == written


def test_nobody_but_the_owner_has_rights_in_a_template():
    assert [rights_in(template_schema(kind)) for kind in ("centre", "owes")] == [set(), set()]


def test_the_file_names_no_table_that_a_house_does_not_have():
    known = tables_of(template_schema("centre")) | tables_of(template_schema("owes"))
    assert set(grants.HOUSE_WRITES) | grants.HOUSE_HIDDEN <= known


def test_the_history_can_be_added_to_and_never_changed():
    assert grants.HOUSE_WRITES["core_auditentry"] == "INSERT"


def test_the_policies_of_the_shared_schema_are_those_of_the_file():
    written = {
        table: {
            (each.name, "PERMISSIVE", (each.role,), each.command, plain(each.using), plain(each.check))
            for each in policies
        }
        for table, policies in grants.POLICIES.items()
    }
    assert policies_in_public() == written


def test_rows_of_one_house_are_guarded_against_the_owner_too():
    guarded = ask("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1")
    assert {table for (table,) in guarded} == set(grants.POLICIES) - grants.UNFORCED


def test_a_shared_table_that_points_at_a_house_is_guarded_by_policies():
    """The address book apart: who lives where is known to everybody."""
    models = [each for app in ("tenants", "networking") for each in apps.get_app_config(app).get_models()]
    of_a_house = {
        model._meta.db_table
        for model in models
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.db_table == "tenants_organisation"
    }
    assert of_a_house - {"tenants_domain"} <= set(grants.POLICIES)


def houses() -> set[str]:
    """All that there are: other tests of this run may have founded more."""
    return set(active_houses().values_list("schema_name", flat=True))


def roles() -> dict[str, dict[str, object]]:
    names = ("rolcanlogin", "rolinherit", "rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")
    database = "rolname LIKE replace(current_database(), '_', '\\_') || '\\_%%' OR rolname LIKE 'ogniwo\\_app'"
    rows = ask(f"SELECT rolname, {', '.join(names)} FROM pg_roles WHERE {database}".replace("%%", "%"))
    return {short(role): dict(zip(names, values, strict=True)) for role, *values in rows}


def test_the_login_of_web_and_workers_has_no_power_of_its_own():
    assert [name for name, value in roles()["app"].items() if value] == ["rolcanlogin"]


def test_the_roles_of_houses_and_services_cannot_log_in_and_have_no_powers():
    found = roles()
    assert set(found) == {"app", *grants.GROUP_ROLES, *houses()}
    for role in grants.GROUP_ROLES:
        assert not any(found[role].values()), role
    for house in houses():
        assert [name for name, value in found[house].items() if value] == ["rolinherit"], house


def test_the_login_of_web_and_workers_owns_nothing():
    owned = ask(
        """SELECT 'class', relname FROM pg_class WHERE relowner = 'ogniwo_app'::regrole
           UNION ALL SELECT 'schema', nspname FROM pg_namespace WHERE nspowner = 'ogniwo_app'::regrole
           UNION ALL SELECT 'function', proname FROM pg_proc WHERE proowner = 'ogniwo_app'::regrole
           UNION ALL SELECT 'database', datname FROM pg_database WHERE datdba = 'ogniwo_app'::regrole"""
    )
    assert owned == []


def test_who_may_put_on_which_role():
    found = ask(
        """SELECT member.rolname, worn.rolname, inherit_option, set_option, admin_option FROM pg_auth_members
           JOIN pg_roles member ON member.oid = member JOIN pg_roles worn ON worn.oid = roleid
           WHERE starts_with(worn.rolname, current_database()) AND member.rolname <> 'ogniwo_owner'"""
    )
    worn = {("app", role, False, True, False) for role in {*houses(), *grants.GROUP_ROLES} - {grants.HOUSE}}
    of_the_group = {(house, grants.HOUSE, True, False, False) for house in houses()}
    assert {(short(member), short(role), *options) for member, role, *options in found} == worn | of_the_group


def test_nothing_is_granted_to_everybody():
    assert {role for schema in ("public", *HOUSES) for role, _, _ in rights_in(schema)}.isdisjoint({EVERYBODY})
    open_schemas = ask(
        """SELECT nspname FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) rights
           WHERE rights.grantee = 0 AND nspname NOT IN ('pg_catalog', 'information_schema')"""
    )
    open_databases = ask(
        """SELECT datname FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) rights
           WHERE rights.grantee = 0 AND datname = current_database()"""
    )
    open_functions = ask(
        """SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) rights
           WHERE rights.grantee = 0 AND prorettype <> 'trigger'::regtype
           AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
           AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"""  # pure, read no table
    )
    assert [open_schemas, open_databases, open_functions] == [[], [], []]


def test_nothing_is_granted_in_advance():
    assert ask("SELECT defaclacl FROM pg_default_acl") == []


def test_only_the_functions_that_tell_a_house_its_networks_run_with_the_owners_rights():
    found = ask("SELECT proname FROM pg_proc WHERE prosecdef ORDER BY 1")
    assert found == [("ogniwo_coordinated_networks",), ("ogniwo_networks",)]


def test_only_login_roles_may_use_set_config_which_could_change_roles_inside_a_select():
    holders = ask(
        """SELECT coalesce(grantee.rolname, 'everybody')
           FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) rights
           LEFT JOIN pg_roles grantee ON grantee.oid = rights.grantee WHERE proname = 'set_config' ORDER BY 1"""
    )
    assert {holder for (holder,) in holders} - {"postgres"} == {"ogniwo_app", "ogniwo_owner"}


def test_no_foreign_key_leads_out_of_its_schema():
    """A dump of one house is complete, and nothing of it hangs on another's rows."""
    crossing = ask(
        """SELECT conname FROM pg_constraint JOIN pg_class holder ON holder.oid = conrelid
           JOIN pg_class target ON target.oid = confrelid
           WHERE contype = 'f' AND holder.relnamespace <> target.relnamespace"""
    )
    assert crossing == []
