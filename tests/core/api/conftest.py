"""Machines of Poraj."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.api.machines import Machine, machine_of


@pytest.fixture
def maker(account, poraj) -> Any:
    return account(poraj, "manager", name="Katarzyna Kierownik")


@pytest.fixture
def machine(maker, poraj) -> Callable[..., Machine]:
    """`machine(Scope.READ_PARTICIPANTS, …)`: a program of Poraj with a key of these scopes."""
    return lambda *scopes, **values: machine_of(maker, poraj, *scopes, **values)
