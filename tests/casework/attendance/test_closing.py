"""Closing a month: what is missing, the steps, and who wins when two want the same."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from casework.attendance.models import ClosedDay, Mark, MonthClosing, Reopening
from casework.attendance.rules import MarkChange, MonthStage
from casework.attendance.selectors import missing, month_state, month_state_with_history, working_days
from casework.attendance.services import (
    approve_month,
    close_day,
    mark_paid,
    open_day,
    save_marks,
    submit_month,
    withdraw_approval,
)
from casework.parameters.models import ParameterOverride
from core.audit.models import AuditEntry
from tenants.errors import RuleBroken
from tests.casework.attendance.conftest import TODAY, person

OCTOBER = date(2026, 10, 1)
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def full(centre):
    """October with a mark for everybody on every day of classes."""
    everybody = [centre.anna, centre.bogdan, centre.celina]
    changes = [MarkChange(stay.pk, day, "O") for stay in everybody for day in working_days(OCTOBER)]
    assert not save_marks(by=centre.worker, changes=changes, today=TODAY).refused
    return centre


def submit(centre, by=None, **values):
    return submit_month(by=by or centre.worker, **{"month": OCTOBER, "now": NOW, **values})


def approve(centre, by=None, **values):
    return approve_month(by=by or centre.manager, **{"month": OCTOBER, "now": NOW, **values})


def withdraw(centre, reason="Brakowało zwolnienia"):
    return withdraw_approval(by=centre.manager, month=OCTOBER, now=NOW, reason=reason)


def test_a_full_month_is_submitted_approved_and_paid(full):
    submit(full)
    approve(full)
    mark_paid(by=full.accountant, month=OCTOBER, now=NOW)
    state = month_state(OCTOBER)
    assert state.stage is MonthStage.PAID
    assert state.closing.submitted_by == full.worker
    assert not state.one_person_did_both
    actions = AuditEntry.objects.filter(action__startswith="attendance.month").values_list("action", flat=True)
    assert set(actions) == {"attendance.month_submitted", "attendance.month_approved", "attendance.month_paid"}


def test_days_without_a_mark_are_named_and_stop_the_month(centre):
    everybody = [centre.anna, centre.bogdan]
    changes = [MarkChange(stay.pk, day, "O") for stay in everybody for day in working_days(OCTOBER)[1:]]
    save_marks(by=centre.worker, changes=changes, today=TODAY)
    lacks = missing(OCTOBER)
    assert [(gap.stay, len(gap.days)) for gap in lacks.gaps] == [
        (centre.anna, 1), (centre.bogdan, 1), (centre.celina, len(working_days(OCTOBER))),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="brakuje"):
        submit(centre)
    assert month_state(OCTOBER).stage is MonthStage.OPEN


def test_nothing_is_asked_for_outside_of_a_stay(centre):
    person("Nowak", starts_on=date(2026, 11, 1))
    short = person("Krótki", starts_on=date(2026, 10, 29), ends_on=date(2026, 10, 29), closing_reason="REZYGNACJA")
    assert [gap.days for gap in missing(OCTOBER).gaps if gap.stay == short] == [(date(2026, 10, 29),)]


@pytest.mark.parametrize("signed", [None, date(2026, 11, 1)])
def test_a_person_without_a_signed_plan_stops_the_month(full, signed):
    full.anna.plan_signed_on = signed
    full.anna.save()
    assert missing(OCTOBER).without_plan == (full.anna,)
    with pytest.raises(RuleBroken, match="brakuje"):
        submit(full)


def test_alarms_are_shown_and_stop_nothing(full):
    days = [date(2026, 10, day) for day in (1, 2, 5, 6)]
    changes = [MarkChange(full.anna.pk, day, "N", base_version=1) for day in days]
    save_marks(by=full.worker, changes=changes, today=TODAY)
    ((stay, alarms),) = missing(OCTOBER).alarms
    assert (stay, alarms[0].used) == (full.anna, 4)
    submit(full)


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [
        (datetime(2026, 10, 29, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 29, 23, 0, tzinfo=UTC), True),  # the 30th has begun in Warsaw, winter time
        (datetime(2026, 10, 30, 12, 0, tzinfo=UTC), True),
    ],
)
def test_a_month_is_submitted_from_its_last_day_of_classes_on_the_polish_calendar(full, moment, is_over):
    if is_over:
        submit(full, now=moment)
    else:
        with pytest.raises(RuleBroken, match="30 października"):
            submit(full, now=moment)


def test_of_two_who_submit_one_wins_and_the_other_is_told_who(full):
    submit(full)
    with pytest.raises(RuleBroken, match="Sabina Socjalna"):
        submit(full, by=full.manager)


def test_of_two_who_approve_one_wins_and_the_other_is_told_who(full):
    submit(full)
    approve(full)
    with pytest.raises(RuleBroken, match="Katarzyna Kierownik"):
        approve(full)
    assert AuditEntry.objects.filter(action="attendance.month_approved").count() == 1


def test_nobody_approves_what_was_not_submitted_or_pays_what_was_not_approved(full):
    with pytest.raises(RuleBroken, match="przekaż"):
        approve(full)
    with pytest.raises(RuleBroken, match="nie jest zatwierdzona"):
        mark_paid(by=full.accountant, month=OCTOBER, now=NOW)


def test_a_mark_that_is_taken_away_after_submission_stops_the_approval_and_nothing_is_half_done(full):
    submit(full)
    cleared = [MarkChange(full.anna.pk, date(2026, 10, 5), None, base_version=1)]
    save_marks(by=full.worker, changes=cleared, today=TODAY)
    with pytest.raises(RuleBroken, match="brakuje"):
        approve(full)
    assert month_state(OCTOBER).stage is MonthStage.SUBMITTED


def test_one_person_may_do_both_and_it_stays_visible(full):
    submit(full, by=full.manager)
    approve(full)
    assert month_state(OCTOBER).one_person_did_both
    assert AuditEntry.objects.get(action="attendance.month_approved").details["same_person"] is True


def test_a_centre_may_demand_two_people(full):
    ParameterOverride.objects.create(
        parameter="approval_by_two", value="yes", valid_from=OCTOBER, reason="Statut", created_by=full.manager
    )
    submit(full, by=full.manager)
    with pytest.raises(RuleBroken, match="druga osoba"):
        approve(full)


def test_the_database_refuses_every_change_of_an_approved_month(full):
    submit(full)
    approve(full)
    mark = Mark.objects.filter(stay=full.anna).first()
    for act in (
        lambda: Mark.objects.filter(pk=mark.pk).update(code="N", hours=0),
        lambda: Mark.objects.filter(pk=mark.pk).delete(),
        lambda: Mark.objects.create(stay=full.anna, day=date(2026, 10, 3), code="BZ"),
        lambda: ClosedDay.objects.create(day=date(2026, 10, 3), reason="x", created_by=full.manager),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_an_approval_is_withdrawn_with_a_reason_and_the_next_one_is_a_new_version(full):
    submit(full)
    approve(full)
    withdraw(full)
    state = month_state_with_history(OCTOBER)
    assert (state.stage, state.version) == (MonthStage.OPEN, 2)
    assert [(each.version, each.reason, each.by) for each in state.reopenings] == [
        (1, "Brakowało zwolnienia", full.manager)
    ]
    change = MarkChange(full.anna.pk, date(2026, 10, 5), "ZL", base_version=1)
    assert save_marks(by=full.worker, changes=[change], today=TODAY).saved
    submit(full)
    approve(full)
    assert month_state(OCTOBER).version == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_withdraws_an_approval_without_a_reason(full, reason):
    submit(full)
    approve(full)
    with pytest.raises(RuleBroken, match="dlaczego"):
        withdraw(full, reason)


def test_what_is_not_approved_cannot_be_withdrawn_and_what_is_paid_neither(full):
    with pytest.raises(RuleBroken, match="nie jest zatwierdzony"):
        withdraw(full)
    submit(full)
    approve(full)
    mark_paid(by=full.accountant, month=OCTOBER, now=NOW)
    with pytest.raises(RuleBroken, match="wypłacony"):
        withdraw(full)
    with pytest.raises(RuleBroken, match="Kazimierz Księgowy"):
        mark_paid(by=full.manager, month=OCTOBER, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthClosing.objects.update(approved_by=None, approved_at=None, paid_by=None, paid_at=None)
    assert not Reopening.objects.exists()


def test_a_day_is_closed_and_opened_again(centre):
    close_day(by=centre.worker, day=date(2026, 10, 7), reason="Remont")
    assert date(2026, 10, 7) not in working_days(OCTOBER)
    open_day(by=centre.worker, day=date(2026, 10, 7))
    assert date(2026, 10, 7) in working_days(OCTOBER)


def test_a_day_on_which_people_are_marked_is_not_closed(full):
    with pytest.raises(RuleBroken, match="3 osoby"):
        close_day(by=full.worker, day=date(2026, 10, 7), reason="Remont")
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedDay.objects.create(day=date(2026, 10, 7), reason="x", created_by=full.worker)


@pytest.mark.parametrize("day", [date(2026, 10, 3), date(2026, 11, 11)])
def test_a_weekend_or_a_holiday_need_not_be_closed(centre, day):
    with pytest.raises(RuleBroken, match="i tak nie ma zajęć"):
        close_day(by=centre.worker, day=day, reason="Wolne")


def test_a_day_is_closed_once(centre):
    close_day(by=centre.worker, day=date(2026, 10, 7), reason="Remont")
    with pytest.raises(RuleBroken, match="już na liście"):
        close_day(by=centre.worker, day=date(2026, 10, 7), reason="Remont")


def test_the_calendar_of_an_approved_month_stands(full):
    submit(full)
    approve(full)
    with pytest.raises(RuleBroken, match="zatwierdzona"):
        close_day(by=full.worker, day=date(2026, 10, 7), reason="Remont")


def test_an_approval_is_not_withdrawn_while_a_later_month_is_approved(full):
    submit(full)
    approve(full)
    by = {"submitted_by": full.worker, "submitted_at": NOW, "approved_by": full.manager, "approved_at": NOW}
    later = MonthClosing.objects.create(month=date(2026, 11, 1), **by)
    with pytest.raises(RuleBroken, match="wycofaj zatwierdzenie: listopad 2026"):
        withdraw(full)
    assert month_state(OCTOBER).stage is MonthStage.APPROVED
    MonthClosing.objects.filter(pk=later.pk).update(approved_by=None, approved_at=None)
    assert withdraw(full).version == 2


def test_under_a_later_month_that_was_paid_an_approval_stays(full):
    submit(full)
    approve(full)
    by = {"submitted_by": full.worker, "submitted_at": NOW, "approved_by": full.manager, "approved_at": NOW}
    MonthClosing.objects.create(month=date(2026, 11, 1), paid_by=full.accountant, paid_at=NOW, **by)
    with pytest.raises(RuleBroken, match="skorygować"):
        withdraw(full)
    assert not Reopening.objects.exists()
