"""The doors: list meetings, read one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.accounts.rules import Scope
from core.api.api import ApiView, Call, operation
from core.api.rules import Answer
from core.api.selectors import cursor_of, position_of
from networking.meetings.api import examples
from networking.meetings.api.shapes import MeetingListed, MeetingsPage, MeetingsWanted, MeetingTold, PartTold
from networking.meetings.selectors.actions import ActionRow, actions_of
from networking.meetings.selectors.answers import invitations_of
from networking.meetings.selectors.listing import Which, part_of_meetings
from networking.meetings.selectors.minutes import conclusions_of
from networking.meetings.views.meetings import meeting_or_404

if TYPE_CHECKING:
    from networking.meetings.models import Invitation
    from networking.meetings.models import Meeting as MeetingRow

TAG = gettext_lazy("Networking meetings")


class Meetings(ApiView):
    """Every meeting of the network, page by page."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_MEETINGS}

    @operation(
        "list_meetings",
        summary=gettext_lazy("List networking meetings"),
        description=gettext_lazy("Drafts are seen by the organiser alone."),
        query=MeetingsWanted,
        answer=MeetingsPage,
        examples=(examples.LIST,),
    )
    def get(self, request: Call) -> Answer:
        asked = request.asked
        after = position_of(asked.get("cursor", ""))
        part = part_of_meetings(Which(asked["which"]), after=after, size=asked["limit"], now=timezone.now())
        told = {
            "items": [MeetingListed.of(each) | {"network": each.network.slug} for each in part.meetings],
            "next": cursor_of(*part.next) if part.next else None,
        }
        return Answer(data=told)


class Meeting(ApiView):
    """One meeting."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_MEETINGS}

    @operation(
        "get_meeting",
        summary=gettext_lazy("Read a meeting"),
        description=gettext_lazy(
            "With its agenda, the answers of the centres, conclusions and agreements. Nobody who comes is named."
        ),
        answer=MeetingTold,
        examples=(examples.GET,),
    )
    def get(self, request: Call, meeting_id: UUID) -> Answer:
        meeting = meeting_or_404(meeting_id)
        told = MeetingTold.of(meeting, without=ELSEWHERE) | {
            "network": meeting.network.slug,
            "organiser": _house(meeting.convener),
            "host": _house(meeting.host) if meeting.host else None,
            "agenda": [_part(each) for each in meeting.parts.all()],  # type: ignore[attr-defined]
            "invitations": [_invitation(each, meeting) for each in invitations_of(meeting)],
            "conclusions": _conclusions(conclusions_of(meeting)),
            "agreements": [_agreement(each) for each in actions_of(meeting, today=timezone.localdate())],
        }
        return Answer(data=told)


ELSEWHERE = frozenset({"network", "organiser", "host", "agenda", "invitations", "conclusions", "agreements"})
"""What is not read off the meeting itself."""


def _house(house: Any) -> dict[str, Any]:
    return {"id": house.pk, "name": house.name}


def _part(part: Any) -> dict[str, Any]:
    return PartTold.of(part) | {"starts_at": f"{part.starts_at:%H:%M}", "ends_at": f"{part.ends_at:%H:%M}"}


def _invitation(invitation: "Invitation", meeting: "MeetingRow") -> dict[str, Any]:
    invitation.meeting = meeting
    return {
        "centre": _house(invitation.house),
        "answer": invitation.answer,
        "is_outdated": invitation.asks_to_confirm,
        "people": len(invitation.people.all()),  # type: ignore[attr-defined]
    }


def _conclusions(groups: Sequence[Any]) -> list[dict[str, str]]:
    return [{"kind": group.kind.value, "text": text} for group in groups for text in group.texts]


def _agreement(row: ActionRow) -> dict[str, Any]:
    action = row.action
    return {
        "id": action.pk,
        "what": action.what,
        "organisation": _house(action.house),
        "who": action.who,
        "due_on": action.due_on,
        "state": row.state.value,
        "done_at": action.done_at,
    }
