"""`manage.py dispatcher`: the process that decides what is done next."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.walls.probe import PoolerFound, probe_database
from worker.dispatcher import Dispatcher
from worker.stopping import stop_on_signal


class Command(BaseCommand):
    help = "Wakes workers, keeps the calendar, hands the post over. A second one waits as stand-by."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            probe_database()
        except PoolerFound as found:
            raise CommandError(str(found)) from found
        Dispatcher(stop=stop_on_signal()).run()
