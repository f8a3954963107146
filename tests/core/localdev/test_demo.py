"""The demo as a person meets it: what it refuses, how it comes up, how it survives, how it ends."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from core.localdev import processes, state
from core.localdev.cluster import OWNER
from core.localdev.demo import _options
from core.localdev.ensemble import SUPERVISED
from core.localdev.people import HOUSES
from core.localdev.places import ROOT, ground_for_servers
from core.localdev.servers import claimed
from core.localdev.test import clean_environment
from core.localdev.testing import servers_for_tests
from tests.journeys.newcomer import follow

COMMAND = [sys.executable, str(ROOT / "manage.py"), "demo"]
UP = "Ctrl-C ends everything."


class Demo:
    """A demo in a process of its own."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, processes.free_port()
        self.printed = ""
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it unless it runs, and wait until it says that it is up."""
        if self.process and self.process.poll() is None:
            return
        command = [*COMMAND, "--data-dir", str(self.data), "--port", str(self.port)]
        environment = {**clean_environment(), "OGNIWO_DEMO_MONTHS": "2"}  # what is tested here is not the data
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        self.printed = ""
        for line in self.process.stdout or ():
            self.printed += line
            if UP in line:
                return
        raise AssertionError(f"the demo ended instead of coming up: {self.printed}")

    def end(self, how: int) -> int:
        assert self.process
        self.process.send_signal(how)
        self.process.communicate(timeout=60)
        return self.process.returncode

    def status(self, path: str, *, host: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        status = connection.getresponse().status
        connection.close()
        return status

    def family(self) -> list[psutil.Process]:
        ground = ground_for_servers(self.data)  # root's servers may keep their files elsewhere
        folders = (ground / "postgres", ground / "valkey")
        servers = [process for folder in folders for process in processes.working_in(folder)]
        return processes.carrying(SUPERVISED, str(self.data)) + servers

    def worker(self) -> psutil.Process:
        """The worker's leader: the first of its processes."""
        carrying = processes.carrying(SUPERVISED, str(self.data))
        return min((process for process in carrying if "celery" in process.cmdline()), key=lambda process: process.pid)


@pytest.fixture(scope="module")
def one_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo in a place") / "data")
    try:
        yield demo
    finally:
        if demo.process:
            demo.end(signal.SIGKILL)
        processes.end(demo.family(), patience=0)


@pytest.fixture
def demo(one_demo: Demo) -> Demo:
    """A demo that is up, whatever the test before did to it."""
    one_demo.start()
    return one_demo


def refused(*arguments: str, **environment: str) -> str:
    """Run a demo that must not start; returns its one sentence."""
    done = subprocess.run(
        [*COMMAND, *arguments], env={**clean_environment(), **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert refused("--data-dir", str(tmp_path), "--port", port).startswith(f"Port {port} is already in use;")


def test_half_a_database_is_refused(tmp_path: Path) -> None:
    said = refused("--data-dir", str(tmp_path), DATABASE_URL="postgresql://somewhere/x")
    assert said.startswith("DATABASE_URL is set alone")


def test_a_second_demo_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with claimed(tmp_path):
        assert "already runs on" in refused("--data-dir", str(tmp_path), "--port", str(processes.free_port()))


def test_a_database_that_a_stranger_filled_is_refused_and_left_alone(tmp_path: Path) -> None:
    with servers_for_tests() as theirs:
        url = theirs.postgres.url(OWNER)
        with psycopg.connect(url, autocommit=True) as stranger:
            stranger.execute("CREATE TABLE payroll (id int)")
        named = {**theirs.environment(), "OGNIWO_DATA_DIR": str(tmp_path)}
        place = ("--data-dir", str(tmp_path), "--port", str(processes.free_port()))
        assert "holds data that no demo made" in refused(*place, **named)
        assert "holds data that no demo made" in refused(*place, "--fresh", **named)
        with psycopg.connect(url) as stranger:
            assert stranger.execute("SELECT count(*) FROM payroll").fetchone() == (0,)


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _options([f"--port={port}"])
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.faults
def test_the_demo_has_eight_houses_and_a_stranger_is_told_nothing(demo: Demo) -> None:
    assert f"http://poraj.localhost:{demo.port}/" in demo.printed
    assert demo.status("/zdrowie", host="localhost") == 200
    assert {house.slug: demo.status("/", host=f"{house.slug}.localhost") for house in HOUSES} == {
        house.slug: 302 for house in HOUSES
    }
    assert demo.status("/", host="stranger.localhost") == 404


@pytest.mark.faults
@pytest.mark.browser
def test_a_newcomer_goes_through_the_whole_main_job_as_the_documentation_says(demo: Demo, browser: Browser) -> None:
    [paper] = follow(browser, port=demo.port, printed=demo.printed)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "30 września 2022" in " ".join(text.split())


@pytest.mark.faults
def test_only_the_ground_process_knows_the_owners_login(demo: Demo) -> None:
    kinds = {
        process.environ()["OGNIWO_PROCESS"]: "DATABASE_OWNER_URL" in process.environ()
        for process in processes.carrying(SUPERVISED, str(demo.data))
    }
    assert kinds == {"web": False, "worker": False, "dispatcher": False, "ground": True}


@pytest.mark.faults
def test_other_commands_join_the_running_demo(demo: Demo) -> None:
    environment = {**clean_environment(), "OGNIWO_DATA_DIR": str(demo.data)}
    command = [sys.executable, str(ROOT / "manage.py"), "houses"]
    listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "poraj.localhost" in listed


@pytest.mark.faults
def test_nothing_of_the_callers_environment_is_written_down(demo: Demo) -> None:
    assert set(state.environment_of_running_demo(demo.data) or {}).isdisjoint({"PATH", "HOME", "USER", SUPERVISED})


@pytest.mark.faults
def test_a_worker_that_dies_is_replaced(demo: Demo) -> None:
    dead = demo.worker()
    dead.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if any("celery" in process.cmdline() and process.pid != dead.pid for process in demo.family()):
            break
        time.sleep(0.1)
    assert demo.worker() != dead


@pytest.mark.faults
def test_after_the_supervisor_was_killed_the_next_start_recovers_quickly(demo: Demo) -> None:
    demo.end(signal.SIGKILL)
    orphans = demo.family()
    assert orphans
    began = time.monotonic()
    demo.start()
    assert "Making the demo data" not in demo.printed
    assert time.monotonic() - began < 30  # 4 seconds on an idle machine; this one may be busy
    assert not any(orphan.is_running() for orphan in orphans)
    assert demo.status("/", host="poraj.localhost") == 302


@pytest.mark.faults
def test_ctrl_c_ends_everything(demo: Demo) -> None:
    assert demo.end(signal.SIGINT) == 0
    assert demo.family() == []
    assert state.environment_of_running_demo(demo.data) is None


@pytest.mark.faults
def test_changed_migrations_make_the_demo_data_anew(demo: Demo) -> None:
    demo.end(signal.SIGTERM)
    built = state.remembered(demo.data)
    state.remember(demo.data, state.Built(migrations="others", code=built.code, seed=built.seed))
    demo.start()
    assert "Throwing the old demo data away" in demo.printed
    assert state.remembered(demo.data) == built
