"""Looking at meetings, answers, minutes and actions of one's network."""

from networking.meetings.selectors.answers import (
    guest_here,
    guest_of_link,
    heads_coming,
    meetings_open_for_answers,
    needs_shown,
    own_invitation,
    own_needs,
    with_answers,
)
from networking.meetings.selectors.calling import centres_to_invite, earlier_series, networks_here
from networking.meetings.selectors.meetings import (
    MeetingPage,
    is_open,
    meeting_visible,
    meetings_visible,
    page_of,
    past_meetings,
    upcoming_meetings,
)
from networking.meetings.selectors.today import meeting_cards
from networking.meetings.selectors.words import (
    ANSWER_LABELS,
    ANSWER_TONES,
    CONCLUSION_LABELS,
    NEED_LABELS,
    PART_LABELS,
    STATE_LABELS,
    STATE_TONES,
    when,
)

__all__ = [
    "ANSWER_LABELS",
    "ANSWER_TONES",
    "CONCLUSION_LABELS",
    "NEED_LABELS",
    "PART_LABELS",
    "STATE_LABELS",
    "STATE_TONES",
    "MeetingPage",
    "centres_to_invite",
    "earlier_series",
    "guest_here",
    "guest_of_link",
    "heads_coming",
    "is_open",
    "meeting_cards",
    "meeting_visible",
    "meetings_open_for_answers",
    "meetings_visible",
    "needs_shown",
    "networks_here",
    "own_invitation",
    "own_needs",
    "page_of",
    "past_meetings",
    "upcoming_meetings",
    "when",
    "with_answers",
]
