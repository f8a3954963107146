"""What can be done with meetings: call them, invite, answer, remind; write them up and agree on actions."""

from networking.meetings.services.actions import (
    ACTION_ACTIONS,
    AGREED,
    agree_action,
    change_action,
    finish_action,
    reopen_action,
)
from networking.meetings.services.answering import ANSWERING_ACTIONS, answer_invitation
from networking.meetings.services.calling import (
    CALLING_ACTIONS,
    call_meeting,
    call_off,
    convened,
    discard_draft,
    edit_meeting,
    send_invitations,
)
from networking.meetings.services.closing import CLOSING_ACTIONS, close_meeting
from networking.meetings.services.conclusions import CONCLUSION_ACTIONS, write_conclusions
from networking.meetings.services.feeds import FEED_ACTIONS, end_feed, make_feed_address
from networking.meetings.services.guests import (
    GUEST_ACTIONS,
    answer_as_guest,
    invite_guest,
    remove_guest,
    send_new_link,
)
from networking.meetings.services.notes import NOTE_ACTIONS, write_notes
from networking.meetings.services.presence import PRESENCE_ACTIONS, note_presence
from networking.meetings.services.recalling import ACTION_DUE, recall_actions, recall_due_actions
from networking.meetings.services.reminding import (
    REMINDING_ACTIONS,
    remind_before_deadlines,
    remind_silent,
    remind_when_due,
)
from networking.meetings.services.telling import ANSWER, CHANGE, END, INVITATION, REMINDER, address_of

MEETING_ACTIONS = CALLING_ACTIONS | ANSWERING_ACTIONS | GUEST_ACTIONS | REMINDING_ACTIONS
MINUTES_ACTIONS = PRESENCE_ACTIONS | NOTE_ACTIONS | CONCLUSION_ACTIONS | CLOSING_ACTIONS

__all__ = [
    "ACTION_ACTIONS",
    "ACTION_DUE",
    "AGREED",
    "ANSWER",
    "CHANGE",
    "END",
    "FEED_ACTIONS",
    "INVITATION",
    "MEETING_ACTIONS",
    "MINUTES_ACTIONS",
    "REMINDER",
    "address_of",
    "agree_action",
    "answer_as_guest",
    "answer_invitation",
    "call_meeting",
    "call_off",
    "change_action",
    "close_meeting",
    "convened",
    "discard_draft",
    "edit_meeting",
    "end_feed",
    "finish_action",
    "invite_guest",
    "make_feed_address",
    "note_presence",
    "recall_actions",
    "recall_due_actions",
    "remind_before_deadlines",
    "remind_silent",
    "remind_when_due",
    "remove_guest",
    "reopen_action",
    "send_invitations",
    "send_new_link",
    "write_conclusions",
    "write_notes",
]
