"""Doors for strangers; centres of the network; one's own profile; founding a centre."""

from networking.directory.views.centres import centre, centres, edit_profile
from networking.directory.views.doors import find_your_centre
from networking.directory.views.founding import found, founding, founding_part

__all__ = ["centre", "centres", "edit_profile", "find_your_centre", "found", "founding", "founding_part"]
