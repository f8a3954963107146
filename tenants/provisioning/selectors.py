"""Which state houses are in, compared with the migration files of this release."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet

from tenants.organisations.models import Kind, Organisation
from tenants.provisioning.models import FoundingRequest
from tenants.provisioning.rules import hash_of
from tenants.walls.context import current_house

HOUSE_KINDS = (Kind.CENTRE, Kind.OWES)


@cache
def migrations_hash(kind: str) -> str:
    """The fingerprint of all migration files that a schema of this kind goes through."""
    return hash_of(path for app in settings.TENANT_TYPES[kind]["APPS"] for path in _migrations_of(app))


def _migrations_of(app: str) -> list[Path]:
    folder = Path(next(config.path for config in apps.get_app_configs() if config.name == app)) / "migrations"
    return [path for path in folder.glob("*.py") if path.name != "__init__.py"]


def houses() -> QuerySet[Organisation]:
    """Every house, open or not, by name."""
    return Organisation.objects.exclude(kind=Kind.PUBLIC).order_by("name").prefetch_related("domains")


def houses_to_upgrade() -> QuerySet[Organisation]:
    """Houses whose schema is not at the state of this release: one query, whatever their number."""
    current = Q()
    for kind in HOUSE_KINDS:
        current |= Q(kind=kind, migrations_hash=migrations_hash(kind))
    return Organisation.objects.exclude(kind=Kind.PUBLIC).exclude(current).order_by("schema_name")


def foundings() -> QuerySet[FoundingRequest]:
    """What the current house has asked to be founded, the latest first. Row level security shows it no other's."""
    return FoundingRequest.objects.filter(asked_by_house=current_house()).select_related("network", "house")


def is_known(*, slug: str = "", name: str = "") -> bool:
    """Whether an organisation goes by this short name, or by this full name whatever its capitals."""
    named = Q(schema_name=slug) if slug else Q(name__iexact=name)
    return Organisation.objects.filter(named).exists()
