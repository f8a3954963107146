"""A plugin of pytest for a run of its own: every test that a mutant names is run with that mutant, and nothing else is."""

from collections.abc import Iterator
from typing import Any

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Once for each mutant that this test should kill."""
    from tests.mutants.mutants import MUTANTS  # only now is Django set up

    name = f"{metafunc.definition.nodeid.partition('[')[0]}"
    mutants = [mutant for mutant in MUTANTS if mutant.killed_by == name]
    if mutants:
        metafunc.fixturenames.insert(0, "mutant")
        metafunc.parametrize("mutant", mutants, ids=[mutant.name for mutant in mutants], indirect=True)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Without the other tests of the same files, and the other cases of the same tests."""
    items[:] = [item for item in items if _is_wanted(item)]


def _is_wanted(item: Any) -> bool:
    mutant = getattr(item, "callspec", None) and item.callspec.params.get("mutant")
    rest = item.nodeid.partition("[")[2].replace(mutant.name, "", 1) if mutant else ""
    return bool(mutant) and (not mutant.case or mutant.case in rest.strip("-]").split("-") or mutant.case in rest)


@pytest.fixture
def mutant(request: pytest.FixtureRequest, django_db_setup: None, record_property: Any) -> Iterator[None]:
    """The guard is lost before anything else is set up, and comes back when all of it is gone."""
    record_property("mutant", request.param.name)
    with request.param.seed():
        yield
