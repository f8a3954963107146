"""Presence, notes, conclusions and closing, as the pages do them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.participants.models import Participant
from core.audit.models import AuditEntry
from networking.meetings.models import Attendee, Guest, Meeting, MeetingNote
from networking.meetings.rules import Answer, MeetingState
from tests.factories.casework import a_stay
from tests.networking.meetings.held import a_guest, a_meeting, coming

PESEL = "44051401359"


def at(meeting: Meeting, page: str = "") -> str:
    return f"/spotkania/{meeting.pk}/protokol/{page}"


@pytest.fixture
def meeting(jowes: Any, poraj: Any, klobuck: Any) -> Meeting:
    return a_meeting(jowes, poraj, klobuck)


@pytest.fixture
def owes(jowes: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(jowes, "adviser", name="Doradca Kluczowy"))


@pytest.fixture
def centre(poraj: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(poraj, "manager", name="Kierownik Poraja"))


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser would send back from a form that nobody touched."""
    form = page.context["form"]
    shown = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in shown.items()}


def saved(meeting: Meeting, as_house: Any) -> Meeting:
    with as_house(meeting.convener):
        return Meeting.objects.get(pk=meeting.pk)


# Presence


def test_presence_is_ticked_for_people_and_guests_on_one_page(
    meeting: Meeting, poraj: Any, klobuck: Any, owes: Any, as_house: Any
) -> None:
    anna, _jan = coming(meeting, poraj, "Anna Obecna", "Jan Nieobecny")
    (ewa,) = coming(meeting, klobuck, "Ewa Druga")
    guest = a_guest(meeting, "Gość Urzędowy")
    a_guest(meeting, "Gość Odmówił", answer=Answer.NOT_COMING)
    page = owes.get(at(meeting, "obecnosc/"))
    assert "Gość Odmówił" not in page.content.decode()
    sent = fields_of(page) | {str(poraj.pk): [str(anna.pk)], str(klobuck.pk): [str(ewa.pk)], "guests": [str(guest.pk)]}
    assert owes.post(at(meeting, "obecnosc/"), sent).url == at(meeting)
    with as_house(meeting.convener):
        came = dict(Attendee.objects.order_by("name").values_list("name", "was_present"))
        assert came == {"Anna Obecna": True, "Jan Nieobecny": False, "Ewa Druga": True}
        assert dict(Guest.objects.order_by("name").values_list("name", "was_present")) == {
            "Gość Urzędowy": True,
            "Gość Odmówił": None,
        }
        assert AuditEntry.objects.get(action="minutes.presence").details == {"count": 3}


@pytest.mark.parametrize("is_guest", [True, False])
def test_somebody_who_was_not_announced_is_added_and_the_ticks_are_kept(
    is_guest: bool, meeting: Meeting, poraj: Any, owes: Any, as_house: Any
) -> None:
    (anna,) = coming(meeting, poraj, "Anna Obecna")
    page = at(meeting, "obecnosc/")
    newcomer = {
        "walk_in_name": "Zofia Nagła",
        "walk_in_function": "instruktorka",
        "walk_in_from": "" if is_guest else str(poraj.pk),
        "walk_in_organisation": "PUP w Myszkowie",
    }
    sent = fields_of(owes.get(page)) | newcomer | {str(poraj.pk): [str(anna.pk)]}
    assert owes.post(page, sent).url == page  # there may be more of them
    with as_house(meeting.convener):
        assert Attendee.objects.get(name="Anna Obecna").was_present
        added: Any = (Guest if is_guest else Attendee).objects.get(name="Zofia Nagła")
        assert added.was_present
        if is_guest:
            assert (added.organisation, added.answer) == ("PUP w Myszkowie", Answer.WAITING)


def test_a_newcomer_without_a_name_is_asked_for_and_nothing_is_lost(meeting: Meeting, poraj: Any, owes: Any) -> None:
    (anna,) = coming(meeting, poraj, "Anna Obecna")
    page = at(meeting, "obecnosc/")
    sent = fields_of(owes.get(page)) | {str(poraj.pk): [str(anna.pk)], "walk_in_function": "psycholog"}
    answer = owes.post(page, sent)
    assert answer.context["form"].errors["walk_in_name"]
    assert answer.context["form"][str(poraj.pk)].value() == [str(anna.pk)]


def test_two_people_noting_presence_see_both_versions(meeting: Meeting, poraj: Any, owes: Any, as_house: Any) -> None:
    anna, jan = coming(meeting, poraj, "Anna Obecna", "Jan Drugi")
    page = at(meeting, "obecnosc/")
    opened = fields_of(owes.get(page))
    again = fields_of(owes.get(page))
    owes.post(page, opened | {str(poraj.pk): [str(anna.pk)]})
    answer = owes.post(page, again | {str(poraj.pk): [str(jan.pk)]})
    (difference,) = answer.context["form"].meanwhile
    assert (difference.saved, difference.typed) == ("Anna Obecna, kierownik", "Jan Drugi, kierownik")
    with as_house(meeting.convener):
        assert Attendee.objects.get(pk=anna.pk).was_present
    decided = fields_of(answer) | {str(poraj.pk): [str(jan.pk)]}
    assert owes.post(page, decided).status_code == 302
    with as_house(meeting.convener):
        assert Attendee.objects.get(pk=jan.pk).was_present


def test_somebody_of_another_meeting_cannot_be_ticked(
    meeting: Meeting, jowes: Any, poraj: Any, owes: Any, as_house: Any
) -> None:
    coming(meeting, poraj, "Anna Obecna")
    other = a_meeting(jowes, poraj, title="Inne")
    (stranger,) = coming(other, poraj, "Obcy")
    page = at(meeting, "obecnosc/")
    answer = owes.post(page, fields_of(owes.get(page)) | {str(poraj.pk): [str(stranger.pk)]})
    assert answer.context["form"].errors
    with as_house(jowes):
        assert Attendee.objects.get(pk=stranger.pk).was_present is None


# Notes


def test_every_invited_centre_and_the_owes_write_notes_that_the_network_reads(
    meeting: Meeting, owes: Any, centre: Any, klobuck: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    for client, text in ((owes, "Notatki OWES"), (centre, "Notatki Poraja")):
        page = at(meeting, "notatki/")
        assert client.post(page, fields_of(client.get(page)) | {"text": text}).url == at(meeting)
    reader = client_for(account(klobuck, "accountant"))
    shown = reader.get(at(meeting)).content.decode()
    assert "Notatki OWES" in shown
    assert "Notatki Poraja" in shown
    assert "Kierownik Poraja" in shown
    with as_house(klobuck):
        assert MeetingNote.objects.count() == 2


def test_two_colleagues_at_the_same_notes_see_both_versions(meeting: Meeting, centre: Any, as_house: Any) -> None:
    page = at(meeting, "notatki/")
    first, second = (fields_of(centre.get(page)) for _ in range(2))
    centre.post(page, first | {"text": "Pierwsza wersja"})
    answer = centre.post(page, second | {"text": "Druga wersja"})
    (difference,) = answer.context["form"].meanwhile
    assert (difference.saved, difference.typed) == ("Pierwsza wersja", "Druga wersja")
    assert centre.post(page, fields_of(answer) | {"text": "Obie wersje"}).status_code == 302
    with as_house(meeting.convener):
        assert MeetingNote.objects.get().text == "Obie wersje"


@pytest.mark.parametrize("page", ["notatki/", "wnioski/"])
def test_a_pesel_is_refused_at_its_field_and_the_text_stays(page: str, meeting: Meeting, owes: Any) -> None:
    field = "text" if page == "notatki/" else "summary"
    answer = owes.post(at(meeting, page), fields_of(owes.get(at(meeting, page))) | {field: f"Ktoś, {PESEL}"})
    assert "PESEL" in answer.context["form"].errors[field][0]
    assert answer.context["form"][field].value() == f"Ktoś, {PESEL}"
    assert owes.post(at(meeting, page), fields_of(answer) | {field: PESEL, "anyway": PESEL}).status_code == 200


def test_a_participants_name_is_asked_about_inside_the_centre_and_can_be_confirmed(
    meeting: Meeting, centre: Any, poraj: Any, as_house: Any
) -> None:
    with as_house(poraj):
        a_stay(last_name="Kowalski", first_name="Jan")
    page = at(meeting, "notatki/")
    answer = centre.post(page, fields_of(centre.get(page)) | {"text": "Pomogliśmy Janowi Kowalskiemu."})
    shown = answer.content.decode()
    assert "Janowi Kowalskiemu" in answer.context["form"].errors["text"][0]
    assert 'name="anyway" value="Janowi Kowalskiemu"' in shown
    with as_house(poraj):
        assert not MeetingNote.objects.exists()
    confirmed = fields_of(answer) | {"anyway": "Janowi Kowalskiemu"}
    assert centre.post(page, confirmed).status_code == 302
    with as_house(poraj):
        assert MeetingNote.objects.get().text == "Pomogliśmy Janowi Kowalskiemu."
        entry = AuditEntry.objects.get(action="screening.confirmed")
        assert "Kowalsk" not in f"{entry.target_label}{entry.details}"


def test_the_owes_and_other_centres_learn_nothing_of_participants_by_typing_names(
    meeting: Meeting, owes: Any, poraj: Any, as_house: Any
) -> None:
    with as_house(poraj):
        a_stay(last_name="Kowalski", first_name="Jan")
        assert Participant.objects.exists()
    page = at(meeting, "notatki/")
    assert owes.post(page, fields_of(owes.get(page)) | {"text": "Jan Kowalski mówił o sieci."}).status_code == 302


# Conclusions


def test_conclusions_and_recommendations_are_written_each_on_a_line(meeting: Meeting, owes: Any, as_house: Any) -> None:
    page = at(meeting, "wnioski/")
    typed = {
        "summary": "Rozmawialiśmy o motywacji.",
        "conclusion": "- Spotykać się częściej\n- Odwiedzać się nawzajem",
        "to-voivode": "Jednolity wzór sprawozdania",
        "next_planned": "wczesna wiosna 2027",
    }
    assert owes.post(page, fields_of(owes.get(page)) | typed).url == at(meeting)
    again = fields_of(owes.get(page))
    assert again["conclusion"] == "Spotykać się częściej\nOdwiedzać się nawzajem"
    shown = owes.get(at(meeting)).content.decode()
    for text in ("Odwiedzać się nawzajem", "Jednolity wzór sprawozdania", "wczesna wiosna 2027"):
        assert text in shown


def test_a_stale_form_of_conclusions_shows_what_was_saved_meanwhile(meeting: Meeting, owes: Any) -> None:
    page = at(meeting, "wnioski/")
    first, second = (fields_of(owes.get(page)) for _ in range(2))
    owes.post(page, first | {"summary": "Zapisane"})
    answer = owes.post(page, second | {"summary": "Moje", "conclusion": "Nowy wniosek"})
    assert {each.label: (each.saved, each.typed) for each in answer.context["form"].meanwhile} == {
        "Podsumowanie": ("Zapisane", "Moje"),
        "Wnioski": ("—", "Nowy wniosek"),
    }


# Closing


def test_a_meeting_is_closed_once_it_has_begun(meeting: Meeting, owes: Any, as_house: Any) -> None:
    assert owes.post(at(meeting, "zamknij/")).url == at(meeting)
    assert saved(meeting, as_house).state == MeetingState.HELD
    assert "zamknięte" in owes.post(at(meeting, "zamknij/")).content.decode()


def test_nothing_is_written_up_or_closed_before_the_day(jowes: Any, poraj: Any, owes: Any, as_house: Any) -> None:
    later = a_meeting(jowes, poraj, starts_at=datetime.now(UTC) + timedelta(days=5))
    assert "od dnia spotkania" in owes.get(at(later)).content.decode()
    assert "jeszcze się nie zaczęło" in owes.post(at(later, "zamknij/")).content.decode()
    assert saved(later, as_house).state == MeetingState.SENT
    answer = owes.post(at(later, "notatki/"), fields_of(owes.get(at(later, "notatki/"))) | {"text": "Za wcześnie"})
    assert "od dnia spotkania" in answer.content.decode()
    assert "Za wcześnie" in answer.content.decode()


def test_a_meeting_that_was_called_off_is_not_written_up(jowes: Any, poraj: Any, owes: Any) -> None:
    off = a_meeting(jowes, poraj, state=MeetingState.CANCELLED, cancelled_because="Choroba")
    answer = owes.post(at(off, "notatki/"), fields_of(owes.get(at(off, "notatki/"))) | {"text": "Nic"})
    assert "odwołane" in answer.content.decode()


# Strangers


@pytest.mark.parametrize("page", ["obecnosc/", "wnioski/", "zamknij/"])
def test_a_centre_reads_the_minutes_and_writes_only_its_notes(page: str, meeting: Meeting, centre: Any) -> None:
    assert centre.get(at(meeting)).status_code == 200
    assert centre.get(at(meeting, page)).status_code == 403


def test_roles_that_do_not_speak_for_their_centre_read_and_write_nothing(
    meeting: Meeting, poraj: Any, account: Any, client_for: Any
) -> None:
    instructor = client_for(account(poraj, "vocational-instructor"))
    assert instructor.get(at(meeting)).status_code == 200
    assert instructor.get(at(meeting, "notatki/")).status_code == 403


def test_a_centre_that_was_not_invited_writes_no_notes(jowes: Any, klobuck: Any, centre: Any) -> None:
    elsewhere = a_meeting(jowes, klobuck)
    assert centre.get(at(elsewhere)).status_code == 200
    assert centre.get(at(elsewhere, "notatki/")).status_code == 404


def test_a_draft_has_no_minutes(jowes: Any, poraj: Any, owes: Any, centre: Any) -> None:
    draft = a_meeting(jowes, poraj, state=MeetingState.DRAFT, sent_at=None)
    assert {client.get(at(draft)).status_code for client in (owes, centre)} == {404}
    assert owes.get(at(draft, "obecnosc/")).status_code == 404


def test_minutes_take_as_many_queries_for_three_as_for_one(
    meeting: Meeting, poraj: Any, klobuck: Any, owes: Any
) -> None:
    def queries(page: str) -> int:
        owes.get(at(meeting, page))
        with CaptureQueriesContext(connection) as asked:
            assert owes.get(at(meeting, page)).status_code == 200
        return len(asked)

    coming(meeting, poraj, "Anna Jedna")
    few = [queries(page) for page in ("", "obecnosc/")]
    coming(meeting, klobuck, "Ewa Druga", "Jan Trzeci")
    coming(meeting, poraj, "Zofia Czwarta")
    a_guest(meeting, "Gość Pierwszy")
    a_guest(meeting, "Gość Drugi")
    assert [queries(page) for page in ("", "obecnosc/")] == few
