"""GET and HEAD change no row (W7). What a session and the history note of a look is not a change."""

from functools import partial

import pytest
from django.db import connection

from tests.architecture.routes import addresses

NOTES = {"core_session", "core_auditentry"}
SHOWN_ONCE = {"/konto/drugi-skladnik/kody/": {"mfa_authenticator"}}
"""Recovery codes note that they were seen: that is how they are shown once."""


def written() -> dict[str, int]:
    """Rows written to each table in this transaction so far."""
    with connection.cursor() as cursor:
        # Every house has the same tables: what was written to any of them counts.
        cursor.execute(
            "SELECT relname, sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables GROUP BY relname"
        )
        return dict(cursor.fetchall())


def changed_by(look) -> set[str]:
    """Tables that a request wrote to."""
    before = written()
    look()
    return {table for table, count in written().items() if count != before.get(table, 0)}


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_stranger_who_looks_changes_nothing(method, client_for, poraj):
    browser = client_for(house=poraj)
    for kind, path in addresses():
        if kind == "centre":
            assert not changed_by(partial(getattr(browser, method), path)) - {"core_session"}, path


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_manager_who_looks_changes_nothing(method, account, client_for, poraj):
    manager = account(poraj, "manager")
    for kind, path in addresses():
        if kind == "centre":
            looked = partial(getattr(client_for(manager), method), path)
            assert not changed_by(looked) - NOTES - SHOWN_ONCE.get(path, set()), path


def test_a_method_hidden_in_a_form_or_a_header_is_not_obeyed(account, client_for, poraj):
    browser, office = client_for(account(poraj, "manager")), account(poraj, "office")
    path = f"/kadra/{office.pk}/zakoncz-dostep/"
    assert not changed_by(lambda: browser.get(path, {"_method": "POST"})) - NOTES
    assert not changed_by(lambda: browser.get(path, headers={"X-HTTP-Method-Override": "POST"})) - NOTES
    assert browser.generic("DELETE", path).status_code == 405
    assert "core_account" in changed_by(lambda: browser.post(path)), "and this is how a change would have been seen"
