"""A person's card, and a hidden number shown once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework.participants import services
from casework.participants.selectors import card_of
from casework.participants.services import note_reading
from core.access import Permission, requires
from core.access.selectors import me


@requires(Permission.PARTICIPANTS_VIEW)
@require_safe
def card(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    return _card(request, participant_id, {})


@requires(Permission.PARTICIPANTS_REVEAL)
@require_POST
def reveal(request: HttpRequest, participant_id: UUID, field: str) -> HttpResponse:
    """A number in full, on this page only: the next look asks again, and each one is on record."""
    number = services.reveal(by=me(request), participant_id=participant_id, field=field)
    if request.headers.get("HX-Request"):
        return render(request, "participants/revealed.html", {"number": number})
    return _card(request, participant_id, {field: number})


def _card(request: HttpRequest, participant_id: UUID, revealed: dict[str, str]) -> HttpResponse:
    shown = card_of(me(request), participant_id, today=timezone.localdate())
    note_reading(by=me(request), action="participants.viewed", people=[participant_id], target=shown.participant)
    context = {
        "card": shown,
        "pesel": revealed.get("pesel", ""),
        "phone": revealed.get("phone", ""),
        "may_edit": me(request).may(Permission.PARTICIPANTS_EDIT),
        "may_reveal": me(request).may(Permission.PARTICIPANTS_REVEAL),
    }
    return render(request, "participants/card.html", context)
