"""Pages of meetings."""

from networking.meetings.views.actions import action, actions, add_action, edit_action, finish_action, reopen_action
from networking.meetings.views.answers import answer
from networking.meetings.views.feeds import calendar_feed, calendar_file, feed_address
from networking.meetings.views.guests import guest_answer, invite_guest, new_link, remove_guest
from networking.meetings.views.meetings import (
    call_off,
    convened_or_404,
    discard,
    edit,
    meeting,
    meeting_or_404,
    meetings,
    new,
    remind,
    send,
)
from networking.meetings.views.minutes import close, conclusions, minutes, notes, presence

__all__ = [
    "action",
    "actions",
    "add_action",
    "answer",
    "calendar_feed",
    "calendar_file",
    "call_off",
    "close",
    "conclusions",
    "convened_or_404",
    "discard",
    "edit",
    "edit_action",
    "feed_address",
    "finish_action",
    "guest_answer",
    "invite_guest",
    "meeting",
    "meeting_or_404",
    "meetings",
    "minutes",
    "new",
    "new_link",
    "notes",
    "presence",
    "remind",
    "remove_guest",
    "reopen_action",
    "send",
]
