"""The report of a meeting: what was planned, who came, what was concluded and agreed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core.access import Permission
from core.accounts.models import Account
from core.reports.rules import (
    Block,
    Column,
    ColumnKind,
    Content,
    Format,
    Heading,
    Note,
    Paragraph,
    Progress,
    ReportKind,
    Signatures,
    Table,
)
from networking.meetings.models import Meeting
from networking.meetings.reports.asked import MeetingPaperForm, about, facts_of, meeting_asked, open_to
from networking.meetings.rules import ActionState, PartKind
from networking.meetings.selectors.actions import ACTION_LABELS
from networking.meetings.selectors.minutes import Minutes, minutes_of
from networking.meetings.selectors.words import PART_LABELS


def build(parameters: Mapping[str, Any], progress: Progress, /, *, by: Account) -> Content:
    """The report of a meeting that this house convened or was invited to.

    Raises:
        RuleBroken: there is no such meeting.
    """
    meeting = meeting_asked(parameters)
    minutes = minutes_of(meeting)
    progress(1.0)
    return Content(title=_("Report of a networking meeting"), subtitle=meeting.title, blocks=tuple(_blocks(minutes)))


def _blocks(minutes: Minutes) -> Iterator[Block]:
    meeting = minutes.meeting
    yield facts_of(meeting)
    yield from (Paragraph(text=text) for text in _paragraphs(meeting.summary))
    yield from _agenda(meeting)
    yield from _presence(minutes)
    yield from _conclusions(minutes)
    yield from _notes(minutes)
    yield from _agreements(minutes)
    if meeting.next_planned:
        yield Heading(text=_("Next meeting"))
        yield Paragraph(text=meeting.next_planned)
    yield Signatures(labels=(_("prepared by (date and signature)"),))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _agenda(meeting: Meeting) -> Iterator[Block]:
    parts = list(meeting.parts.order_by("starts_at", "id"))  # type: ignore[attr-defined]
    if not parts:
        return
    yield Heading(text=_("Agenda"))
    yield Table(
        columns=(
            Column(label=_("Hours"), width=16),
            Column(label=_("Kind"), width=24),
            Column(label=_("Topic"), width=40),
            Column(label=_("Led by"), width=20),
        ),
        rows=[
            (
                f"{part.starts_at:%H:%M}–{part.ends_at:%H:%M}",
                str(PART_LABELS[PartKind(part.kind)]),
                part.topic,
                part.leader,
            )
            for part in parts
        ],
        name=_("Agenda"),
    )


def _presence(minutes: Minutes) -> Iterator[Block]:
    yield Heading(text=pgettext("how many people", "Present"))
    if not minutes.presence_noted:
        yield Paragraph(text=_("Presence was not noted."))
        return
    people = ngettext("%(people)d person", "%(people)d people", minutes.present) % {"people": minutes.present}
    yield Paragraph(text=_("%(people)s of %(centres)d organisations.") % {"people": people, "centres": _count(minutes)})
    yield Table(
        columns=(
            Column(label=pgettext("number in a list", "No."), kind=ColumnKind.INTEGER, width=6),
            Column(label=_("First and last name"), width=30),
            Column(label=_("Function"), width=28),
            Column(label=_("From where"), width=40),
        ),
        rows=[
            (number, person.name, person.function, delegation.name)
            for number, (person, delegation) in enumerate(_present(minutes), start=1)
        ],
        name=pgettext("how many people", "Present"),
        empty=_("Nobody was noted as present."),
    )


def _present(minutes: Minutes) -> Iterator[tuple[Any, Any]]:
    return ((person, delegation) for delegation in minutes.attended for person in delegation.present)


def _count(minutes: Minutes) -> int:
    return len(minutes.attended)


def _conclusions(minutes: Minutes) -> Iterator[Block]:
    for group in minutes.conclusions:
        yield Heading(text=str(group.label))
        yield from (Paragraph(text=f"{number}. {text}") for number, text in enumerate(group.texts, start=1))


def _notes(minutes: Minutes) -> Iterator[Block]:
    if not minutes.notes:
        return
    yield Heading(text=_("Notes"))
    for note in minutes.notes:
        yield Heading(text=note.house.name, level=3)
        yield from (Paragraph(text=text) for text in _paragraphs(note.text))
        yield Note(text=", ".join(part for part in (note.written_by_name, note.written_by_function) if part))


def _agreements(minutes: Minutes) -> Iterator[Block]:
    if not minutes.actions:
        return
    yield Heading(text=_("Agreements"))
    yield Table(
        columns=(
            Column(label=_("What"), width=44),
            Column(label=_("Which centre"), width=36),
            Column(label=_("Who there"), width=20),
            Column(label=_("Until when"), kind=ColumnKind.DATE, width=14),
            Column(label=_("State"), width=14),
        ),
        rows=[(each.what, each.house.name, each.who, each.due_on, _state(each.done_at)) for each in minutes.actions],
        name=_("Agreements"),
    )


def _state(done_at: object) -> str:
    return str(ACTION_LABELS[ActionState.DONE if done_at else ActionState.OPEN])


MEETING_REPORT = ReportKind(
    code="meeting-report",
    label=gettext_lazy("Report of a networking meeting"),
    description=gettext_lazy("Agenda, who came, conclusions, notes and agreements of one meeting."),
    permission=Permission.MEETINGS_VIEW,
    form=MeetingPaperForm,
    build=build,
    open_to=open_to,
    about=about,
    formats=(Format.PDF,),
)
