"""Papers of meetings: the report, and the list to sign."""

from datetime import date
from typing import Any

import pytest

from core.reports.rules import Heading, KeyValues, Paragraph, Table
from networking.meetings.models import Conclusion, Meeting, MeetingNote
from networking.meetings.reports import MEETING_ATTENDANCE_LIST, MEETING_REPORT
from networking.meetings.rules import ConclusionKind
from tenants.errors import RuleBroken
from tests.networking.meetings.held import NOBODY, SIGNED, a_guest, a_meeting, an_action, coming


@pytest.fixture
def meeting(jowes: Any, poraj: Any, as_house: Any) -> Meeting:
    """A meeting that has been written up."""
    made = a_meeting(
        jowes, poraj, summary="Było warto.", next_planned="wiosna", partners=["Stowarzyszenie Przykładowe"]
    )
    present, _absent = coming(made, poraj, "Anna Obecna", "Jan Nieobecny")
    guest = a_guest(made, "Gość Urzędowy")
    with as_house(jowes):
        for person in (present, guest):
            person.was_present = True
            person.save()
        Conclusion.objects.create(meeting=made, kind=ConclusionKind.TO_VOIVODE, text="Jeden wzór sprawozdania")
        MeetingNote.objects.create(
            meeting=made,
            house=jowes,
            text="Pierwszy akapit\n\nDrugi akapit",
            written_by_account=NOBODY,
            written_by_name=SIGNED["name"],
            written_by_function=SIGNED["function"],
        )
    an_action(jowes, poraj, meeting=made, what="Wizyta w Kłobucku", due_on=date(2027, 1, 15))
    return made


def content_of(kind: Any, meeting: Meeting, *, by: Any) -> Any:
    return kind.build({"meeting": str(meeting.pk)}, lambda _share: None, by=by)


def test_the_report_tells_everything_that_was_written_up(
    meeting: Meeting, jowes: Any, account: Any, as_house: Any
) -> None:
    adviser = account(jowes, "adviser")
    with as_house(jowes):
        content = content_of(MEETING_REPORT, meeting, by=adviser)
    (facts,) = (block for block in content.blocks if isinstance(block, KeyValues))
    assert dict(facts.pairs)["Partnerzy"] == "Stowarzyszenie Przykładowe"
    headings = [block.text for block in content.blocks if isinstance(block, Heading)]
    assert headings == [
        "Program",
        "Obecni",
        "Rekomendacje dla wojewody",
        "Notatki",
        jowes.name,
        "Ustalenia",
        "Następne spotkanie",
    ]
    texts = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    for text in ("Było warto.", "1. Jeden wzór sprawozdania", "Drugi akapit", "wiosna"):
        assert text in texts
    _agenda, present, agreed = (block for block in content.blocks if isinstance(block, Table))
    assert [row[1] for row in present.rows] == ["Anna Obecna", "Gość Urzędowy"]
    assert [row[0] for row in agreed.rows] == ["Wizyta w Kłobucku"]


def test_the_list_to_sign_has_everybody_and_room_for_more(
    meeting: Meeting, poraj: Any, account: Any, as_house: Any
) -> None:
    manager = account(poraj, "manager")
    with as_house(poraj):
        (table,) = content_of(MEETING_ATTENDANCE_LIST, meeting, by=manager).tables
    assert [row[1] for row in table.rows] == ["Anna Obecna", "Jan Nieobecny", "Gość Urzędowy", *[""] * 5]


@pytest.mark.parametrize("kind", [MEETING_REPORT, MEETING_ATTENDANCE_LIST])
def test_a_centre_that_was_not_invited_has_no_papers_of_the_meeting(
    kind: Any, meeting: Meeting, klobuck: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    manager = account(klobuck, "manager")
    with as_house(klobuck):
        assert not kind.open_to(manager, {"meeting": str(meeting.pk)})
        with pytest.raises(RuleBroken):
            content_of(kind, meeting, by=manager)
    page = client_for(manager).get(f"/raporty/nowy/{kind.code}/")
    assert meeting.title not in page.content.decode()


def test_the_report_is_asked_for_from_the_minutes(meeting: Meeting, poraj: Any, account: Any, client_for: Any) -> None:
    manager = client_for(account(poraj, "manager"))
    page = manager.get(f"/spotkania/{meeting.pk}/protokol/").content.decode()
    address = page[page.index("/raporty/nowy/meeting-report/") :].split('"', 1)[0].replace("&amp;", "&")
    form = manager.get(address).context["form"]
    assert form["meeting"].value() == str(meeting.pk)
