"""Looking for organisations: doors, centres of a network, one's own profile, what is being founded."""

from networking.directory.selectors.centres import (
    CentrePage,
    centre_page,
    listed_centres,
    networks_seen,
)
from networking.directory.selectors.doors import Door, doors
from networking.directory.selectors.founding import FoundingPage, founding_page, foundings_to_show, own_networks
from networking.directory.selectors.profiles import first_step_with_profile, own_profile, profile_cards

__all__ = [
    "CentrePage",
    "Door",
    "FoundingPage",
    "centre_page",
    "doors",
    "first_step_with_profile",
    "founding_page",
    "foundings_to_show",
    "listed_centres",
    "networks_seen",
    "own_networks",
    "own_profile",
    "profile_cards",
]
