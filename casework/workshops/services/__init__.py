"""What can be done with workshops: set them and their groups up, and say who belongs where."""

from casework.workshops.services.memberships import (
    MEMBERSHIP_ACTIONS,
    join_group,
    join_together,
    leave_group,
    move_to_group,
    note_candidates_seen,
    note_members_seen,
    take_back,
)
from casework.workshops.services.places import (
    PLACE_ACTIONS,
    add_group,
    add_workshop,
    close_group,
    close_workshop,
    edit_group,
    edit_workshop,
    reopen_group,
    reopen_workshop,
)

WORKSHOP_ACTIONS = PLACE_ACTIONS | MEMBERSHIP_ACTIONS

__all__ = [
    "WORKSHOP_ACTIONS",
    "add_group",
    "add_workshop",
    "close_group",
    "close_workshop",
    "edit_group",
    "edit_workshop",
    "join_group",
    "join_together",
    "leave_group",
    "move_to_group",
    "note_candidates_seen",
    "note_members_seen",
    "reopen_group",
    "reopen_workshop",
    "take_back",
]
