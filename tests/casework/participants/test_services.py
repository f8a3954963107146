"""Entering people and the course of their stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection

from casework.attendance.models import Mark
from casework.participants.models import Participant, Stay
from casework.participants.rules import NewStay, PeriodKind
from casework.participants.selectors import period_on, person_with_pesel, stays_touching
from casework.participants.services import (
    add_participant,
    amend_stay,
    begin_stay,
    edit_participant,
    end_stay,
    extend_stay,
    reopen_stay,
)
from casework.workshops.models import Group, Membership, Workshop
from core.audit.models import AuditEntry
from tenants.errors import ChangedMeanwhile, RuleBroken
from tests.factories.casework import a_participant, a_person, a_stay, a_worker

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _inside(poraj: Any, as_house: Any) -> Iterator[None]:
    with as_house(poraj):
        yield


def refusal(act: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value


def in_the_database(column: str) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM casework_participant")
        value = cursor.fetchone()[0]
        return None if value is None else bytes(value)


def a_membership(stay: Stay, *, starts_on: date) -> Membership:
    workshop = Workshop.objects.create(name="Ogrodnicza", seats=10)
    group = Group.objects.create(workshop=workshop, name="Ogród I", seats=10)
    return Membership.objects.create(group=group, stay=stay, starts_on=starts_on)


def test_a_person_is_entered_with_what_the_pesel_number_tells() -> None:
    person = a_person(pesel="02270803624", phone="+48 600 700 800", categories=("ALKOHOL", "BEZDOMNI"))
    entered = add_participant(by=a_worker(), person=person, stay=NewStay(date(2026, 3, 2)), today=TODAY)
    kept = Participant.objects.get(pk=entered.pk)
    assert (kept.pesel, kept.phone, kept.birth_date, kept.sex) == ("02270803624", "600700800", date(2002, 7, 8), "K")
    assert kept.categories == ["ALKOHOL", "BEZDOMNI"]
    assert [(each.kind, each.starts_on, each.ends_on) for each in kept.stays.get().periods.all()] == [
        ("trial", date(2026, 3, 2), date(2026, 4, 2)),
        ("main", date(2026, 4, 3), date(2027, 3, 2)),
    ]


def test_sensitive_fields_are_ciphertext_in_the_database() -> None:
    a_participant(pesel="02270803624", phone="600700800", categories=("ALKOHOL",))
    for column, secret in {"pesel": b"02270803624", "phone": b"600700800", "categories": b"ALKOHOL"}.items():
        sealed = in_the_database(column)
        assert sealed is not None
        assert secret not in sealed
    assert person_with_pesel("022708 03624") == Participant.objects.get()


def test_the_same_pesel_number_is_not_entered_twice() -> None:
    a_participant(pesel="02270803624")
    refused = refusal(lambda: a_participant(pesel=" 0227 0803 624 "))
    assert refused.field == "pesel"
    assert Participant.objects.count() == 1


def test_a_race_for_a_pesel_number_ends_in_the_same_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looked before the other transaction committed: the constraint says no, in the words of the rule."""
    a_participant(pesel="02270803624")
    monkeypatch.setattr("casework.participants.services.people.pesel_index", _blind_once())
    assert refusal(lambda: a_participant(pesel="02270803624")).field == "pesel"


def _blind_once() -> Any:
    from casework.participants.selectors.people import pesel_index

    calls = iter([True])
    return lambda pesel: "nobody" if next(calls, False) else pesel_index(pesel)


def test_an_unknown_refusal_of_the_database_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    a_participant(pesel="02270803624")
    monkeypatch.setattr("casework.participants.services.people.pesel_index", _blind_once())
    monkeypatch.setattr("casework.participants.services.refusals._HELD", {})
    with pytest.raises(IntegrityError):
        a_participant(pesel="02270803624")


def test_two_people_without_a_pesel_number_do_not_get_in_each_others_way() -> None:
    for number in ("AB 1", "AB 2"):
        a_participant(other_identifier=number, birth_date=date(1990, 1, 1))
    assert Participant.objects.filter(pesel_index__isnull=True).count() == 2


@pytest.mark.parametrize("wrong", [{"last_name": "<script>"}, {"pesel": "44051401358"}, {"place": "Po\u202eraj"}])
def test_nothing_is_half_written(wrong: dict[str, str]) -> None:
    assert refusal(lambda: a_participant(stay=NewStay(date(2026, 3, 2)), **wrong)).field == next(iter(wrong))
    refused = refusal(lambda: a_participant(stay=NewStay(date(2066, 3, 2))))
    assert refused.field == "starts_on"
    assert not Participant.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="participants.").exists()


def test_a_changed_card_remembers_which_fields_changed_and_never_what_stood_there() -> None:
    participant = a_participant(last_name="Nowak", pesel="02270803624")
    person = a_person(last_name="Nowak", first_name=participant.first_name, pesel="02270803624")
    changed = replace(person, place="Poraj", categories=("ALKOHOL",), phone="600700800")
    edited = edit_participant(by=a_worker(), participant_id=participant.pk, version=1, person=changed, today=TODAY)
    assert (edited.version, edited.updated_by) == (2, a_worker())
    entry = AuditEntry.objects.get(action="participants.edited")
    assert entry.details == {"fields": "place, phone, categories"}


def test_saving_what_is_there_already_changes_nothing() -> None:
    participant = a_participant(last_name="Nowak", first_name="Ewa", pesel="02270803624")
    same = a_person(last_name="Nowak", first_name="Ewa", pesel="02270803624")
    edited = edit_participant(by=a_worker(), participant_id=participant.pk, version=1, person=same, today=TODAY)
    assert edited.version == 1
    assert not AuditEntry.objects.filter(action="participants.edited").exists()


def test_whoever_saves_an_older_version_is_told_and_writes_nothing() -> None:
    participant = a_participant(last_name="Nowak", pesel="02270803624")
    first = a_person(last_name="Nowak", first_name="Ewa", pesel="02270803624")
    edit_participant(by=a_worker(), participant_id=participant.pk, version=1, person=first, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        edit_participant(
            by=a_worker(), participant_id=participant.pk, version=1, person=replace(first, place="X"), today=TODAY
        )
    assert Participant.objects.get().place == ""


def test_whoever_may_not_know_the_groups_cannot_change_them(poraj: Any, account: Any) -> None:
    participant = a_participant(last_name="Nowak", first_name="Ewa", pesel="02270803624", categories=("ALKOHOL",))
    office = account(poraj, "office")
    person = a_person(last_name="Nowak", first_name="Ewa", pesel="02270803624", categories=(), place="Poraj")
    edit_participant(by=office, participant_id=participant.pk, version=1, person=person, today=TODAY)
    kept = Participant.objects.get()
    assert (kept.place, kept.categories) == ("Poraj", ["ALKOHOL"])
    assert AuditEntry.objects.get(action="participants.edited").details == {"fields": "place"}


def test_whoever_may_not_know_the_groups_cannot_change_the_status_that_tells_one(poraj: Any, account: Any) -> None:
    known = {"last_name": "Nowak", "first_name": "Ewa", "pesel": "02270803624"}
    participant = a_participant(**known, labour_status="dlugotrwale-bezrobotna")
    office = account(poraj, "office")
    for status in ("", "pracujaca"):
        person = a_person(**known, labour_status=status)
        edit_participant(by=office, participant_id=participant.pk, version=1, person=person, today=TODAY)
    kept = Participant.objects.get()
    assert (kept.labour_status, kept.version) == ("dlugotrwale-bezrobotna", 1)


def test_two_stays_never_overlap() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2), ends_on=date(2026, 5, 10))
    again = NewStay(date(2026, 5, 10))
    refused = refusal(lambda: begin_stay(by=a_worker(), participant_id=stay.participant_id, new=again, today=TODAY))
    assert refused.field == "starts_on"
    second = begin_stay(by=a_worker(), participant_id=stay.participant_id, new=NewStay(date(2026, 5, 11)), today=TODAY)
    assert second.periods.count() == 2


def test_a_race_of_two_stays_ends_in_the_same_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)
    refused = refusal(
        lambda: begin_stay(
            by=a_worker(), participant_id=stay.participant_id, new=NewStay(date(2026, 5, 11)), today=TODAY
        )
    )
    assert refused.field == "starts_on"


def test_a_stay_does_not_end_before_it_begins() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    refused = refusal(
        lambda: end_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2026, 3, 1), reason="ZGON")
    )
    assert refused.field == "ends_on"
    assert "2 marca 2026" in refused.message or "2026" in refused.message


def test_a_stay_ends_with_a_known_reason() -> None:
    stay = a_stay()
    refused = refusal(
        lambda: end_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2026, 4, 1), reason="NUDA")
    )
    assert refused.field == "reason"


def test_a_stay_does_not_end_before_its_last_mark() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    Mark.objects.create(stay=stay, day=date(2026, 3, 20), code="O", hours=6)
    refused = refusal(
        lambda: end_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2026, 3, 19), reason="ZGON")
    )
    assert refused.field == "ends_on"
    assert "20" in refused.message
    ended = end_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2026, 3, 20), reason="ZGON")
    assert ended.ends_on == date(2026, 3, 20)


def test_a_mark_that_slips_in_meanwhile_is_held_back_by_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    Mark.objects.create(stay=stay, day=date(2026, 3, 20), code="O", hours=6)
    monkeypatch.setattr("casework.participants.services.stays._check_marks", lambda *_, **__: None)
    refused = refusal(
        lambda: end_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2026, 3, 19), reason="ZGON")
    )
    assert refused.field == "ends_on"


def test_the_history_of_a_stay_holds_no_reason_and_no_day() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    extend_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2027, 6, 30))
    end_stay(by=a_worker(), stay_id=stay.pk, version=2, ends_on=date(2026, 4, 1), reason="ZGON", note="Nagle")
    details = list(AuditEntry.objects.filter(action__startswith="participants.stay_").values_list("details", flat=True))
    assert details == [{"stay": str(stay.pk)}] * 3


def test_who_leaves_the_centre_leaves_the_group() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    membership = a_membership(stay, starts_on=date(2026, 3, 2))
    end_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2026, 4, 1), reason="ZATRUDNIENIE")
    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 4, 1)


def test_an_end_that_was_a_mistake_is_taken_back() -> None:
    stay = a_stay(ends_on=date(2026, 4, 1))
    reopened = reopen_stay(by=a_worker(), stay_id=stay.pk, version=stay.version)
    assert (reopened.ends_on, reopened.closing_reason) == (None, "")


def test_an_end_is_not_taken_back_once_another_stay_has_begun() -> None:
    stay = a_stay(ends_on=date(2026, 4, 1))
    a_stay(stay.participant, starts_on=date(2026, 6, 1))
    assert refusal(lambda: reopen_stay(by=a_worker(), stay_id=stay.pk, version=stay.version)).message


def test_another_first_day_moves_the_periods_along() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    moved = amend_stay(
        by=a_worker(),
        stay_id=stay.pk,
        version=1,
        starts_on=date(2026, 3, 9),
        plan_signed_on=date(2026, 3, 9),
        benefit_applied_on=None,
        today=TODAY,
    )
    assert [each.ends_on for each in moved.periods.all()] == [date(2026, 4, 9), date(2027, 3, 9)]
    details = AuditEntry.objects.get(action="participants.stay_amended").details
    assert details["fields"] == "starts_on, plan_signed_on, benefit_applied_on"


def test_two_people_at_one_stay_do_not_overwrite_each_other() -> None:
    stay = a_stay()
    days = {"starts_on": stay.starts_on, "benefit_applied_on": None, "today": TODAY}
    amend_stay(by=a_worker(), stay_id=stay.pk, version=1, plan_signed_on=date(2026, 3, 4), **days)
    refusal(lambda: amend_stay(by=a_worker(), stay_id=stay.pk, version=1, plan_signed_on=None, **days))
    assert Stay.objects.get().plan_signed_on == date(2026, 3, 4)


def test_a_stay_is_extended_up_to_the_limit() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    extended = extend_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2027, 9, 2))
    assert period_on(extended, date(2027, 3, 3)) == PeriodKind.EXTENSION
    refused = refusal(lambda: extend_stay(by=a_worker(), stay_id=stay.pk, version=2, ends_on=date(2028, 3, 3)))
    assert (refused.field, "24" in refused.message) == ("ends_on", True)


def test_before_2022_the_whole_participation_lasted_18_months() -> None:
    stay = a_stay(starts_on=date(2020, 1, 1), plan_signed_on=None, benefit_applied_on=None)
    refused = refusal(lambda: extend_stay(by=a_worker(), stay_id=stay.pk, version=1, ends_on=date(2021, 7, 2)))
    assert "18" in refused.message


def test_stays_of_a_month_come_with_their_people_and_periods(django_assert_num_queries: Any) -> None:
    for number in range(3):
        a_stay(starts_on=date(2026, 3, 2), last_name="CBA"[number] + "nowak")
    a_stay(ends_on=date(2026, 3, 31), starts_on=date(2026, 3, 2))
    with django_assert_num_queries(2):
        found = list(stays_touching(since=date(2026, 4, 1), until=date(2026, 4, 30)))
        assert [each.participant.last_name for each in found] == ["Anowak", "Bnowak", "Cnowak"]
        assert {period_on(each, date(2026, 4, 2)) for each in found} == {PeriodKind.TRIAL}


def test_the_database_itself_refuses_what_no_service_would_do() -> None:
    stay = a_stay()
    with pytest.raises(IntegrityError):
        Stay.objects.filter(pk=stay.pk).update(ends_on=date(2026, 1, 1))
