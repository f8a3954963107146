"""The whole platform in processes of its own: to be used, killed, started again, by fault tests and browser journeys.

with stack_for_tests() as stack:
    stack.start("web", "worker", "dispatcher", "ground")
    stack.get("poraj", "/")                    # over HTTP, Host: poraj.localhost
    with stack.database(), house_context("poraj"):
        ...                                    # Django of this process, on the stack's database
    stack.kill("worker")                       # as a power cut would
    stack.start("worker")
"""

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from uuid import UUID

import psutil
from django.db import connections

from config import env
from core.localdev import processes
from core.localdev.places import ROOT
from core.localdev.servers import Servers
from core.localdev.supervisor import Child
from core.localdev.testing import servers_for_tests
from tenants.jobs.selectors import ground_job_state
from tenants.jobs.services import enqueue_for_ground

HOUSES = {
    "poraj": ("centre", "Centrum Integracji Społecznej w Poraju"),
    "klobuck": ("centre", "Centrum Integracji Społecznej w Kłobucku"),
    "jowes": ("owes", "Jurajski Ośrodek Wsparcia Ekonomii Społecznej"),
}
NETWORK = "subregion-polnocny"
CELERY = ("-m", "celery", "-A", "worker.celery", "worker", "-O", "fair", "-c", "2", "-l", "INFO")
WATCHED = ("-I", "tests.worker.faults")
COMMANDS: dict[str, Sequence[str]] = {
    "web": ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"),
    "worker": (*CELERY, *WATCHED),
    "worker-2": (*CELERY, *WATCHED, "-n", "second"),
    "dispatcher": ("-m", "django", "dispatcher"),
    "dispatcher-2": ("-m", "django", "dispatcher"),
    "ground": ("-m", "django", "ground"),
}


class Stack:
    """Servers, houses and processes of one test. `settings` are environment variables beside the usual ones."""

    def __init__(self, servers: Servers, **settings: str) -> None:
        self.servers = servers
        self.port = processes.free_port()
        self.data = servers.data
        self._children: dict[str, Child] = {}
        self.environment = {
            **os.environ,
            **servers.environment(),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "OGNIWO_SCHEME": "http",
            "OGNIWO_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        for folder in ("plans", "papers"):
            (self.data / folder).mkdir()

    def prepare(self) -> None:
        """Shared schema, templates, and three houses, founded by the ground process as an operator would ask it to."""
        environment = {**self.environment, "OGNIWO_PROCESS": "ground"}
        run([sys.executable, "-m", "django", "prepare"], cwd=ROOT, env=environment, check=True)
        self.start("ground")
        with self.database():
            for slug, (kind, name) in HOUSES.items():
                mail = f"kierownik@{slug}.example"
                self._ask("found_house", kind=kind, name=name, host=f"{slug}.localhost", manager_email=mail)
            self._join_a_network()
        self.stop("ground")

    def _join_a_network(self) -> None:
        """The centres and the OWES know each other, as in the Northern Subregion."""
        self._ask("set_up_network", slug=NETWORK, name="Subregion Północny", coordinator="jowes")
        for slug, (kind, _name) in HOUSES.items():
            if kind == "centre":
                self._ask("join_network", network=NETWORK, house=slug, since="2022-01-01")

    def _ask(self, kind: str, /, **parameters: str) -> None:
        job = enqueue_for_ground(kind, parameters=parameters)
        wait_until(lambda: _settled(job.pk), what=f"{kind} to be done")

    # --- Processes ---------------------------------------------------------------------------------------------

    def start(self, *names: str, **settings: str) -> None:
        """Start processes and wait until they are at work."""
        for name in names:
            process = name.split("-", maxsplit=1)[0]
            environment = {**self.environment, "OGNIWO_PROCESS": process, **settings}
            log = self.log(name)
            seen = log.stat().st_size if log.exists() else 0
            self._children[name] = Child(COMMANDS[name], environment=environment, log=log)
            self._children[name].start()
            wait_until(lambda: self._is_at_work(name, seen), what=f"{name} to start", patience=40)  # noqa: B023

    def ensure(self, *names: str) -> None:
        """Start those that do not run, whatever became of them."""
        self.start(*(name for name in names if name not in self._children or not self._children[name].alive()))

    def replace_the_dead(self) -> None:
        """What the supervisor, or a container engine, does with processes that ended by themselves."""
        for child in self._children.values():
            if not child.alive():
                child.start()

    def _is_at_work(self, name: str, seen: int) -> bool:
        said = self.log(name).read_text()[seen:]
        assert self._children[name].alive(), f"{name} died: {said[-2000:]}"
        if name == "web":
            return self.answers()
        words = {"worker": "ready.", "dispatcher": "at work", "ground": "at work"}
        return name.endswith("-2") or words[name] in said

    def log(self, name: str) -> Path:
        """Where a process writes what it has to say."""
        return self.data / "logs" / f"{name}.log"

    def stop(self, name: str, *, patience: float = 30.0) -> float:
        """Ask a process to end (SIGTERM); returns the seconds it took, fails when it does not go by itself."""
        child, begun = self._children.pop(name), time.monotonic()
        child.ask_to_end()
        wait_until(lambda: not child.alive(), what=f"{name} to stop", patience=patience)
        child.kill()
        return time.monotonic() - begun

    def kill(self, name: str) -> None:
        """End a process and all its children as a power cut would."""
        self._children.pop(name).kill()

    def kill_a_child(self, name: str) -> bool:
        """SIGKILL one of the pool processes of a worker, if there is one."""
        process = self._children[name]._process
        assert process is not None
        pool = psutil.Process(process.pid).children()
        if pool:
            pool[0].send_signal(signal.SIGKILL)
        return bool(pool)

    def end(self) -> None:
        """End everything."""
        for child in self._children.values():
            child.kill()
        self._children.clear()

    # --- Looking in --------------------------------------------------------------------------------------------

    @contextmanager
    def database(self) -> Iterator[None]:
        """Within the block Django of this very process works on the stack's database, as the application's login."""
        before = connections["default"]
        settings = {**before.settings_dict, **env.database(self.environment["DATABASE_URL"], options="")}
        connections["default"] = type(before)(settings, "default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = before

    def get(self, slug: str | None, path: str, **headers: str) -> http.client.HTTPResponse:
        """GET over HTTP, as a browser of that house would (`None`: the public site). The answer is read."""
        host = f"{slug}.localhost" if slug else "localhost"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("GET", path, headers={"Host": f"{host}:{self.port}", **headers})
        return line.getresponse()

    def answers(self) -> bool:
        """Whether the web server answers at all."""
        try:
            return self.get(None, "/zdrowie").status == 200
        except OSError:
            return False

    def order_death(self, point: str) -> None:
        """The next process of the worker that comes to this point kills itself (see tests.worker.faults)."""
        (self.data / "plans" / point).touch()

    def papers(self) -> list[str]:
        """Names of the files that the watched task has left, drafts included."""
        return sorted(path.name for path in (self.data / "papers").iterdir())


def _settled(job: UUID) -> bool:
    state = ground_job_state(job)
    assert state is not None
    assert not state.is_failed, state.error
    return state.is_finished


def wait_until(happened: Callable[[], bool], *, what: str, patience: float = 60.0) -> float:
    """Wait for something; returns the seconds it took, fails after `patience`."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < patience, f"waited {patience} s for {what}"
        time.sleep(0.02)
    return time.monotonic() - begun


@contextmanager
def stack_for_tests(**settings: str) -> Iterator[Stack]:
    """A prepared stack of its own: servers, three houses, no process started yet."""
    with servers_for_tests() as servers:
        stack = Stack(servers, **settings)
        try:
            stack.prepare()
            yield stack
        finally:
            stack.end()
