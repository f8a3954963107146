"""What the ground process does with houses, and how a centre is asked for."""

from tenants.provisioning.services.foundings import (
    CentreAsked,
    found_requested_centre,
    hand_over_foundings,
    request_founding,
)
from tenants.provisioning.services.houses import (
    Upgrade,
    found_house,
    prepare,
    resume_house,
    suspend_house,
    upgrade_houses,
)

__all__ = [
    "CentreAsked",
    "Upgrade",
    "found_house",
    "found_requested_centre",
    "hand_over_foundings",
    "prepare",
    "request_founding",
    "resume_house",
    "suspend_house",
    "upgrade_houses",
]
