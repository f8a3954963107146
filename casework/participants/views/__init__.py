"""Participants: the list, a card, and what is done with them."""

from casework.participants.views.cards import card, reveal
from casework.participants.views.editing import add, edit
from casework.participants.views.lists import people, search
from casework.participants.views.stays import amend, begin, end, extend, reopen

__all__ = ["add", "amend", "begin", "card", "edit", "end", "extend", "people", "reopen", "reveal", "search"]
