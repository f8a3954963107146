"""How the words of meetings are called on the screen."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from networking.meetings.models import Meeting
from networking.meetings.rules import Answer, ConclusionKind, MeetingState, Need, PartKind

STATE_LABELS: dict[MeetingState, Any] = {
    MeetingState.DRAFT: _("draft"),
    MeetingState.SENT: _("invitations sent"),
    MeetingState.CANCELLED: _("called off"),
    MeetingState.HELD: _("held"),
}
STATE_TONES: dict[MeetingState, str] = {
    MeetingState.DRAFT: "warning",
    MeetingState.SENT: "info",
    MeetingState.CANCELLED: "danger",
    MeetingState.HELD: "success",
}
PART_LABELS: dict[PartKind, Any] = {
    PartKind.PRESENTATION: _("centres present themselves"),
    PartKind.DISCUSSION: _("discussion"),
    PartKind.WORKSHOP: _("workshop session"),
    PartKind.COACHING: _("coaching"),
    PartKind.VISIT: _("study visit"),
    PartKind.GUEST_TALK: _("guest talk"),
    PartKind.BREAK: _("break"),
}
ANSWER_LABELS: dict[Answer, Any] = {
    Answer.WAITING: _("no answer yet"),
    Answer.COMING: _("coming"),
    Answer.NOT_COMING: _("not coming"),
}
ANSWER_TONES: dict[Answer, str] = {
    Answer.WAITING: "warning",
    Answer.COMING: "success",
    Answer.NOT_COMING: "neutral",
}
NEED_LABELS: dict[Need, Any] = {
    Need.STEP_FREE: _("access without steps"),
    Need.HEARING_LOOP: _("hearing loop"),
    Need.SIGN_LANGUAGE: _("Polish sign language interpreter"),
    Need.LARGE_PRINT: _("materials in large print"),
    Need.VEGETARIAN: _("vegetarian meal"),
    Need.OTHER_DIET: _("another diet"),
    Need.PARKING: _("parking place"),
}
CONCLUSION_LABELS: dict[ConclusionKind, Any] = {
    ConclusionKind.CONCLUSION: _("conclusion"),
    ConclusionKind.TO_OWES: _("recommendation to the OWES"),
    ConclusionKind.TO_VOIVODE: _("recommendation to the voivode"),
    ConclusionKind.TO_MINISTRY: _("recommendation to the ministry"),
    ConclusionKind.TO_LABOUR_OFFICE: _("recommendation to labour offices"),
}


def when(meeting: Meeting) -> str:
    """The day and the hours of a meeting, for people: "Wednesday, 7 October 2026, 10:00-14:00"."""
    starts_at, ends_at = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return f"{date_format(starts_at, 'l, j E Y')}, {starts_at:%H:%M}–{ends_at:%H:%M}"
