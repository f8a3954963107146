"""Pages of meetings: who finds what, nothing typed is lost, one next step, the same number of queries for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from networking.meetings.models import AgendaPart, Attendee, Invitation, Meeting
from networking.meetings.rules import MeetingState, Need, Person
from networking.meetings.services import answer_invitation
from tests.networking.meetings.conftest import DAY, DEADLINE, NOW
from tests.networking.meetings.held import a_meeting, coming

pytestmark = pytest.mark.django_db
LIST = "/spotkania/"


def html(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def filled(poraj, klobuck, network):
    """The form of a new meeting, with two parts."""
    return {
        "version": "0",
        "network": str(network.pk),
        "title": "Spotkanie jesienne",
        "day": f"{DAY:%Y-%m-%d}",
        "starts_at": "10:00",
        "ends_at": "14:00",
        "place": "Poraj",
        "partners": "Stowarzyszenie Marina\n\nKGW Poraj\n",
        "host": str(poraj.pk),
        "answers_until": f"{DEADLINE:%Y-%m-%d}",
        "invited": [str(poraj.pk), str(klobuck.pk)],
        "rows": "3",
        "part-0-starts_at": "10:00",
        "part-0-ends_at": "12:00",
        "part-0-kind": "presentation",
        "part-0-topic": "Profile centrów",
        "part-1-kind": "presentation",
        "part-2-starts_at": "12:00",
        "part-2-ends_at": "14:00",
        "part-2-kind": "coaching",
        "part-2-topic": "Wypalenie",
        "part-2-leader": "Iwona Caputa",
    }


def test_a_meeting_is_called_with_its_agenda_and_empty_rows_are_left_out(filled, adviser, client_for, jowes, as_house):
    answer = client_for(adviser).post(LIST + "nowe/", filled)
    with as_house(jowes):
        meeting = Meeting.objects.get()
        assert answer.url == f"{LIST}{meeting.pk}/"
        assert meeting.partners == ["Stowarzyszenie Marina", "KGW Poraj"]
        assert [part.topic for part in AgendaPart.objects.all()] == ["Profile centrów", "Wypalenie"]
        assert Invitation.objects.count() == 2


def test_more_rows_are_asked_for_without_a_script_and_without_a_judgement(filled, adviser, client_for, jowes, as_house):
    page = html(client_for(adviser).post(LIST + "nowe/", filled | {"longer": "1", "title": ""}))
    assert 'name="part-5-topic"' in page
    assert "Wypalenie" in page
    assert "is-invalid" not in page
    assert page.index('tabindex="-1" aria-hidden="true"></button>') < page.index('name="longer"'), "the Enter key saves"
    with as_house(jowes):
        assert not Meeting.objects.exists()


def test_overlapping_parts_are_said_at_the_row_and_nothing_typed_is_lost(filled, adviser, client_for, jowes, as_house):
    page = html(client_for(adviser).post(LIST + "nowe/", filled | {"part-2-starts_at": "11:30"}))
    assert page.count("row-wrong") == 1
    assert page.index("row-wrong") > page.index('name="part-1-topic"')
    for typed in ("Spotkanie jesienne", "11:30", "Iwona Caputa", "KGW Poraj"):
        assert typed in page
    with as_house(jowes):
        assert not Meeting.objects.exists()


def test_a_part_without_a_topic_is_said_at_its_field(filled, adviser, client_for):
    page = html(client_for(adviser).post(LIST + "nowe/", filled | {"part-2-topic": ""}))
    assert 'href="#' in page
    assert page.count("is-invalid") == 1


@pytest.mark.parametrize("rows", ["", "-1", "many", "100000"])
def test_a_nonsense_number_of_rows_harms_nobody(filled, adviser, client_for, rows):
    assert client_for(adviser).post(LIST + "nowe/", filled | {"rows": rows}).status_code in {200, 302}


def test_sending_the_same_form_twice_calls_one_meeting(filled, adviser, client_for, jowes, as_house):
    browser = client_for(adviser)
    form = filled | {"form_id": "0190a000-0000-7000-8000-000000000001"}
    assert browser.post(LIST + "nowe/", form).url == browser.post(LIST + "nowe/", form).url
    with as_house(jowes):
        assert Meeting.objects.count() == 1


def test_a_stale_form_shows_what_was_saved_beside_what_was_typed(filled, adviser, client_for, jowes, as_house):
    browser = client_for(adviser)
    browser.post(LIST + "nowe/", filled)
    with as_house(jowes):
        meeting = Meeting.objects.get()
    address = f"{LIST}{meeting.pk}/zmien/"
    first = filled | {"version": "1"}
    assert browser.post(address, first | {"title": "Pierwszy tytuł"}).status_code == 302
    page = html(browser.post(address, first | {"title": "Drugi tytuł", "part-2-topic": "Inny temat"}))
    for words in ("Pierwszy tytuł", "Drugi tytuł", "Inny temat", "12:00–14:00 Wypalenie", 'value="2"'):
        assert words in page


def test_from_draft_to_sent_the_main_button_says_what_comes_next(draft, adviser, client_for):
    browser, meeting = client_for(adviser), draft()
    page = f"{LIST}{meeting.pk}/"
    assert f'class="btn btn-primary" href="{page}wyslij/"' in html(browser.get(page))
    assert browser.post(page + "wyslij/").url == page
    assert f'action="{page}przypomnij/"' in html(browser.get(page))
    assert browser.post(page + "przypomnij/").url == page
    assert "tone-danger" in html(browser.post(page + "przypomnij/", follow=True)), "not twice a day"


def test_a_centre_answers_and_may_change_it(sent, manager, client_for, poraj, as_house):
    browser, meeting = client_for(manager), sent()
    page = f"{LIST}{meeting.pk}/"
    assert f'class="btn btn-primary" href="{page}odpowiedz/"' in html(browser.get(page))
    form = html(browser.get(page + "odpowiedz/"))
    assert 'value="Anna Kowalska"' in form, "whoever answers is there already"
    given = {
        "version": "1",
        "coming": "coming",
        "rows": "3",
        "person-0-name": "Anna Kowalska",
        "person-0-function": "kierownik",
        "need_parking": "1",
    }
    assert browser.post(page + "odpowiedz/", given).url == page
    shown = html(browser.get(page))
    assert "Anna Kowalska" in shown
    assert f'class="btn btn-outline-secondary" href="{page}odpowiedz/"' in shown
    with as_house(poraj):
        assert Invitation.objects.get(house=poraj).answer == "coming"


def test_what_was_typed_into_a_refused_answer_stays(sent, manager, client_for):
    given = {
        "version": "1",
        "coming": "coming",
        "rows": "3",
        "person-0-name": "Anna Kowalska",
        "person-1-name": "Jan Lis",
        "need_vegetarian": "5",
    }
    page = html(client_for(manager).post(f"{LIST}{sent(seats=1).pk}/odpowiedz/", given))
    for typed in ("Anna Kowalska", "Jan Lis", 'value="5"'):
        assert typed in page


def test_another_centre_sees_who_comes_but_not_what_they_need(sent, manager, neighbour, client_for, klobuck, as_house):
    meeting = sent()
    with as_house(klobuck):
        answer_invitation(
            by=neighbour,
            meeting_id=meeting.pk,
            version=1,
            coming=True,
            people=[Person("Ewa Sąsiedzka", "kierownik")],
            needs={Need.HEARING_LOOP: 1},
            now=NOW,
        )
    page = html(client_for(manager).get(f"{LIST}{meeting.pk}/"))
    assert "Ewa Sąsiedzka" in page
    assert "meeting-needs" not in page


def test_whoever_may_only_look_finds_no_button(sent, poraj, account, client_for):
    instructor = account(poraj, "vocational-instructor")
    meeting = sent()
    browser = client_for(instructor)
    assert "odpowiedz/" not in html(browser.get(f"{LIST}{meeting.pk}/"))
    assert browser.get(f"{LIST}{meeting.pk}/odpowiedz/").status_code == 403


def test_a_centre_that_is_not_invited_finds_no_answer_to_give(sent, klobuck, manager, client_for):
    meeting = sent(invited=[klobuck.pk])
    assert client_for(manager).get(f"{LIST}{meeting.pk}/odpowiedz/").status_code == 404


def test_another_network_knows_nothing_of_a_meeting(sent, neighbours, account, client_for):
    meeting = sent()
    for house, role in ((neighbours.lelow, "manager"), (neighbours.janow, "manager"), (neighbours.owes, "adviser")):
        browser = client_for(account(house, role))
        assert "Motywacja i wypalenie" not in html(browser.get(LIST))
        assert browser.get(f"{LIST}{meeting.pk}/").status_code == 404
        page = "odpowiedz/" if role == "manager" else "zmien/"
        assert browser.get(f"{LIST}{meeting.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["zmien/", "wyslij/", "odwolaj/", "usun/", "goscie/"])
def test_a_centre_enters_no_page_of_whoever_calls_the_meeting(sent, manager, client_for, page):
    assert client_for(manager).get(f"{LIST}{sent().pk}/{page}").status_code == 403


def test_a_sent_meeting_is_not_thrown_away(sent, adviser, client_for):
    assert client_for(adviser).get(f"{LIST}{sent().pk}/usun/").status_code == 404


def test_calling_off_without_a_reason_is_asked_again(sent, adviser, client_for):
    browser, page = client_for(adviser), f"{LIST}{sent().pk}/"
    assert "is-invalid" in html(browser.post(page + "odwolaj/", {"reason": ""}))
    assert browser.post(page + "odwolaj/", {"reason": "Choroba"}).url == page
    assert "Choroba" in html(browser.get(page))


def test_a_guest_is_put_on_the_list_by_a_form(sent, adviser, client_for, jowes, as_house):
    browser, page = client_for(adviser), f"{LIST}{sent().pk}/"
    assert "is-invalid" in html(browser.post(page + "goscie/", {"name": "Jan", "email": "nigdzie"}))
    assert browser.post(page + "goscie/", {"name": "Jan Gość", "email": "jan@example.org"}).url == page
    shown = html(browser.get(page))
    assert "Jan Gość" in shown
    assert "jan@example.org" not in shown


@pytest.mark.parametrize("who", ["adviser", "manager"])
def test_one_meeting_and_three_need_the_same_number_of_queries(sent, request, who, client_for):
    browser = client_for(request.getfixturevalue(who))
    counts = []
    for more in (1, 2):
        for _each in range(more):
            last = sent()
        for address in (LIST, f"{LIST}{last.pk}/", "/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                html(browser.get(address))
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


def test_people_and_guests_do_not_add_queries(sent, manager, adviser, client_for, poraj, as_house):
    meeting = sent()
    browser, counts = client_for(adviser), []
    html(browser.get(f"{LIST}{meeting.pk}/"))
    for version, people in ((1, 1), (2, 5)):
        with as_house(poraj):
            answer_invitation(
                by=manager,
                meeting_id=meeting.pk,
                version=version,
                coming=True,
                people=[Person(f"Osoba {number}") for number in range(people)],
                now=NOW + timedelta(minutes=version),
            )
        with CaptureQueriesContext(connection) as queries:
            html(browser.get(f"{LIST}{meeting.pk}/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_after_the_meeting_its_page_says_who_came_and_who_did_not(jowes, poraj, adviser, client_for, as_house):
    meeting = a_meeting(jowes, poraj, state=MeetingState.HELD)
    coming(meeting, poraj, "Anna Kowalska", "Jan Lis")
    with as_house(jowes):
        Attendee.objects.filter(name="Anna Kowalska").update(was_present=True)
    page = html(client_for(adviser).get(f"{LIST}{meeting.pk}/"))
    assert page.index("Anna Kowalska") < page.index("Jan Lis") < page.index("tag tone-neutral")
    assert "zmien/" not in page


def test_a_meeting_of_yesterday_that_nobody_wrote_up_stands_among_the_past(jowes, poraj, adviser, client_for):
    a_meeting(jowes, poraj, starts_at=NOW - timedelta(days=1))
    page = html(client_for(adviser).get(LIST))
    assert "meeting-card" not in page
    assert "tag tone-warning" in page
