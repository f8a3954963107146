"""Processes that serve until they are asked to stop."""

import signal
import threading
from typing import Any


def stop_on_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set: the process ends after the step it is at."""
    stop = threading.Event()

    def ask(*_: Any) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop
