"""What a demo remembers in its data directory between starts, and what it tells others while it runs."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.localdev.credentials import write_private
from core.localdev.places import ROOT
from core.localdev.servers import is_claimed

RUNNING = "running.json"
BUILT = "built.json"
CODE = ("platform/config", "platform/core", "tenants", "casework", "networking", "worker")


@dataclass(frozen=True, kw_only=True)
class Built:
    """What the demo's data were built from. `seed` is empty until the demo data are complete."""

    migrations: str = ""
    code: str = ""
    seed: str = ""


def remember(data: Path, built: Built) -> None:
    """Note what was built."""
    write_private(data / BUILT, json.dumps(asdict(built)))


def remembered(data: Path) -> Built:
    """What was built before; nothing when there is no readable note."""
    try:
        return Built(**json.loads((data / BUILT).read_text()))
    except (OSError, ValueError, TypeError):
        return Built()


def announce(data: Path, environment: dict[str, str]) -> None:
    """Let other commands find the servers of the demo that runs here."""
    write_private(data / RUNNING, json.dumps(environment))


def withdraw(data: Path) -> None:
    """Nothing runs here any more."""
    (data / RUNNING).unlink(missing_ok=True)


def environment_of_running_demo(data: Path) -> dict[str, str] | None:
    """The environment of the demo that runs on this data directory; None when none does."""
    if not is_claimed(data) or not (data / RUNNING).exists():
        return None
    return dict(json.loads((data / RUNNING).read_text()))


def migrations_digest(root: Path = ROOT) -> str:
    """Changes with every migration that is added, removed or edited."""
    return _digest(root, "**/migrations/*.py")


def code_digest(root: Path = ROOT) -> str:
    """Changes with the code: Python and SQL, not pages and pictures."""
    return _digest(root, "**/*.py", "**/*.sql")


def _digest(root: Path, *patterns: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for part in CODE for pattern in patterns for path in (root / part).glob(pattern)):
        digest.update(bytes(path.relative_to(root)))
        digest.update(path.read_bytes())
    return digest.hexdigest()
