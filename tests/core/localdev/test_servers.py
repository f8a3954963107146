"""The embedded servers: they are ours, they come back after a power cut, and nobody else gets at them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from core.localdev import processes
from core.localdev.cluster import APP, OWNER
from core.localdev.places import anyone_may_enter
from core.localdev.servers import Servers, claimed, is_claimed, servers
from core.localdev.testing import ensure_servers
from core.localdev.trouble import Trouble

LAUNCHER = """
import sys, time
from pathlib import Path
from core.localdev.servers import servers
with servers(Path(sys.argv[1])) as pair:
    print(pair.postgres.port, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with servers(tmp_path_factory.mktemp("data with spaces") / "ogniwo") as running:
        yield running


def do(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def test_the_database_is_postgresql_18_with_unicode_rules_of_its_own(pair: Servers) -> None:
    url = pair.postgres.url(APP)
    assert int(str(ask(url, "SHOW server_version_num"))) >= 180000
    assert ask(url, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "PG_UNICODE_FAST"
    assert ask(url, "SELECT lower('ŻÓŁĆ')") == "żółć"


def test_the_settings_that_ship_are_in_force(pair: Servers) -> None:
    assert ask(pair.postgres.url(APP), "SHOW max_locks_per_transaction") == "1024"
    assert ask(pair.postgres.url(APP), "SHOW recovery_init_sync_method") == "syncfs"


def test_neither_login_role_is_a_superuser_or_passes_row_security(pair: Servers) -> None:
    flags = (
        "SELECT (rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb)::text FROM pg_roles WHERE rolname = "
    )
    assert ask(pair.postgres.url(OWNER), f"{flags}'{OWNER}'") == "(f,f,t,t,t)"
    assert ask(pair.postgres.url(OWNER), f"{flags}'{APP}'") == "(f,f,f,f,f)"


def test_every_later_database_inherits_the_revoke_of_set_config(pair: Servers) -> None:
    do(pair.postgres.url(OWNER), "CREATE DATABASE later")
    do(pair.postgres.url(OWNER), "CREATE ROLE stranger NOLOGIN")
    may = "SELECT has_function_privilege('{}', 'set_config(text,text,boolean)', 'execute')"
    later = pair.postgres.url(OWNER, database="later")
    assert [ask(later, may.format(who)) for who in ("stranger", APP, OWNER)] == [False, True, True]


def test_a_wrong_password_opens_nothing(pair: Servers) -> None:
    password = pair.secrets.app
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(pair.postgres.url(APP).replace(password, "guessed"), "SELECT 1")
    with pytest.raises(redis.RedisError), redis.Redis.from_url(f"redis://127.0.0.1:{pair.valkey.port}/0") as stranger:
        stranger.ping()


def test_secrets_are_for_their_owner_only(pair: Servers) -> None:
    assert (pair.data / "credentials.json").stat().st_mode & 0o077 == 0
    arguments = [" ".join(process.cmdline()) for process in processes.working_in(pair.valkey.folder)]
    assert arguments
    assert not any(pair.secrets.broker in line for line in arguments)


def test_after_a_power_cut_the_database_is_back_on_its_port_with_what_was_committed(pair: Servers) -> None:
    port, url = pair.postgres.port, pair.postgres.url(OWNER)
    do(url, "CREATE SCHEMA kept")
    pair.postgres.kill()
    assert not pair.postgres.alive()
    pair.postgres.start()
    assert pair.postgres.port == port
    assert ask(url, "SELECT count(*) FROM pg_namespace WHERE nspname = 'kept'") == 1


def test_after_a_power_cut_the_broker_still_knows_what_it_had_written(pair: Servers) -> None:
    with redis.Redis.from_url(pair.valkey.url()) as client:
        client.set("kept", "yes")
        time.sleep(1.2)  # it writes to disk once a second
        pair.valkey.kill()
        pair.valkey.start()
        assert client.get("kept") == b"yes"


def test_a_stale_claim_with_a_reused_process_number_does_not_stop_the_start(pair: Servers) -> None:
    pair.postgres.stop()
    (pair.postgres.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{pair.postgres.cluster}\n")
    pair.postgres.start()
    assert ask(pair.postgres.url(APP), "SELECT 1") == 1


def test_data_of_another_major_version_are_left_alone(pair: Servers) -> None:
    version = pair.postgres.cluster / "PG_VERSION"
    pair.postgres.stop()
    version.write_text("17\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 17, not"):
        pair.postgres.start()
    version.write_text("18\n")
    pair.postgres.start()


def test_a_server_of_somebody_else_on_the_port_is_not_taken_for_ours(pair: Servers, tmp_path: Path) -> None:
    other = Servers(tmp_path / "other", fast=True)
    other.postgres.port = pair.postgres.port
    with pytest.raises(Trouble, match="PostgreSQL does not start"):
        other.postgres.start()
    other.valkey.port = pair.valkey.port
    with pytest.raises(Trouble, match="Valkey does not start"):
        other.valkey.start()
    assert ask(pair.postgres.url(APP), "SELECT 1") == 1


def test_a_data_directory_has_one_user_at_a_time(pair: Servers) -> None:
    assert is_claimed(pair.data)
    with pytest.raises(Trouble, match="already runs on"), claimed(pair.data):
        pass


def test_a_data_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match=r"cannot be used: (Not a directory|File exists)\.$"):
        Servers(tmp_path / "file")


@pytest.mark.faults
def test_the_next_start_clears_up_after_a_launcher_that_was_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, data], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    old_port = int(launcher.stdout.readline())
    launcher.send_signal(signal.SIGKILL)
    launcher.communicate()
    with servers(data) as again:
        assert ask(again.postgres.url(APP), "SELECT 1") == 1
        with pytest.raises(psycopg.OperationalError):
            ask(again.postgres.url(APP).replace(f":{again.postgres.port}/", f":{old_port}/"), "SELECT 1")


def test_servers_that_the_environment_names_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.setenv(name, "redis://somewhere:6379/0")
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    assert ensure_servers() == {}


def test_two_workers_of_one_test_run_do_not_empty_each_others_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.setenv(name, "redis://somewhere:6379/0")
    given = []
    for worker in ("gw0", "gw1"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        given.append(ensure_servers())
    assert given == [{"REDIS_URL": "redis://somewhere:6379/2"}, {"REDIS_URL": "redis://somewhere:6379/4"}]


def test_a_private_home_is_recognised(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "project").mkdir(parents=True)
    home.chmod(0o700)
    assert not anyone_may_enter(home / "project")
