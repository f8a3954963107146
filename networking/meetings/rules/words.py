"""Words of meetings. Pure."""

from enum import StrEnum


class MeetingState(StrEnum):
    """How far a meeting is: written by its convener alone, sent to the invited, called off, or over."""

    DRAFT = "draft"
    SENT = "sent"
    CANCELLED = "cancelled"
    HELD = "held"


class PartKind(StrEnum):
    """What is done in a part of the agenda."""

    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    WORKSHOP = "workshop"
    COACHING = "coaching"
    VISIT = "visit"
    GUEST_TALK = "guest-talk"
    BREAK = "break"


class Answer(StrEnum):
    """What an invited centre or guest said."""

    WAITING = "waiting"
    COMING = "coming"
    NOT_COMING = "not-coming"


class Need(StrEnum):
    """What somebody needs to take part. Counted, never named."""

    STEP_FREE = "step-free"
    HEARING_LOOP = "hearing-loop"
    SIGN_LANGUAGE = "sign-language"
    LARGE_PRINT = "large-print"
    VEGETARIAN = "vegetarian"
    OTHER_DIET = "other-diet"
    PARKING = "parking"


class ConclusionKind(StrEnum):
    """What the meeting came to: a conclusion, or a recommendation to somebody."""

    CONCLUSION = "conclusion"
    TO_OWES = "to-owes"
    TO_VOIVODE = "to-voivode"
    TO_MINISTRY = "to-ministry"
    TO_LABOUR_OFFICE = "to-labour-office"
