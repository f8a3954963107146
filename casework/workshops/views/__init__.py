"""Pages of workshops, groups and memberships."""

from casework.workshops.views.members import add_people, leave, move, take_back
from casework.workshops.views.places import (
    add_group,
    add_workshop,
    close_group,
    close_workshop,
    edit_group,
    edit_workshop,
    group,
    reopen_group,
    reopen_workshop,
    workshops,
)

__all__ = [
    "add_group",
    "add_people",
    "add_workshop",
    "close_group",
    "close_workshop",
    "edit_group",
    "edit_workshop",
    "group",
    "leave",
    "move",
    "reopen_group",
    "reopen_workshop",
    "take_back",
    "workshops",
]
