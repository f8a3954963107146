"""Saving marks: what is kept, who was faster, what is refused, and at which cost."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import ClosedDay, Mark, MarkVersion, MonthClosing
from casework.attendance.rules import Code, MarkChange
from casework.attendance.services import save_marks
from core.audit.models import AuditEntry
from tests.casework.attendance.conftest import TODAY, person

DAY = date(2026, 10, 6)


def save(by, *changes, today=TODAY):
    return save_marks(by=by, changes=changes, today=today)


def marks():
    return {(mark.stay_id, mark.day): (mark.code, mark.hours, mark.version) for mark in Mark.objects.all()}


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as spent:
        act()
    return [each["sql"] for each in spent.captured_queries if "SAVEPOINT" not in each["sql"]]


def test_a_present_person_gets_the_hours_of_the_group_on_that_day(centre):
    saved = save(centre.worker, MarkChange(centre.anna.pk, DAY, Code.PRESENT), MarkChange(centre.bogdan.pk, DAY, "ZL"))
    assert [(each.code, each.hours, each.version) for each in saved.saved] == [("O", Decimal("6.5"), 1), ("ZL", 0, 1)]
    assert marks() == {(centre.anna.pk, DAY): ("O", Decimal("6.5"), 1), (centre.bogdan.pk, DAY): ("ZL", 0, 1)}


def test_somebody_without_a_group_is_there_for_six_hours(centre):
    saved = save(centre.worker, MarkChange(person("Duda").pk, DAY, "O"))
    assert saved.saved[0].hours == 6


def test_own_hours_are_kept(centre):
    assert save(centre.worker, MarkChange(centre.anna.pk, DAY, "O", Decimal("4.25"))).saved[0].hours == Decimal("4.25")


def test_a_change_on_top_of_what_was_seen_is_saved_and_every_version_kept(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    save(centre.halina, MarkChange(centre.anna.pk, DAY, "N", base_version=1))
    save(centre.worker, MarkChange(centre.anna.pk, DAY, None, base_version=2))
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "U", base_version=0))
    history = MarkVersion.objects.filter(stay=centre.anna).values_list("version", "code", "by__name")
    assert list(history) == [
        (1, "O", "Sabina Socjalna"),
        (2, "N", "Halina Wójcik"),
        (3, "", "Sabina Socjalna"),
        (4, "U", "Sabina Socjalna"),
    ]
    assert marks() == {(centre.anna.pk, DAY): ("U", 0, 4)}


def test_whoever_was_slower_is_shown_both_values_and_the_author(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    saved = save(centre.halina, MarkChange(centre.anna.pk, DAY, "N"), MarkChange(centre.bogdan.pk, DAY, "O"))
    (conflict,) = saved.conflicts
    assert (conflict.mine.code, conflict.theirs_code, conflict.theirs_hours) == ("N", "O", Decimal("6.5"))
    assert (conflict.theirs_version, conflict.theirs_by) == (1, "Sabina Socjalna")
    assert conflict.theirs_at is not None
    assert [each.stay_id for each in saved.saved] == [centre.bogdan.pk], "the rest is saved"


def test_a_conflict_is_settled_by_sending_again_with_the_newer_version(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    save(centre.halina, MarkChange(centre.anna.pk, DAY, "N", base_version=1))
    assert marks()[centre.anna.pk, DAY][0] == "N"


def test_clearing_what_somebody_else_has_changed_is_a_conflict(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "N", base_version=1))
    assert save(centre.halina, MarkChange(centre.anna.pk, DAY, None, base_version=1)).conflicts


def test_changing_what_somebody_else_has_cleared_is_a_conflict(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    save(centre.worker, MarkChange(centre.anna.pk, DAY, None, base_version=1))
    (conflict,) = save(centre.halina, MarkChange(centre.anna.pk, DAY, "N", base_version=1)).conflicts
    assert (conflict.theirs_code, conflict.theirs_version) == (None, 2)


def test_two_people_who_agree_have_no_conflict_and_write_once(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    saved = save(centre.halina, MarkChange(centre.anna.pk, DAY, "O"))
    assert [each.version for each in saved.saved] == [1]
    assert MarkVersion.objects.count() == 1


def test_the_same_batch_sent_twice_changes_nothing_the_second_time(centre):
    batch = [MarkChange(stay.pk, DAY, "O") for stay in (centre.anna, centre.bogdan)]
    save(centre.worker, *batch)
    again = save(centre.worker, *batch)
    assert len(again.saved) == 2
    assert MarkVersion.objects.count() == 2
    assert AuditEntry.objects.filter(action="attendance.marked").count() == 1


def test_of_a_day_that_is_named_twice_the_last_word_counts(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"), MarkChange(centre.anna.pk, DAY, "N"))
    assert marks()[centre.anna.pk, DAY] == ("N", 0, 1)


REFUSED = {
    "before the stay": (MarkChange, date(2026, 8, 31), "O", None, "poza"),
    "unknown code": (MarkChange, DAY, "X", None, "kod"),
    "too many hours": (MarkChange, DAY, "O", Decimal("24.5"), "24"),
    "negative hours": (MarkChange, DAY, "O", Decimal(-1), "24"),
    "no number": (MarkChange, DAY, "O", Decimal("NaN"), "24"),
    "hours of an absence": (MarkChange, DAY, "N", Decimal(3), "nieobecno"),
    "weekend": (MarkChange, date(2026, 10, 4), "O", None, "nie ma zajęć"),
    "holiday": (MarkChange, date(2026, 11, 11), "O", None, "nie ma zajęć"),
    "tomorrow": (MarkChange, date(2026, 11, 2), "O", None, "nie nadszedł"),
    "an absence tomorrow": (MarkChange, date(2026, 11, 2), "N", None, "nie nadszedł"),
}


@pytest.mark.parametrize(("make", "day", "code", "hours", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence_and_the_rest_is_saved(centre, make, day, code, hours, said):
    good = MarkChange(centre.bogdan.pk, DAY, "O")
    saved = save(centre.worker, make(centre.anna.pk, day, code, hours), good)
    (refused,) = saved.refused
    assert said in str(refused.message)
    assert list(marks()) == [(centre.bogdan.pk, DAY)]


def test_a_presence_on_a_closed_day_is_refused_and_no_classes_is_not(centre):
    ClosedDay.objects.create(day=DAY, reason="Remont", created_by=centre.manager)
    assert save(centre.worker, MarkChange(centre.anna.pk, DAY, "O")).refused
    assert save(centre.worker, MarkChange(centre.anna.pk, DAY, "BZ")).saved


def test_a_sick_note_may_be_written_down_ahead(centre):
    assert save(centre.worker, MarkChange(centre.anna.pk, date(2026, 11, 4), "ZL")).saved


def test_a_person_without_a_plan_may_be_marked(centre):
    assert save(centre.worker, MarkChange(person("Duda", plan_signed_on=None).pk, DAY, "O")).saved


def test_an_approved_month_takes_nothing_and_the_others_do(centre):
    save(centre.worker, MarkChange(centre.anna.pk, date(2026, 9, 2), "O"))
    approved(centre, date(2026, 9, 1))
    saved = save(
        centre.worker,
        MarkChange(centre.anna.pk, date(2026, 9, 2), None, base_version=1),
        MarkChange(centre.anna.pk, DAY, "O"),
    )
    assert [each.day for each in saved.refused] == [date(2026, 9, 2)]
    assert len(marks()) == 2


def approved(centre, month):
    now = datetime(2026, 10, 30, 12, tzinfo=UTC)
    MonthClosing.objects.create(
        month=month, submitted_by=centre.manager, submitted_at=now, approved_by=centre.manager, approved_at=now
    )


def test_a_month_that_is_approved_at_this_moment_is_refused_with_the_same_sentence(centre, monkeypatch):
    """The look at the month finds it open; the database knows better, and the second look does too."""
    from casework.attendance.services import marking

    approved(centre, date(2026, 10, 1))
    look, looks = marking._calendar, []

    def late(**between):
        looks.append(between)
        closed, months = look(**between)
        return closed, months if len(looks) > 1 else set()

    monkeypatch.setattr(marking, "_calendar", late)
    saved = save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"))
    assert len(looks) == 2
    assert "zatwierdzon" in str(saved.refused[0].message)
    assert not Mark.objects.exists()
    assert not MarkVersion.objects.exists()


def test_what_the_database_refuses_twice_is_refused_in_a_sentence(centre, monkeypatch):
    from casework.attendance.services import marking

    approved(centre, date(2026, 10, 1))
    monkeypatch.setattr(marking, "_calendar", lambda **_between: (set(), set()))
    saved = save(centre.worker, MarkChange(centre.anna.pk, DAY, "O"), MarkChange(centre.bogdan.pk, DAY, "O"))
    assert [each.stay_id for each in saved.refused] == [centre.anna.pk, centre.bogdan.pk]
    assert "w tej samej chwili" in str(saved.refused[0].message)
    assert not Mark.objects.exists()


def test_an_instructor_marks_only_people_of_the_own_groups(centre):
    saved = save(centre.halina, MarkChange(centre.anna.pk, DAY, "O"), MarkChange(centre.celina.pk, DAY, "O"))
    assert [each.stay_id for each in saved.saved] == [centre.anna.pk]
    assert [each.stay_id for each in saved.refused] == [centre.celina.pk]


def test_an_instructor_marks_nobody_on_days_before_they_came_to_the_group(centre):
    centre.anna.memberships.update(starts_on=date(2026, 10, 5))
    assert save(centre.halina, MarkChange(centre.anna.pk, date(2026, 10, 2), "O")).refused


def test_a_person_of_another_centre_does_not_exist_here(centre, as_house, klobuck):
    with as_house(klobuck):
        stranger = person("Obcy").pk
    with as_house(centre.house):
        (refused,) = save(centre.worker, MarkChange(stranger, DAY, "O")).refused
    assert "listę" in str(refused.message)


def test_the_history_has_one_line_with_people_and_days_and_no_codes(centre):
    save(centre.worker, MarkChange(centre.anna.pk, DAY, "ZL"), MarkChange(centre.bogdan.pk, DAY, "ZL"))
    (entry,) = AuditEntry.objects.filter(action="attendance.marked")
    assert entry.details == {
        "count": 2,
        "since": "2026-10-06",
        "until": "2026-10-06",
        "people": sorted([str(centre.anna.participant_id), str(centre.bogdan.participant_id)]),
    }
    assert "ZL" not in str(entry.details)


def test_a_day_and_a_whole_month_of_many_cost_the_same_number_of_queries(centre):
    one = [MarkChange(centre.anna.pk, DAY, "O")]
    people = [person(f"Nowy{number}") for number in range(8)]
    days = [date(2026, 10, day) for day in (1, 2, 5, 6, 7, 8, 9)]
    many = [MarkChange(stay.pk, day, "O") for stay in people for day in days]
    first = queries(lambda: save(centre.worker, *one))
    assert len(first) == len(queries(lambda: save(centre.worker, *many))) <= 6
    codes = [None if number % 2 else "N" for number in range(8)]
    mixed = [MarkChange(stay.pk, DAY, code, base_version=1) for stay, code in zip(people, codes, strict=True)]
    assert len(queries(lambda: save(centre.worker, *mixed))) <= 6


def test_nothing_to_save_costs_nothing(centre):
    assert not queries(lambda: save(centre.worker))
