"""P1 and P2a: founding one house, and an upgrade with nothing to do, alone and among many houses."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from django.db import connection

from tenants.organisations.models import Organisation
from tenants.provisioning.models import Snapshot
from tenants.provisioning.rules import retargeted
from tenants.provisioning.services import found_house, prepare, upgrade_houses
from tenants.provisioning.templates import migrate_schema
from tenants.walls import services as walls
from tests.benchmarks.run import in_turn, report, timed
from tests.conftest import _drop_roles, as_superuser_of_databases, log_in_to_database
from tests.tenants.provisioning.structure import structure_of


@contextmanager
def own_database() -> Iterator[None]:
    """A prepared database, dropped afterwards."""
    name = f"bench{os.getpid()}"
    as_superuser_of_databases(f'CREATE DATABASE "{name}"')
    try:
        log_in_to_database(os.environ["DATABASE_OWNER_URL"], name)
        prepare()
        yield
    finally:
        connection.close()
        as_superuser_of_databases(f'DROP DATABASE "{name}" WITH (FORCE)')
        _drop_roles(name)


def found(slug: str) -> None:
    """Our way: schema, role, grants, address, first manager and invitation, in one transaction."""
    found_house(kind="centre", name=f"CIS {slug}", host=f"{slug}.localhost", manager_email=f"k@{slug}.example")


def naive(slug: str) -> None:
    """The plain way: an empty schema and Django's migrations in it, then role and grants."""
    walls.run(f"CREATE SCHEMA {slug}")
    migrate_schema(slug, kind="centre")
    house = Organisation(schema_name=slug, kind="centre", name=slug)
    walls.create_house_role(house)
    walls.apply_house_grants(house)


def limit(slug: str) -> None:
    """The near limit: the same SQL and nothing else."""
    walls.run(retargeted(Snapshot.objects.get(kind="centre").sql, kind="centre", schema=slug))


def founding(prefix: str) -> dict[str, list[float]]:
    """P1: five houses each way; what the naive way and the limit made is dropped again."""
    ways: dict[str, Callable[[int], None]] = {
        "ours": lambda number: found(f"{prefix}a{number}"),
        "naive (plain migrations)": lambda number: naive(f"{prefix}b{number}"),
        "limit (the bare SQL)": lambda number: limit(f"{prefix}c{number}"),
    }
    times = in_turn(ways)
    assert structure_of(f"{prefix}a0") == structure_of(f"{prefix}b0"), "a founded house differs from a migrated one"
    for number in range(5):
        for slug in (f"{prefix}b{number}", f"{prefix}c{number}"):
            walls.drop_house(Organisation(schema_name=slug, kind="centre", name=slug))
    return times


NAIVE_UPGRADE = "naive (migrate in every schema)"


def upgrading(sample: int = 10) -> dict[str, list[float]]:
    """P2a: nothing to do. The naive way is measured on a sample of houses and counted up to all of them."""
    houses = list(Organisation.objects.filter(kind="centre").order_by("schema_name"))
    share = len(houses) / sample

    def migrate_some(_: int) -> None:
        for house in houses[:sample]:
            migrate_schema(house.schema_name, kind=house.kind)

    def ask_once(_: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT schema_name FROM tenants_organisation WHERE migrations_hash = 'none'")

    times = in_turn({"ours": lambda _: upgrade_houses(), NAIVE_UPGRADE: migrate_some, "limit (one SELECT)": ask_once})
    times[NAIVE_UPGRADE] = [seconds * share for seconds in times[NAIVE_UPGRADE]]
    return times


def benchmark_houses(*, crowd: int) -> tuple[list[object], list[str]]:
    """Both jobs, with few and with many houses. Returns the figures and the demands that were missed."""
    alone = founding("few")
    results: list[object] = [report("P1 founding one house, no others", alone)]
    seconds = timed(lambda: [found(f"crowd{number}") for number in range(crowd)])
    print(f"\n{crowd} houses founded in {seconds:.1f} s ({1000 * seconds / crowd:.0f} ms each)")
    among = founding("many")
    results.append(report(f"P1 founding one house among {crowd}", among))
    upgrade = upgrading()
    results.append(report(f"P2a upgrade with nothing to do, {crowd} houses", upgrade))
    return results, missed(alone, among, upgrade)


def missed(alone: dict[str, list[float]], among: dict[str, list[float]], upgrade: dict[str, list[float]]) -> list[str]:
    """The demands of P1 and P2a that these figures do not meet."""
    demands = {
        "P1: at least 3 times faster than plain migrations, alone": _ratio(alone) >= 3,
        "P1: at least 3 times faster than plain migrations, among many": _ratio(among) >= 3,
        "P1: at most 0.8 s": max(alone["ours"] + among["ours"]) <= 0.8,
        "P1: among many at most twice as long as alone": median(among["ours"]) <= 2 * median(alone["ours"]),
        "P2a: at most 2 s": max(upgrade["ours"]) <= 2,
        "P2a: at least 300 times faster than migrating every schema": (
            median(upgrade[NAIVE_UPGRADE]) >= 300 * median(upgrade["ours"])
        ),
    }
    return [sentence for sentence, held in demands.items() if not held]


def _ratio(times: dict[str, list[float]]) -> float:
    return median(times["naive (plain migrations)"]) / median(times["ours"])
