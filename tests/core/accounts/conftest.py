"""The people and the browser of the tests of accounts: all of the centre in Poraj."""

import pytest


@pytest.fixture
def office(account, poraj):
    return account(poraj, "office", email="beata@poraj.example", username="beata", name="Beata Biuro")


@pytest.fixture
def manager(account, poraj):
    return account(poraj, "manager", email="maria@poraj.example", name="Maria Kierownik")


@pytest.fixture
def browser(client_for, poraj):
    """A stranger's, who has opened the address of the house."""
    return client_for(house=poraj)
