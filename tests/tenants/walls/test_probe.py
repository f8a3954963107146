"""Ogniwo does not start behind a transaction pooler, which would show one house another's rows (I8)."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.walls.context import wall
from tenants.walls.probe import PoolerFound, probe_database
from tests.tenants.walls.pooler import pooler
from worker.celery import refuse_a_transaction_pooler

pytestmark = pytest.mark.django_db


@pytest.fixture
def upstream(db: None) -> tuple[str, int]:
    return wall().settings_dict["HOST"], int(wall().settings_dict["PORT"])


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`behind(port)`: new connections of this process go through that port; the one of the test stays."""

    def go(port: int) -> None:
        monkeypatch.setitem(connection.settings_dict, "PORT", str(port))

    return go


@pytest.fixture
def behind_transaction_pooler(upstream: tuple[str, int], behind: Any) -> Iterator[int]:
    with pooler(upstream) as port:
        behind(port)
        yield port


def sessions() -> tuple["psycopg.Connection[Any]", "psycopg.Connection[Any]"]:
    parameters = {**connection.get_connection_params(), "autocommit": True, "prepare_threshold": None}
    parameters.pop("cursor_factory", None)
    return psycopg.connect(**parameters), psycopg.connect(**parameters)


def test_the_pooler_of_this_test_does_the_harm_we_fear(behind_transaction_pooler: int) -> None:
    """It is a real one: what one session sets, another one gets."""
    poraj, klobuck = sessions()
    poraj.execute("SET search_path = poraj")
    found = klobuck.execute("SHOW search_path").fetchone()
    assert found == ("poraj",)
    poraj.close()
    klobuck.close()


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_transaction_pooler_is_found_whatever_its_size(upstream: tuple[str, int], behind: Any, size: int) -> None:
    with pooler(upstream, size=size) as port:
        behind(port)
        with pytest.raises(PoolerFound, match="transaction pooler"):
            probe_database()


def test_a_session_pooler_is_welcome(upstream: tuple[str, int], behind: Any) -> None:
    with pooler(upstream, by_transaction=False) as port:
        behind(port)
        probe_database()


def test_a_direct_connection_is_welcome(db: None) -> None:
    probe_database()


def test_the_dispatcher_refuses_to_start(behind_transaction_pooler: int) -> None:
    with pytest.raises(CommandError, match="transaction pooler"):
        call_command("dispatcher")


def test_the_ground_process_refuses_to_start(behind_transaction_pooler: int, settings: Any) -> None:
    settings.OGNIWO_PROCESS = "ground"
    with pytest.raises(CommandError, match="transaction pooler"):
        call_command("ground")


def test_the_ground_process_wants_the_owners_login(settings: Any) -> None:
    settings.OGNIWO_PROCESS = "worker"
    with pytest.raises(CommandError, match="OGNIWO_PROCESS"):
        call_command("ground")


def test_a_worker_refuses_to_start(behind_transaction_pooler: int) -> None:
    """Celery swallows ordinary exceptions of its signals; this one must get out."""
    with pytest.raises(SystemExit, match="transaction pooler"):
        refuse_a_transaction_pooler()
