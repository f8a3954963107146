"""`manage.py demo`: a whole Ogniwo with demo data on this computer, until Ctrl-C."""

import argparse
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from core.localdev import processes
from core.localdev.ensemble import SUPERVISED, Ensemble
from core.localdev.places import DEFAULT_DATA, data_directory
from core.localdev.servers import claimed
from core.localdev.trouble import Trouble
from core.localdev.welcome import welcome

DEFAULT_PORT = 8000
LOOK_EVERY = 0.3  # seconds
ORPHANS_PATIENCE = 3.0  # seconds: the queue does again what they were doing


def main(arguments: list[str]) -> int:
    """Run the demo. Returns 0 when it was asked to end."""
    options = _options(arguments)
    _refuse_half_a_database()
    data = data_directory(options.data_dir)
    with claimed(data), _interruptible():
        processes.end(processes.carrying(SUPERVISED, str(data)), patience=ORPHANS_PATIENCE)
        processes.require_free_port(options.port)
        _run(Ensemble(data, port=options.port), options)
    return 0


def _run(ensemble: Ensemble, options: argparse.Namespace) -> None:
    try:
        ensemble.build(fresh=options.fresh)
        print(welcome(port=options.port, password=ensemble.password, data=options.data_dir), flush=True)
        while True:
            ensemble.look()
            time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # ending takes seconds; nobody should interrupt it halfway
        ensemble.end()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="A whole Ogniwo with demo data, until Ctrl-C.")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"of the web server ({DEFAULT_PORT})")
    parser.add_argument("--data-dir", type=Path, default=DEFAULT_DATA, help="where everything is kept (.ogniwo)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo data away and make them anew")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def _refuse_half_a_database() -> None:
    named = [name for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if os.environ.get(name)]
    if len(named) == 1:
        raise Trouble(f"{named[0]} is set alone: a database of your own needs DATABASE_URL and DATABASE_OWNER_URL.")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a request to end, and a closed terminal, end us as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell starts background jobs deaf to SIGINT
        signal.signal(number, interrupt)
    yield
