"""gunicorn: two processes of four threads. Threads, because a house is bound to its thread's connection; never ASGI."""

import os
from pathlib import Path
from typing import Any

bind = f"127.0.0.1:{os.environ.get('OGNIWO_PORT', '8000')}"  # an image says otherwise by GUNICORN_CMD_ARGS
worker_class = "gthread"
workers = int(os.environ.get("OGNIWO_WEB_PROCESSES", "2"))
threads = 4
preload_app = True  # the code is read once for all processes
timeout = 60
graceful_timeout = 25  # within the 30 seconds in which a stop must be over
keepalive = 5
max_requests = 5000  # a database connection that has seen a thousand houses holds hundreds of MB: renew now and then
max_requests_jitter = 500
errorlog = "-"
accesslog = None  # addresses name people; who read what stands in the audit trail
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat file, no data


def pre_fork(server: Any, worker: Any) -> None:
    """Two processes must never share a connection that was opened before they parted."""
    from django.db import connections  # Django is loaded by now, not when this file is read

    connections.close_all()
