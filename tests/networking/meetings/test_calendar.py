"""Meetings in calendar programs: the file, the address, and what must not stand in either."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from networking.meetings.models import CalendarFeed, Meeting
from networking.meetings.rules import MeetingState
from tests.networking.meetings.held import a_guest, a_meeting, coming

ADDRESS = "/spotkania/kalendarz/"
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=10)


@pytest.fixture
def meeting(jowes: Any, poraj: Any) -> Meeting:
    return a_meeting(
        jowes,
        poraj,
        starts_at=SOON,
        title="Spotkanie; „Motywacja, wypalenie” \\ praca",
        theme="Zażółć gęślą jaźń, " * 8,
        sequence=2,
    )


@pytest.fixture
def manager(poraj: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(poraj, "manager"))


def file_of(meeting: Meeting) -> str:
    return f"/spotkania/{meeting.pk}/kalendarz.ics"


def an_address(client: Any) -> str:
    """The path of a new address, as the page shows it once."""
    shown = client.post(ADDRESS, {"make": "1"}).context["address"]
    return str(shown)[str(shown).index("/kalendarz/") :]


def events(content: bytes) -> list[Any]:
    return Calendar.from_ical(content).walk("VEVENT")


def test_the_file_holds_the_meeting_as_the_standard_asks(meeting: Meeting, manager: Any) -> None:
    answer = manager.get(file_of(meeting))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer.content)
    assert (event["summary"], int(event["sequence"]), event["status"]) == (meeting.title, 2, "CONFIRMED")
    assert event.decoded("dtstart") == meeting.starts_at
    assert event.decoded("dtend") == meeting.ends_at
    assert str(meeting.pk) in event["uid"]
    assert event["url"].endswith(f"/spotkania/{meeting.pk}/")
    assert "Zażółć gęślą jaźń" in event["description"]


def test_lines_end_and_fold_as_the_standard_asks(meeting: Meeting, manager: Any) -> None:
    content = manager.get(file_of(meeting)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert b"SUMMARY:Spotkanie\\; " in content


def test_a_meeting_that_is_off_stays_in_calendars_and_says_so(jowes: Any, poraj: Any, manager: Any) -> None:
    off = a_meeting(jowes, poraj, starts_at=SOON, state=MeetingState.CANCELLED, cancelled_because="Choroba")
    (event,) = events(manager.get(file_of(off)).content)
    assert (event["status"], int(event["sequence"])) == ("CANCELLED", 1)
    assert "Choroba" in event["description"]


def test_the_address_is_read_without_signing_in_and_names_nobody(
    meeting: Meeting, poraj: Any, manager: Any, client_for: Any
) -> None:
    coming(meeting, poraj, "Zofia Tajna")
    a_guest(meeting, "Gość Tajny")
    answer = client_for(house=poraj).get(an_address(manager))
    assert answer.status_code == 200
    text = answer.content.replace(b"\r\n ", b"").decode()
    assert meeting.title.split(";")[0] in text
    for name in ("Zofia Tajna", "Gość Tajny", meeting.called_by_name, "ATTENDEE", "ORGANIZER"):
        assert name not in text


def test_a_new_address_makes_the_old_one_worthless(meeting: Meeting, poraj: Any, manager: Any, client_for: Any) -> None:
    program = client_for(house=poraj)
    old, new = an_address(manager), an_address(manager)
    assert [program.get(path).status_code for path in (old, new)] == [404, 200]
    assert manager.post(ADDRESS, {"end": "1"}).status_code == 302
    assert program.get(new).status_code == 404


def test_the_address_is_shown_once_and_kept_as_a_hash(manager: Any, poraj: Any, as_house: Any) -> None:
    secret = an_address(manager).rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in manager.get(ADDRESS).content.decode()
    with as_house(poraj):
        assert secret not in CalendarFeed.objects.get().secret_hash


def test_an_address_of_one_house_is_nothing_in_another(
    meeting: Meeting, klobuck: Any, manager: Any, client_for: Any
) -> None:
    assert client_for(house=klobuck).get(an_address(manager)).status_code == 404
    assert client_for(house=klobuck).get("/kalendarz/nonsense.ics").status_code == 404


def test_a_house_gets_its_own_meetings_and_no_drafts(
    meeting: Meeting, jowes: Any, klobuck: Any, poraj: Any, manager: Any, client_for: Any
) -> None:
    a_meeting(jowes, klobuck, starts_at=SOON, title="Nie dla Poraja")
    draft = a_meeting(jowes, poraj, starts_at=SOON, title="Szkic", state=MeetingState.DRAFT, sent_at=None)
    a_meeting(jowes, poraj, starts_at=SOON - timedelta(days=900), title="Dawne")
    listed = events(client_for(house=poraj).get(an_address(manager)).content)
    assert [event["summary"] for event in listed] == [meeting.title]
    assert manager.get(file_of(draft)).status_code == 404


def test_the_feed_takes_as_many_queries_for_three_as_for_one(
    meeting: Meeting, jowes: Any, poraj: Any, manager: Any, client_for: Any
) -> None:
    program, address = client_for(house=poraj), an_address(manager)

    def queries() -> int:
        program.get(address)
        with CaptureQueriesContext(connection) as asked:
            program.get(address)
        return len(asked)

    few = queries()
    for title in ("Drugie", "Trzecie"):
        a_meeting(jowes, poraj, starts_at=SOON, title=title)
    assert queries() == few


def test_only_those_who_speak_for_the_centre_make_an_address(poraj: Any, account: Any, client_for: Any) -> None:
    assert client_for(account(poraj, "vocational-instructor")).post(ADDRESS, {"make": "1"}).status_code == 403
