"""Keeping the profile of a centre; asking for a new centre."""

from networking.directory.services.founding import (
    FOUNDING_ACTIONS,
    FOUNDING_NOTICE,
    ask_for_centre,
    tell_about_founding,
)
from networking.directory.services.profiles import PROFILE_ACTIONS, save_profile

__all__ = [
    "FOUNDING_ACTIONS",
    "FOUNDING_NOTICE",
    "PROFILE_ACTIONS",
    "ask_for_centre",
    "save_profile",
    "tell_about_founding",
]
