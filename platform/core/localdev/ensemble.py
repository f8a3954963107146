"""The servers and processes of one demo, and how its data come to be."""

import hashlib
import http.client
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from core.localdev import database, state
from core.localdev.processes import last_line
from core.localdev.servers import Servers
from core.localdev.supervisor import Child, Kept, Supervisor, end_children
from core.localdev.trouble import Trouble

SUPERVISED = "OGNIWO_SUPERVISED_IN"  # in the environment of every child: by it the orphans of a killed demo are found
READY_LIMIT = 90.0  # seconds
RESTARTS_ALLOWED = 6  # before the first answer; later the supervisor never gives up

# What each long-running process is, as arguments of Python. The order is the order of need.
PROCESSES = {
    "web": ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi"),
    "ground": ("manage.py", "ground"),
    "dispatcher": ("manage.py", "dispatcher"),
    "worker": ("-m", "celery", "--app", "worker.celery", "worker", "-O", "fair", "--concurrency", "2"),
}
OWNER_URL = "DATABASE_OWNER_URL"


class Ensemble:
    """Everything that runs on one data directory."""

    def __init__(self, data: Path, *, port: int) -> None:
        """Nothing starts yet. `port`: where the web server will listen."""
        self._data = data
        self._servers = Servers(data)
        self.password = os.environ.get("OGNIWO_DEMO_PASSWORD") or self._servers.secrets.demo
        self._port = port
        self._children: list[Child] = []
        self._supervisor = Supervisor([])

    def build(self, *, fresh: bool) -> None:
        """Start everything. Data that are missing, half-made or made by other migrations are made anew."""
        goal = self._goal()
        if fresh or self._outdated(goal):
            self._erase()
        for server in self._own_servers():
            server.start()
        database.take_possession(self._environment()[OWNER_URL])
        built = state.remembered(self._data)
        if built.code != goal.code:
            self._say("Preparing the database …")
            self._run("prepare", failure="The database could not be prepared")
            state.remember(self._data, state.Built(migrations=goal.migrations, code=goal.code, seed=built.seed))
        self._start_processes()
        if not built.seed:
            self._say("Making the demo data …")
            self._run("seed_demo", failure="The demo data could not be made")
            state.remember(self._data, goal)

    def look(self) -> None:
        """Start again whatever died."""
        self._supervisor.look(now=time.monotonic())

    def end(self) -> None:
        """End everything, the servers last."""
        state.withdraw(self._data)
        end_children(self._children)
        self._servers.stop()

    def _goal(self) -> state.Built:
        seed = hashlib.sha256(self.password.encode()).hexdigest()
        return state.Built(migrations=state.migrations_digest(), code=state.code_digest(), seed=seed)

    def _outdated(self, goal: state.Built) -> bool:
        """Whether the data are missing, half-made, or of other migrations or another password than they should be."""
        built = state.remembered(self._data)
        return (built.migrations, built.seed) != (goal.migrations, goal.seed)

    def _erase(self) -> None:
        if (self._data / state.BUILT).exists():
            self._say("Throwing the old demo data away …")
            (self._data / state.BUILT).unlink()
        if OWNER_URL in os.environ:
            database.wipe(os.environ[OWNER_URL])
        self._servers.erase()
        shutil.rmtree(self._data / "files", ignore_errors=True)

    def _own_servers(self) -> list[Kept]:
        """The servers that the environment does not name already."""
        pairs = ((OWNER_URL, self._servers.postgres), ("REDIS_URL", self._servers.valkey))
        return [server for variable, server in pairs if variable not in os.environ]

    def _environment(self) -> dict[str, str]:
        """What leads Ogniwo to this demo. A database, a broker or a mail server that the caller named comes first."""
        usual = {
            **self._servers.environment(),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "EMAIL_URL": "",
            "OGNIWO_DEMO_PASSWORD": self.password,
        }
        named = {name: os.environ.get(name, value) for name, value in usual.items()}
        fixed = {
            "OGNIWO_DATA_DIR": str(self._data),
            "OGNIWO_SECRET_KEY": self._servers.secrets.secret_key,
            "OGNIWO_DEMO": "1",
            "OGNIWO_SCHEME": "http",
            "OGNIWO_BASE_HOST": "localhost",
            "OGNIWO_PORT": str(self._port),
        }
        return {**named, **fixed}

    def _child(self, name: str, arguments: Sequence[str], *, kind: str) -> Child:
        ours = {**self._environment(), "OGNIWO_PROCESS": kind, SUPERVISED: str(self._data)}
        environment = {**os.environ, **ours}
        if kind not in {"ground", "shell"}:
            environment.pop(OWNER_URL)  # the owner's login is for those who found houses, and for no one else
        return Child(arguments, environment=environment, log=self._data / "logs" / f"{name}.log")

    def _start_processes(self) -> None:
        self._children = [self._child(name, arguments, kind=name) for name, arguments in PROCESSES.items()]
        for child in self._children:
            child.start()
        self._supervisor = Supervisor([*self._own_servers(), *self._children])
        state.announce(self._data, self._environment())
        self._wait_until_ready()

    def _run(self, command: str, *, failure: str) -> None:
        """Run a command of Django to its end."""
        kind = "ground" if command == "prepare" else "shell"
        child = self._child(command, ("manage.py", command), kind=kind)
        try:
            child.start()
            code = child.wait()
        finally:
            child.kill()
        if code:
            raise Trouble(f"{failure}: {last_line(child.log)} (all of it: {child.log})")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_LIMIT
        while not self._healthy():
            self.look()
            if self._supervisor.restarts > RESTARTS_ALLOWED or time.monotonic() > deadline:
                raise Trouble(f"Ogniwo does not come up; the reason is in {self._data / 'logs'}.")
            time.sleep(0.1)

    def _healthy(self) -> bool:
        """Whether the public site says that it is ready. Python does not resolve *.localhost, hence the header."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/zdrowie", headers={"Host": f"localhost:{self._port}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _say(self, sentence: str) -> None:
        print(sentence, flush=True)
