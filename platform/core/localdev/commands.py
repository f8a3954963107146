"""What `manage.py` hands over to: our own commands, and Django's in the environment of the running demo."""

import errno
import os
import sys
from importlib import import_module
from pathlib import Path

from core.localdev.places import DEFAULT_DATA
from core.localdev.state import environment_of_running_demo
from core.localdev.trouble import Trouble

OWN = ("demo", "test", "bench", "campaign")
DATABASE = ("DATABASE_URL", "DATABASE_OWNER_URL")
# These hold the owner's login or work a lane of the queue; settings read the kind of process before any command runs.
KINDS = {"ground": "ground", "prepare": "ground", "dispatcher": "dispatcher"}


def run(arguments: list[str]) -> int:
    """Obey one command line. Returns the exit code; whatever a person can mend is said in one sentence."""
    command = arguments[1] if len(arguments) > 1 else "help"
    try:
        if command in OWN:
            return int(import_module(f"core.localdev.{command}").main(arguments[2:]))
        return _django(command, arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"The disk is full: {error.filename or 'nothing more could be written'}.", file=sys.stderr)
    return 1


def _django(command: str, arguments: list[str]) -> int:
    # Loading Django takes its time, and our own commands need none of it.
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("OGNIWO_PROCESS", KINDS.get(command, "shell"))
    if not any(os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in DATABASE):
        _join_running_demo(command)
    execute_from_command_line(arguments)
    return 0


def _join_running_demo(command: str) -> None:
    data = Path(os.environ.get("OGNIWO_DATA_DIR", DEFAULT_DATA))
    found = environment_of_running_demo(data)
    if found is None and command != "help":
        raise Trouble(f"No demo runs on {data} and DATABASE_URL is not set: start `python3 manage.py demo` first.")
    os.environ.update(found or {})
