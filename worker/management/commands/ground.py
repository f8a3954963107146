"""`manage.py ground`: the process that founds, upgrades and suspends houses."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenants.walls.probe import PoolerFound, probe_database
from worker.ground import run
from worker.stopping import stop_on_signal


class Command(BaseCommand):
    help = "Founds, upgrades, suspends and resumes houses, as jobs of the queue ask for it."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.OGNIWO_PROCESS != "ground":
            raise CommandError("Start it with OGNIWO_PROCESS=ground: this process alone uses the owner's login.")
        try:
            probe_database()
        except PoolerFound as found:
            raise CommandError(str(found)) from found
        run(stop_on_signal())
