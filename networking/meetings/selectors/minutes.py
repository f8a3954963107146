"""The minutes of a meeting: who came, what was said, concluded and agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import TodayCard
from networking.meetings.models import Action, Conclusion, Invitation, Meeting, MeetingNote
from networking.meetings.rules import (
    Answer,
    ConclusionKind,
    MeetingState,
    MinutesProblem,
    as_lines,
    problem_of_closing,
    problem_of_writing_up,
)
from tenants.walls.context import current_house

SENTENCES: dict[MinutesProblem, Any] = {
    MinutesProblem.NOT_CALLED: gettext_lazy("Invitations to this meeting have not been sent yet."),
    MinutesProblem.CANCELLED: gettext_lazy("This meeting was called off, so there is nothing to write down."),
    MinutesProblem.NOT_YET: gettext_lazy("The minutes can be written from the day of the meeting on."),
    MinutesProblem.NOT_BEGUN: gettext_lazy("The meeting has not begun yet. It can be closed once it has."),
    MinutesProblem.CLOSED: gettext_lazy("This meeting is closed already."),
}
CONCLUSION_HEADINGS: dict[ConclusionKind, Any] = {
    ConclusionKind.CONCLUSION: gettext_lazy("Conclusions"),
    ConclusionKind.TO_OWES: gettext_lazy("Recommendations to the OWES"),
    ConclusionKind.TO_VOIVODE: gettext_lazy("Recommendations to the voivode"),
    ConclusionKind.TO_MINISTRY: gettext_lazy("Recommendations to the ministry"),
    ConclusionKind.TO_LABOUR_OFFICE: gettext_lazy("Recommendations to labour offices"),
}
GUESTS = "guests"


@dataclass(frozen=True)
class Person:
    """Somebody at a meeting, as a signature. `came` None: not noted yet."""

    id: UUID
    name: str
    function: str
    came: bool | None

    @property
    def label(self) -> str:
        return f"{self.name}, {self.function}" if self.function else self.name


@dataclass(frozen=True)
class Delegation:
    """The people of a centre, or the guests together. `key` names it on the form."""

    key: str
    name: str
    people: Sequence[Person]
    is_invited: bool = True

    @property
    def present(self) -> list[Person]:
        return [each for each in self.people if each.came]


@dataclass(frozen=True)
class Conclusions:
    """What was concluded, or recommended to somebody, in order."""

    kind: ConclusionKind
    label: Any
    texts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Everything that is written up of a meeting."""

    meeting: Meeting
    delegations: Sequence[Delegation]
    conclusions: Sequence[Conclusions]
    notes: Sequence[MeetingNote]
    actions: Sequence[Action]

    @property
    def people(self) -> int:
        return sum(len(each.people) for each in self.delegations)

    @property
    def present(self) -> int:
        return sum(len(each.present) for each in self.delegations)

    @property
    def presence_noted(self) -> bool:
        return any(person.came is not None for each in self.delegations for person in each.people)

    @property
    def attended(self) -> list[Delegation]:
        """Those of whom somebody came."""
        return [each for each in self.delegations if each.present]


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes, in a fixed number of queries."""
    return Minutes(
        meeting=meeting,
        delegations=delegations_of(meeting),
        conclusions=conclusions_of(meeting),
        notes=list(MeetingNote.objects.filter(meeting=meeting).select_related("house").order_by("house__name", "id")),
        actions=list(Action.objects.filter(meeting=meeting).select_related("house").order_by("due_on", "id")),
    )


def delegations_of(meeting: Meeting) -> list[Delegation]:
    """Invited centres by name with the people they announced, then the guests. Who declined stands there empty."""
    invitations = _invitations(meeting).prefetch_related("people")
    centres = [Delegation(str(each.house_id), each.house.name, _persons(each.people.all())) for each in invitations]  # type: ignore[attr-defined]
    guests = meeting.guests.exclude(answer=Answer.NOT_COMING, was_present=None).order_by("name", "id")  # type: ignore[attr-defined]
    return [*centres, Delegation(GUESTS, _("Guests"), [_guest(each) for each in guests])]


def _invitations(meeting: Meeting) -> QuerySet[Invitation]:
    return Invitation.objects.filter(meeting=meeting).select_related("house").order_by("house__name", "id")


def _persons(people: Any) -> list[Person]:
    return [Person(each.pk, each.name, each.function, each.was_present) for each in people]


def _guest(guest: Any) -> Person:
    described = ", ".join(part for part in (guest.function, guest.organisation) if part)
    return Person(guest.pk, guest.name, described, guest.was_present)


def conclusions_of(meeting: Meeting) -> list[Conclusions]:
    """Conclusions and recommendations under their kinds; a kind without any is left out."""
    texts: dict[ConclusionKind, list[str]] = {}
    for row in Conclusion.objects.filter(meeting=meeting).order_by("id"):
        texts.setdefault(ConclusionKind(row.kind), []).append(row.text)
    return [Conclusions(kind, CONCLUSION_HEADINGS[kind], texts[kind]) for kind in ConclusionKind if kind in texts]


def conclusions_as_typed(meeting: Meeting) -> dict[str, Any]:
    """Summary, conclusions and the next meeting as their form shows them."""
    found = {each.kind: each.texts for each in conclusions_of(meeting)}
    lines = {kind.value: as_lines(found.get(kind, ())) for kind in ConclusionKind}
    return {
        "summary": meeting.summary,
        **lines,
        "next_planned": meeting.next_planned,
        "version": meeting.version,
    }


def why_not_now(meeting: Meeting, *, now: datetime) -> MinutesProblem | None:
    """Why nothing can be written up now; None: it can."""
    held_on, today = localtime(meeting.starts_at).date(), localtime(now).date()
    return problem_of_writing_up(state=MeetingState(meeting.state), held_on=held_on, today=today)


def why_not_closed(meeting: Meeting, *, now: datetime) -> MinutesProblem | None:
    """Why the meeting cannot be closed now; None: it can."""
    return problem_of_closing(state=MeetingState(meeting.state), starts_at=meeting.starts_at, now=now)


def takes_part(meeting: Meeting) -> bool:
    """Whether this house convened the meeting or was invited to it."""
    here = current_house()
    return meeting.convener_id == here.pk or Invitation.objects.filter(meeting=meeting, house=here).exists()


def own_note(meeting: Meeting) -> MeetingNote | None:
    """What this house has noted."""
    return MeetingNote.objects.filter(meeting=meeting, house=current_house()).first()


def meetings_of_house() -> QuerySet[Meeting]:
    """Meetings that were sent out, and that this house convened or was invited to, the latest first."""
    here = current_house()
    own = Meeting.objects.filter(Q(convener=here) | Q(pk__in=Invitation.objects.filter(house=here).values("meeting")))
    return own.exclude(state=MeetingState.DRAFT).select_related("convener", "host").order_by("-starts_at", "-id")


def meetings_to_report_on() -> QuerySet[Meeting]:
    """Those of them that took place, or will: of which there are papers."""
    return meetings_of_house().exclude(state=MeetingState.CANCELLED)


def cards_of_minutes(account: Account, *, today: date) -> list[TodayCard]:
    """Meetings that are over and that this house, which called them, has not closed."""
    if not account.may(Permission.MEETINGS_RUN):
        return []
    over = Meeting.objects.filter(
        convener=current_house(), state=MeetingState.SENT, ends_at__date__lt=today + timedelta(days=1)
    )
    return [_to_write_up(each, today=today) for each in over.order_by("starts_at", "id")]


def _to_write_up(meeting: Meeting, *, today: date) -> TodayCard:
    is_today = localtime(meeting.starts_at).date() == today
    return TodayCard(
        title=_("Today: %(title)s") % {"title": meeting.title}
        if is_today
        else _("Write up the meeting: %(title)s") % {"title": meeting.title},
        text=_("Note who came, what was concluded and agreed, then close the meeting."),
        url=reverse("meetings:minutes", args=[meeting.pk]),
        action=_("To the minutes"),
        icon="pencil",
        tone="info" if is_today else "warning",
        order=24,
    )
