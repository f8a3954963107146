"""Fills what houses share, step by step; each step leaves alone what is there already."""

from datetime import date

from django.db import transaction
from django.utils import translation

from networking.demo.meetings import write_meetings
from networking.demo.minutes import write_up
from networking.demo.profiles import write_profiles


@transaction.atomic
def fill(*, today: date) -> None:
    """Profiles, as the managers would write them, meetings, as the OWES calls them, and what came of them."""
    with translation.override("pl"):
        write_profiles(today=today)
        write_meetings(today=today)
        write_up(today=today)
