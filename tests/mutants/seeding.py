"""A plugin of pytest for a run of its own: every test that a mutant names is run with that mutant, and no other is."""

from collections.abc import Iterator
from typing import Any

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Once for each mutant that this test should kill."""
    from tests.mutants.mutants import MUTANTS  # only now is Django set up

    mutants = [mutant for mutant in MUTANTS if mutant.killed_by == metafunc.definition.nodeid]
    if mutants:
        metafunc.parametrize("mutant", mutants, ids=[mutant.name for mutant in mutants], indirect=True)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Without the other tests of the same files, and the other cases of the same tests."""
    items[:] = [item for item in items if _is_wanted(item)]


def _is_wanted(item: Any) -> bool:
    mutant = item.callspec.params.get("mutant") if hasattr(item, "callspec") else None
    return mutant is not None and item.nodeid.endswith(f"[{mutant.name}{f'-{mutant.case}' if mutant.case else ''}]")


@pytest.fixture(autouse=True)
def mutant(request: pytest.FixtureRequest, django_db_setup: None, record_property: Any) -> Iterator[None]:
    """The guard is lost before anything else is set up, and comes back when all of it is gone."""
    record_property("mutant", request.param.name)
    with request.param.seed():
        yield
