"""Founding, upgrading and suspending houses. Runs in the ground process, as the owner."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenants.errors import RuleBroken
from tenants.organisations.models import Domain, Kind, Organisation, Status
from tenants.organisations.services import forget_hosts
from tenants.provisioning.models import Snapshot
from tenants.provisioning.rules import NewHouse, checked, retargeted
from tenants.provisioning.selectors import houses_to_upgrade, migrations_hash
from tenants.provisioning.templates import migrate_schema, refresh_snapshot
from tenants.walls import services as walls
from tenants.walls.context import house_context, public_context

logger = logging.getLogger(__name__)
FOUNDING_LOCK = 0x6F676E69
"""PostgreSQL advisory lock: one founding or upgrade at a time."""


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade did: schema names, and the error of each house that failed."""

    upgraded: tuple[str, ...]
    failed: dict[str, str]


def prepare() -> None:
    """Bring the shared schema, its grants, the public site and the templates to this release. Safe to repeat."""
    with public_context():
        migrate_schema("public", kind=Kind.PUBLIC)
        walls.apply_shared_grants()
        _ensure_public_site()
        for kind in (Kind.CENTRE, Kind.OWES):
            refresh_snapshot(kind)


def _ensure_public_site() -> None:
    site, _ = Organisation.objects.get_or_create(schema_name="public", defaults={"kind": Kind.PUBLIC, "name": "Ogniwo"})
    Domain.objects.get_or_create(domain=settings.OGNIWO_BASE_HOST, defaults={"tenant": site, "is_primary": True})


def found_house(*, kind: str, name: str, host: str, manager_email: str, is_sandbox: bool = False) -> UUID:
    """Found a house: schema, role, grants, address and the first manager's invitation, all or nothing.

    Asked again for the same house it answers with the one that exists, so a repeated job is harmless.

    Raises:
        RuleBroken: the name, host or address is not usable, or the host belongs to another house.
    """
    new = checked(NewHouse(kind, name.strip(), host.strip().lower(), manager_email.strip(), is_sandbox))
    with public_context(), transaction.atomic():
        one_at_a_time()
        house = _existing(new) or build(new)
    forget_hosts(house)
    founded: UUID = house.pk
    return founded


def one_at_a_time() -> None:
    """Wait for other foundings and upgrades; until the end of the transaction they wait for this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOUNDING_LOCK])


def _existing(new: NewHouse) -> Organisation | None:
    here = Organisation.objects.filter(domains__domain=new.host).first()
    if here and (here.kind, here.name, here.is_sandbox) == (new.kind, new.name, new.is_sandbox):
        return here
    refuse_taken(new)
    return None


def refuse_taken(new: NewHouse) -> None:
    """Nothing in the database may go by the name of the new house yet."""
    by_address = Q(domains__domain=new.host) | Q(schema_name=new.slug)
    if Organisation.objects.filter(by_address).exists() or walls.schema_exists(new.slug):
        raise RuleBroken(_("The address %(host)s is taken; choose another.") % {"host": new.host}, "host")


def build(new: NewHouse) -> Organisation:
    """A house and everything that belongs to it, in the caller's transaction."""
    snapshot = Snapshot.objects.get(kind=new.kind)
    house = Organisation(
        schema_name=new.slug,
        kind=new.kind,
        name=new.name,
        is_sandbox=new.is_sandbox,
        migrations_hash=snapshot.migrations_hash,
    )
    house.save()
    Domain.objects.create(domain=new.host, tenant=house, is_primary=True)
    walls.run(retargeted(snapshot.sql, kind=new.kind, schema=new.slug))
    walls.create_house_role(house)
    walls.apply_house_grants(house)
    with house_context(house):
        for path in settings.FOUNDING_STEPS:
            step: Callable[..., None] = import_string(path)
            step(email=new.manager_email)
    logger.info("founded %s", house.schema_name)
    return house


def upgrade_houses() -> Upgrade:
    """Bring every house to this release. A house that fails keeps its state and its error; the others go on."""
    with public_context():
        upgraded, failed = [], {}
        for house in houses_to_upgrade():
            error = _upgrade(house)
            if error:
                failed[house.schema_name] = error
            else:
                upgraded.append(house.schema_name)
        return Upgrade(tuple(upgraded), failed)


def _upgrade(house: Organisation) -> str:
    """The error, or nothing. The recorded state moves only with the schema."""
    try:
        migrate_schema(house.schema_name, kind=house.kind)
        with transaction.atomic():
            walls.create_house_role(house)
            walls.apply_house_grants(house)
            _note(house, migrations_hash=migrations_hash(house.kind), upgrade_error="")
    except Exception as failure:
        logger.exception("upgrading %s failed", house.schema_name)
        error = _without_values(failure)
        _note(house, upgrade_error=error)
        return error
    return ""


def _without_values(failure: Exception) -> str:
    """What went wrong, in words that quote no row: the column it is kept in is in the shared schema."""
    cause = failure.__cause__
    if isinstance(cause, psycopg.Error):
        where = cause.diag.constraint_name or cause.diag.table_name or ""
        return f"{type(failure).__name__}: SQLSTATE {cause.sqlstate} {where}".rstrip()
    return f"{type(failure).__name__}: {failure}".partition("\n")[0][:2000]


def _note(house: Organisation, **values: str) -> None:
    Organisation.objects.filter(pk=house.pk).update(**values)


def suspend_house(*, schema_name: str) -> None:
    """Shut a house: pages answer 410, tasks are refused, and the database itself refuses the role."""
    _set_status(schema_name, Status.SUSPENDED, walls.shut)


def resume_house(*, schema_name: str) -> None:
    """Open a suspended house again."""
    _set_status(schema_name, Status.ACTIVE, walls.open_again)


def _set_status(schema_name: str, status: Status, change: Callable[[Organisation], None]) -> None:
    with public_context():
        with transaction.atomic():
            house = Organisation.objects.exclude(kind=Kind.PUBLIC).filter(schema_name=schema_name).first()
            if house is None:
                raise RuleBroken(f"There is no house {schema_name}.", "schema_name")
            _note(house, status=status)
            with house_context(house):
                import_string(settings.OPERATOR_RECORD)(action=f"house.{status}")
            change(house)
        forget_hosts(house)
