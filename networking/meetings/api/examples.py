"""Requests and answers of the documentation. A test sends them."""

from typing import Any

from core.api.rules import Example

MEETING = "0190b6a0-0000-7000-8000-00000000e0b1"
AGREEMENT = "0190b6a0-0000-7000-8000-00000000e0b2"
_CENTRE = {"id": "0190b6a0-0000-7000-8000-00000000e0c1", "name": "Centrum Integracji Społecznej w Poraju"}
_OWES = {"id": "0190b6a0-0000-7000-8000-00000000e0c2", "name": "Jurajski Ośrodek Wsparcia Ekonomii Społecznej"}
_OF_BOTH: dict[str, Any] = {
    "id": MEETING,
    "network": "subregion-polnocny",
    "title": "Spotkanie sieciujące centrów",
    "series": "",
    "theme": "Motywacja i wypalenie zawodowe",
    "state": "held",
    "starts_at": "2026-10-08T08:00:00Z",
    "ends_at": "2026-10-08T11:00:00Z",
    "place": "Poraj, ul. Jasna 1",
    "link": "",
    "sequence": 0,
}
_LISTED = _OF_BOTH | {"invited": 1, "answered": 1, "own_answer": "coming"}
_TOLD = _OF_BOTH | {
    "introduction": "",
    "cancelled_because": "",
    "seats": None,
    "answers_until": "2026-10-05T08:00:00Z",
    "organiser": _OWES,
    "host": None,
    "partners": ["Powiatowy Urząd Pracy"],
    "agenda": [
        {
            "starts_at": "10:00",
            "ends_at": "11:00",
            "kind": "discussion",
            "topic": "Wymiana doświadczeń",
            "leader": "",
        }
    ],
    "invitations": [{"centre": _CENTRE, "answer": "coming", "is_outdated": False, "people": 2}],
    "summary": "Centra podzieliły się tym, co pomaga ich zespołom.",
    "conclusions": [{"kind": "to-owes", "text": "Superwizja dla instruktorów raz na kwartał"}],
    "agreements": [
        {
            "id": AGREEMENT,
            "what": "Przesłać wzór karty motywacji",
            "organisation": _CENTRE,
            "who": "kierownik centrum",
            "due_on": "2026-10-31",
            "state": "done",
            "done_at": "2026-10-20T07:30:00Z",
        }
    ],
    "next_planned": "wczesna wiosna 2027",
}
LIST = Example(method="GET", path="/api/v1/meetings?which=past&limit=10", answer={"items": [_LISTED], "next": None})
GET = Example(method="GET", path=f"/api/v1/meetings/{MEETING}", answer=_TOLD)
