"""Building the walls: roles, grants and policies, from `tenants.walls.grants`. Only the owner can do any of this."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection

from tenants.organisations.models import Organisation
from tenants.walls import grants
from tenants.walls.context import wall
from tenants.walls.rules import role_name


def quoted(name: str) -> str:
    """A PostgreSQL identifier, quoted."""
    return connection.ops.quote_name(name)


def role(name: str) -> str:
    """The quoted, cluster-wide name of a role of this database; `app` is the login role of web and workers."""
    return quoted(settings.OGNIWO_APP_ROLE if name == grants.APP else role_name(wall().settings_dict["NAME"], name))


def run(*statements: str) -> None:
    """Send statements in one round trip, without parameters."""
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))


def _roles_that_exist(names: Iterable[str]) -> set[str]:
    full = {role_name(wall().settings_dict["NAME"], name): name for name in names}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(full)])
        return {full[name] for (name,) in cursor.fetchall()}


def create_group_roles() -> None:
    """The group of houses and the service roles. Safe to repeat."""
    missing = [name for name in grants.GROUP_ROLES if name not in _roles_that_exist(grants.GROUP_ROLES)]
    for name in missing:
        run(f"CREATE ROLE {role(name)} NOLOGIN NOINHERIT")
    for name in grants.GROUP_ROLES:
        if name != grants.HOUSE:
            run(_may_wear(name, OWNER), _may_wear(name, role(grants.APP)))


OWNER = "CURRENT_USER"
"""Whoever builds the walls."""


def _may_wear(name: str, who: str) -> str:
    """To put the role on is the only way to its rights; nobody has them without doing so."""
    return f"GRANT {role(name)} TO {who} WITH INHERIT FALSE, SET TRUE"


def _grant(table: str, privileges: str, to: str) -> str:
    return f"GRANT {privileges} ON {table} TO {to}"


def apply_shared_grants() -> None:
    """Rights and row level security of the shared schema, anew from the file. Safe to repeat."""
    create_group_roles()
    database = quoted(wall().settings_dict["NAME"])
    everyone = ", ".join(role(name) for name in (grants.APP, *grants.GROUP_ROLES))
    run(
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {role(grants.APP)}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {everyone}",
        *grants.FUNCTIONS_SQL,
        *(f"REVOKE ALL ON FUNCTION public.{name} FROM PUBLIC" for name in grants.HOUSE_FUNCTIONS),
        *(f"GRANT EXECUTE ON FUNCTION public.{name} TO {role(grants.HOUSE)}" for name in grants.HOUSE_FUNCTIONS),
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everyone}",
        *(
            _grant(f"public.{quoted(table)}", what, role(name))
            for table, rights in grants.SHARED.items()
            for name, what in rights.items()
        ),
    )
    for table, policies in grants.POLICIES.items():
        _apply_policies(table, policies)


def _apply_policies(name: str, policies: Iterable[grants.Policy]) -> None:
    table, forced = f"public.{quoted(name)}", "NO FORCE" if name in grants.UNFORCED else "FORCE"
    run(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, {forced} ROW LEVEL SECURITY",
        *(f"DROP POLICY {quoted(old)} ON {table}" for old in _policies_on(name)),
        *(f"CREATE POLICY {quoted(new.name)} ON {table} {_wording(new)}" for new in policies),
    )


def _wording(policy: grants.Policy) -> str:
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    return f"FOR {policy.command} TO {role(policy.role)}{using}{check}"


def _policies_on(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table])
        return [name for (name,) in cursor.fetchall()]


def create_house_role(house: Organisation) -> None:
    """The role of a house, member of the group of houses. Safe to repeat: a suspended house stays shut."""
    if not _roles_that_exist([house.schema_name]):
        run(f"CREATE ROLE {role(house.schema_name)} NOLOGIN INHERIT")
    run(
        f"GRANT {role(grants.HOUSE)} TO {role(house.schema_name)} WITH INHERIT TRUE, SET FALSE",
        _may_wear(house.schema_name, OWNER),
    )
    if house.is_open:
        open_again(house)


def apply_house_grants(house: Organisation) -> None:
    """Rights in a house's schema, anew from the file: read and call everything, write what is named. Safe to repeat."""
    schema, who = quoted(house.schema_name), role(house.schema_name)
    present = tables_of(house.schema_name)
    run(
        f"GRANT USAGE ON SCHEMA {schema} TO {who}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {who}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {who}",
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {who}",
        *(f"REVOKE ALL ON {schema}.{quoted(table)} FROM {who}" for table in sorted(grants.HOUSE_HIDDEN)),
        *(
            _grant(f"{schema}.{quoted(table)}", writes, who)
            for table, writes in grants.HOUSE_WRITES.items()
            if table in present
        ),
    )


def tables_of(schema: str) -> set[str]:
    """Names of the tables in a schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {name for (name,) in cursor.fetchall()}


def schema_exists(name: str) -> bool:
    """Whether the database has a schema of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [name])
        return cursor.fetchone() is not None


def shut(house: Organisation) -> None:
    """Take the house's role away from web and workers: even open connections fail at their next switch."""
    run(f"REVOKE {role(house.schema_name)} FROM {role(grants.APP)}")


def open_again(house: Organisation) -> None:
    """Give it to them, at its founding and after a suspension."""
    run(_may_wear(house.schema_name, role(grants.APP)))


def drop_house(house: Organisation) -> None:
    """Remove a house's schema and role with everything in it. For tests and for the end of a contract."""
    who = role(house.schema_name)
    run(f"DROP SCHEMA IF EXISTS {quoted(house.schema_name)} CASCADE")
    if _roles_that_exist([house.schema_name]):
        run(f"GRANT {who} TO CURRENT_USER WITH INHERIT TRUE", f"DROP OWNED BY {who}", f"DROP ROLE {who}")
