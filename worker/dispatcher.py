"""The one process that decides what is done next: wakes workers, keeps the calendar, hands post and foundings over.

It holds no state that could be lost: everything it knows is in PostgreSQL, and Valkey only carries its calls.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from tenants.jobs.rules import Waiting, next_in_turn
from tenants.jobs.selectors import jobs_in_flight, limits, waiting_jobs
from tenants.jobs.services import (
    beat,
    bury_spent_jobs,
    forget_old_records,
    note_that_workers_were_told,
    open_calendar_slot,
)
from tenants.post.services import hand_over_post
from tenants.provisioning.services import hand_over_foundings
from worker.celery import app
from worker.listening import WAIT_SECONDS, listen
from worker.schedule import CALENDAR

logger = logging.getLogger(__name__)

BEAT_SECONDS = 2.0

Publish = Callable[[Waiting], None]


def publish(item: Waiting) -> None:
    """Tell a worker where to look. The message names a house and a job, and says nothing about anybody."""
    headers = {"house": str(item.house), "job": str(item.job)}
    app.send_task(item.kind, task_id=str(item.job), headers=headers, retry=False, ignore_result=True)


class Dispatcher:
    """Runs until `stop` is set, through restarts of PostgreSQL and absences of Valkey."""

    def __init__(self, *, stop: threading.Event, publish: Publish = publish) -> None:
        self._stop = stop
        self._publish = publish
        self._opened: set[str] = set()
        self._next_beat = 0.0
        self._broker_is_away = False

    def run(self) -> None:
        """Serve until asked to stop."""
        listen(self.look, claim="ogniwo dispatcher", stop=self._stop)

    def look(self) -> None:
        """One look at everything that may be due."""
        self._keep_the_calendar()
        hand_over_post()
        hand_over_foundings()
        if buried := bury_spent_jobs():
            logger.critical("gave up %s jobs whose workers died again and again", buried)
        self._wake_workers()
        if time.monotonic() >= self._next_beat:
            beat()
            self._next_beat = time.monotonic() + BEAT_SECONDS

    def _keep_the_calendar(self) -> None:
        now = timezone.now()
        for entry in CALENDAR:
            key = entry.key(now)
            if key in self._opened:
                continue
            if open_calendar_slot(key, kind=entry.kind):
                forget_old_records()
            self._opened.add(key)

    def _wake_workers(self) -> None:
        room = limits()
        chosen = next_in_turn(waiting_jobs(per_house=room.in_flight), in_flight=jobs_in_flight(), limits=room)
        if told := self._tell(chosen):
            note_that_workers_were_told(told)

    def _tell(self, chosen: Iterable[Waiting]) -> list[UUID]:
        told: list[UUID] = []
        try:
            for item in chosen:
                self._publish(item)
                told.append(item.job)
        except BrokerAway:
            self._note_the_broker(away=True)
            self._stop.wait(WAIT_SECONDS)
        if told:
            self._note_the_broker(away=False)
        return told

    def _note_the_broker(self, *, away: bool) -> None:
        if away and not self._broker_is_away:
            logger.warning("Valkey is away; jobs wait in the queue of record until it is back")
        if self._broker_is_away and not away:
            logger.info("Valkey is back")
        self._broker_is_away = away
