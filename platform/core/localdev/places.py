"""Where things lie on this computer."""

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from core.localdev.trouble import Trouble

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_DATA = ROOT / ".ogniwo"
SAMPLES = "przyklady"  # in the demo's data directory: spreadsheets to try the import with
SHARED = Path("/var/tmp/ogniwo-root")  # only root uses it, see ground_for_servers
ROOM_NEEDED = 512 * 1024**2  # bytes: an empty cluster takes 50 MB, eight seeded houses and their papers some more


def data_directory(wished: Path) -> Path:
    """The data directory, made when missing, absolute, with room to work in."""
    path = wished.expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        # Root's servers run as nobody: they must get through this folder, though never list it.
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (path / "logs").mkdir(exist_ok=True)
    except OSError as error:
        raise Trouble(f"The data directory {path} cannot be used: {error.strerror}.") from error
    require_room(path)
    return path


def require_room(path: Path, *, needed: int = ROOM_NEEDED) -> None:
    """Refuse to begin on a disk that will be full halfway. `needed` in bytes."""
    free = shutil.disk_usage(path).free
    if free < needed:
        raise Trouble(f"Only {free // 1024**2} MB are free at {path}; {needed // 1024**2} MB are needed.")


def ground_for_servers(data: Path) -> Path:
    """The folder in which servers keep their files: the data directory itself wherever its servers can reach it.

    Root's servers run as nobody, who cannot enter a private home; their files then lie in a folder of root's own,
    named after the data directory.
    """
    if os.geteuid() != 0 or anyone_may_enter(data):
        return data
    ground = root_owned_folder() / hashlib.sha256(bytes(data)).hexdigest()[:16]
    ground.mkdir(exist_ok=True)
    ground.chmod(0o755)
    return ground


def anyone_may_enter(folder: Path) -> bool:
    """Whether every user may pass through this folder and all those above it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def root_owned_folder() -> Path:
    """A folder in a place everyone reaches, which nobody but root can have filled."""
    with suppress(FileExistsError):
        SHARED.mkdir()
        SHARED.chmod(0o755)
    found = SHARED.lstat()  # lstat: a link planted by somebody else is not followed
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise Trouble(f"{SHARED} does not belong to root alone; remove it, then start again.")
    return SHARED
