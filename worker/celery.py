"""The Celery application. It carries wake-up calls only: no arguments, no results, no schedule of its own."""

import os
import signal
import threading
from typing import Any

from celery import Celery, signals
from django.conf import settings
from kombu import Queue

SETTINGS: dict[str, Any] = {
    # What may travel: JSON, and nothing that would have to be fetched back.
    "accept_content": ["json"],
    "task_serializer": "json",
    "result_backend": None,
    "task_ignore_result": True,
    "task_default_queue": "ogniwo",
    "task_queues": [Queue("ogniwo")],
    # A killed child's message comes back; the lease decides who works. One without the other loses or doubles jobs.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "worker_max_tasks_per_child": 50,
    "worker_max_memory_per_child": 300_000,
    "task_soft_time_limit": 50,
    "task_time_limit": 60,
    # Longer than any time limit: redelivery by Valkey is never what repeats a job.
    "broker_transport_options": {
        "visibility_timeout": 3600,
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "retry_on_timeout": True,
        "health_check_interval": 25,
        "max_retries": 2,
        "interval_start": 0,
        "interval_step": 0.2,
        "interval_max": 0.2,
    },
    "task_publish_retry_policy": {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_connection_timeout": 1,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "worker_hijack_root_logger": False,
    "worker_send_task_events": False,
    "worker_enable_remote_control": False,
    "enable_utc": True,
    "timezone": "UTC",
}

app = Celery("ogniwo", task_cls="worker.tenancy:HouseTask", changes=SETTINGS)
app.config_from_object("django.conf:settings", namespace="CELERY")


@signals.worker_init.connect
def refuse_a_transaction_pooler(**_: Any) -> None:
    """Celery logs and swallows ordinary exceptions here, so the refusal leaves as SystemExit."""
    from tenants.walls.probe import PoolerFound, probe_database  # needs Django, which Celery has set up by now

    try:
        probe_database()
    except PoolerFound as found:
        raise SystemExit(str(found)) from found


@signals.worker_shutting_down.connect
def stop_in_time(how: str, **_: Any) -> None:
    """A warm stop waits for running jobs as long as they take; after a while they are handed back instead."""
    if how == "Warm":
        timer = threading.Timer(settings.OGNIWO_STOP_SECONDS, os.kill, (os.getpid(), signal.SIGQUIT))
        timer.daemon = True
        timer.start()
