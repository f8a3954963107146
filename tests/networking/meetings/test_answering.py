"""A centre's answer: in time, within the seats, changed until the deadline, and nobody else's business."""

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from core.audit.models import AuditEntry
from networking.meetings.models import Attendee, Invitation, Meeting, NeedCount
from networking.meetings.rules import Need, Person
from networking.meetings.selectors import needs_shown
from networking.meetings.services import answer_invitation
from tenants.errors import ChangedMeanwhile, RowsBroken, RuleBroken
from tenants.post.selectors import received_post
from tenants.walls.context import wall
from tests.networking.meetings.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(as_house):
    def make(meeting, *, by, people=("Anna Kowalska",), needs=None, coming=True, now=NOW, version=None):
        with as_house(by._home):
            own = Invitation.objects.filter(meeting=meeting.pk, house__schema_name=by._home).first()
            return answer_invitation(
                by=by,
                meeting_id=meeting.pk,
                version=version or (own.version if own else 1),
                coming=coming,
                people=[Person(name) for name in people],
                needs=needs or {},
                now=now,
            )

    return make


def test_an_answer_names_people_and_counts_needs_and_is_signed_in_the_acting_house(
    sent, answer, manager, poraj, jowes, as_house
):
    meeting = sent()
    answer(meeting, by=manager, people=("Anna Kowalska", "Jan Lis"), needs={Need.PARKING: 2})
    with as_house(poraj):
        own = Invitation.objects.get(house=poraj)
        assert (own.answer, own.answered_by_name) == ("coming", "Anna Kowalska")
        assert AuditEntry.objects.filter(action="meetings.answered").count() == 1
    with as_house(jowes):
        assert [(each.kind, each.object_id) for each in received_post()] == [("meeting.answer", meeting.pk)]


def test_an_answer_is_changed_until_the_deadline_and_not_after_it(sent, answer, manager, poraj, as_house):
    meeting = sent()
    answer(meeting, by=manager, people=("Anna Kowalska", "Jan Lis"), needs={Need.PARKING: 2})
    answer(meeting, by=manager, coming=False)
    with as_house(poraj):
        assert not Attendee.objects.exists()
        assert not NeedCount.objects.exists()
    with pytest.raises(RuleBroken) as refused:
        answer(meeting, by=manager, now=NOW + timedelta(days=15))
    assert "Łukasz Bednarczyk" in refused.value.message
    with as_house(poraj):
        assert Invitation.objects.get(house=poraj).answer == "not-coming"


def test_above_the_seats_it_says_how_many_are_left_and_writes_nothing(
    sent, answer, manager, neighbour, poraj, as_house
):
    meeting = sent(seats=3)
    answer(meeting, by=neighbour, people=("Ewa Sąsiedzka", "Piotr Sąsiedzki"))
    with pytest.raises(RuleBroken) as refused:
        answer(meeting, by=manager, people=("Anna Kowalska", "Jan Lis"))
    assert "1" in refused.value.message
    with as_house(poraj):
        assert Invitation.objects.get(house=poraj).answer == "waiting"
    answer(meeting, by=manager)
    answer(meeting, by=manager, people=("Jan Lis",))
    with pytest.raises(RuleBroken):
        answer(meeting, by=manager, people=("Anna Kowalska", "Jan Lis"))


def test_whoever_answers_holds_the_seats_until_the_transaction_ends(sent, answer, manager):
    meeting = sent()
    answer(meeting, by=manager)
    login = wall().settings_dict
    with psycopg.connect(
        host=login["HOST"], port=login["PORT"], user=login["USER"], password=login["PASSWORD"], dbname=login["NAME"]
    ) as another:
        found = another.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"seats/{meeting.pk}"]
        ).fetchone()
    assert found == (False,)


@pytest.mark.parametrize(
    ("people", "needs", "field"),
    [((), {}, "people"), (("Anna Kowalska",), {Need.VEGETARIAN: 2}, "need_vegetarian")],
)
def test_an_answer_that_makes_no_sense_is_refused_where_it_is_typed(sent, answer, manager, people, needs, field):
    with pytest.raises(RuleBroken) as refused:
        answer(sent(), by=manager, people=people, needs=needs)
    assert refused.value.field == field


def test_somebody_written_down_twice_is_refused_at_the_row(sent, answer, manager):
    with pytest.raises(RowsBroken) as refused:
        answer(sent(), by=manager, people=("Anna Kowalska", "Jan Lis", "anna kowalska"))
    assert list(refused.value.rows) == [2]


def test_two_colleagues_who_answer_at_once_do_not_overwrite_each_other(sent, answer, manager):
    meeting = sent()
    answer(meeting, by=manager, version=1)
    with pytest.raises(ChangedMeanwhile):
        answer(meeting, by=manager, version=1, coming=False)


def test_a_centre_that_is_not_invited_cannot_answer(sent, answer, klobuck, manager):
    with pytest.raises(Invitation.DoesNotExist):
        answer(sent(invited=[klobuck.pk]), by=manager)


def test_a_draft_cannot_be_answered(draft, answer, manager):
    with pytest.raises(Meeting.DoesNotExist):
        answer(draft(), by=manager)


# The wall behind the services


def refused_by_postgresql(statement, values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def rows_changed(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def test_in_sql_a_centre_cannot_answer_for_another_or_touch_the_meeting(
    sent, answer, neighbour, klobuck, poraj, as_house
):
    meeting = sent()
    answer(meeting, by=neighbour, people=("Ewa Sąsiedzka",), needs={Need.HEARING_LOOP: 1})
    with as_house(klobuck):
        theirs = Invitation.objects.get(house=klobuck).pk
    with as_house(poraj):
        assert not rows_changed("UPDATE public.networking_invitation SET answer = 'coming' WHERE id = %s", [theirs])
        assert not rows_changed("UPDATE public.networking_attendee SET name = 'x' WHERE invitation_id = %s", [theirs])
        assert not rows_changed("DELETE FROM public.networking_attendee WHERE invitation_id = %s", [theirs])
        assert not rows_changed("UPDATE public.networking_meeting SET title = 'x' WHERE id = %s", [meeting.pk])
        assert not rows_changed("DELETE FROM public.networking_meeting WHERE id = %s", [meeting.pk])
        assert not rows_changed("DELETE FROM public.networking_agendapart WHERE meeting_id = %s", [meeting.pk])
        assert not rows_changed("DELETE FROM public.networking_invitation WHERE id = %s", [theirs])
        refused_by_postgresql(
            "INSERT INTO public.networking_attendee (invitation_id, name, function) VALUES (%s, 'x', '')", [theirs]
        )
        refused_by_postgresql(
            "INSERT INTO public.networking_guest (meeting_id, name, organisation, function, secret_hash, answer)"
            " VALUES (%s, 'x', '', '', 'x', 'waiting')",
            [meeting.pk],
        )
        assert NeedCount.objects.count() == 0, "what the people of another centre need is not to be seen"


def test_in_sql_a_centre_neither_gives_away_nor_takes_an_invitation(sent, answer, manager, poraj, klobuck, as_house):
    mine, other = sent(), sent(invited=[klobuck.pk])
    with as_house(poraj):
        own = Invitation.objects.get(house=poraj, meeting=mine).pk
        refused_by_postgresql("UPDATE public.networking_invitation SET house_id = %s WHERE id = %s", [klobuck.pk, own])
        refused_by_postgresql("UPDATE public.networking_invitation SET meeting_id = %s WHERE id = %s", [other.pk, own])
        refused_by_postgresql(
            "INSERT INTO public.networking_invitation (meeting_id, house_id, answer, answered_by_name,"
            " answered_by_function, version) VALUES (%s, %s, 'waiting', '', '', 1)",
            [other.pk, poraj.pk],
        )


def test_the_convener_sees_sums_of_needs_and_a_centre_its_own(sent, answer, manager, neighbour, jowes, poraj, as_house):
    meeting = sent()
    answer(meeting, by=manager, needs={Need.PARKING: 1})
    answer(meeting, by=neighbour, people=("Ewa Sąsiedzka", "Jan"), needs={Need.PARKING: 2, Need.LARGE_PRINT: 1})
    with as_house(jowes):
        assert [people for _need, people in needs_shown(meeting)] == [1, 3]
    with as_house(poraj):
        assert [people for _need, people in needs_shown(meeting)] == [1]
