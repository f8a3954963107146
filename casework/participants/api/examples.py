"""Requests and answers of the documentation. A test sends them."""

from typing import Any

from core.api.rules import Example

SOMEBODY = "0190b6a0-0000-7000-8000-00000000e001"
_LISTED: dict[str, Any] = {
    "id": SOMEBODY,
    "external_id": "HR-0042",
    "last_name": "Przykładowa",
    "first_name": "Zofia",
    "pesel_masked": "•••••••3624",
    "birth_date": "2002-07-08",
    "sex": "K",
    "street": "ul. Kwiatowa 7",
    "postal_code": "42-360",
    "place": "Poraj",
    "email": "",
    "education": "",
    "version": 1,
    "updated_at": "2026-11-20T09:12:44.318204Z",
}
_SENT = {
    "external_id": "HR-0043",
    "last_name": "Nowak",
    "first_name": "Adam",
    "pesel": "90090515836",
    "stay": {"starts_on": "2026-10-01", "plan_signed_on": "2026-10-01"},
}
_RECEIPT = {"id": "0190b6a0-0000-7000-8000-00000000e002", "version": 1}
_AGAIN = {"Idempotency-Key": "nowak-2026-10-01"}
_ADDRESS = f"/api/v1/participants/{SOMEBODY}"

LIST = Example(
    method="GET",
    path="/api/v1/participants?updated_since=2026-11-01T00:00:00Z&limit=50",
    answer={"items": [_LISTED], "deleted": [], "next": None, "next_since": "2026-11-22T08:54:10.104372Z"},
)
ADD = Example(method="POST", path="/api/v1/participants", headers=_AGAIN, body=_SENT, status=201, answer=_RECEIPT)
SEARCH = Example(
    method="POST",
    path="/api/v1/participants/search",
    body={"q": "przykladowa zofia"},
    answer={"items": [_LISTED], "are_all": True},
)
GET = Example(
    method="GET",
    path=_ADDRESS,
    answer=_LISTED | {"pesel": "02270803624", "other_identifier": "", "phone": "600700800"},
)
CHANGE = Example(
    method="PATCH",
    path=_ADDRESS,
    headers={"If-Match": '"1"'},
    body={"phone": "600 700 801", "place": "Myszków"},
    answer={"id": SOMEBODY, "version": 2},
)
MISTYPED = Example(
    method="PATCH",
    path=_ADDRESS,
    headers={"If-Match": '"1"'},
    body={"pesel": "02270803625"},
    status=422,
    answer={
        "type": "/api/#invalid",
        "title": "W żądaniu coś się nie zgadza",
        "status": 422,
        "detail": "Każdy błąd jest wymieniony w „errors”.",
        "instance": "7KQF-M2XD",
        "errors": [{"field": "pesel", "message": "…"}],
    },
)
