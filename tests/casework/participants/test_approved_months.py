"""What a stay was in an approved month stays as it was: the database refuses, and a sentence says what to do first."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.attendance.models import MonthClosing
from casework.participants.models import Stay, StayPeriod
from casework.participants.rules import NewStay
from casework.participants.services import amend_stay, begin_stay, end_stay, extend_stay, reopen_stay
from tenants.errors import RuleBroken
from tests.factories.casework import a_participant, a_stay, a_worker

TODAY = date(2026, 11, 20)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
NOW = datetime(2026, 11, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(poraj: Any, as_house: Any) -> Iterator[None]:
    with as_house(poraj):
        yield


def approve(month: date, **more: Any) -> None:
    by = a_worker()
    step = {"submitted_by": by, "submitted_at": NOW, "approved_by": by, "approved_at": NOW, **more}
    MonthClosing.objects.create(month=month, **step)


def refusal(act: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value


def amend(stay: Stay, **days: date | None) -> Stay:
    kept = {name: getattr(stay, name) for name in ("starts_on", "plan_signed_on", "benefit_applied_on")}
    return amend_stay(by=a_worker(), stay_id=stay.pk, version=stay.version, today=TODAY, **(kept | days))


def test_the_first_day_is_not_moved_into_out_of_or_within_an_approved_month() -> None:
    paid = {"paid_by": a_worker(), "paid_at": NOW}
    begins, within = a_stay(starts_on=date(2026, 10, 5)), a_stay(starts_on=date(2026, 9, 7))
    approve(SEPTEMBER, **paid)
    for stay, day in ((begins, date(2026, 9, 21)), (within, date(2026, 9, 8)), (within, OCTOBER)):
        refused = refusal(lambda stay=stay, day=day: amend(stay, starts_on=day))
        assert refused.field == "starts_on"
        assert "wrzesień 2026" in refused.message.lower()
        assert "wycofaj zatwierdzenie" in refused.message
    assert Stay.objects.get(pk=begins.pk).starts_on == date(2026, 10, 5)


@pytest.mark.parametrize("field", ["benefit_applied_on", "plan_signed_on"])
def test_application_and_plan_do_not_change_what_an_approved_month_knew(field: str) -> None:
    stay = a_stay(starts_on=SEPTEMBER, plan_signed_on=SEPTEMBER, benefit_applied_on=SEPTEMBER)
    without = a_stay(starts_on=SEPTEMBER, plan_signed_on=None, benefit_applied_on=None)
    approve(SEPTEMBER)
    assert refusal(lambda: amend(stay, **{field: None})).field == field
    assert refusal(lambda: amend(stay, **{field: OCTOBER})).field == field
    assert refusal(lambda: amend(without, **{field: date(2026, 9, 30)})).field == field
    assert getattr(amend(without, **{field: OCTOBER}), field) == OCTOBER
    assert getattr(amend(stay, **{field: date(2026, 9, 2)}), field) == date(2026, 9, 2)


def test_a_stay_does_not_begin_end_or_last_on_in_an_approved_month() -> None:
    lasts, ended = a_stay(), a_stay(ends_on=date(2026, 9, 20))
    newcomer = a_participant()
    approve(SEPTEMBER)

    def end(day: date) -> Stay:
        return end_stay(by=a_worker(), stay_id=lasts.pk, version=lasts.version, ends_on=day, reason="REZYGNACJA")

    assert refusal(lambda: end(date(2026, 9, 29))).field == "ends_on"
    refusal(lambda: reopen_stay(by=a_worker(), stay_id=ended.pk, version=ended.version))
    new = NewStay(date(2026, 9, 30))
    refusal(lambda: begin_stay(by=a_worker(), participant_id=newcomer.pk, new=new, today=TODAY))
    assert newcomer.stays.count() == 0
    assert end(date(2026, 9, 30)).ends_on == date(2026, 9, 30)


def test_what_lies_after_the_approved_months_stays_free() -> None:
    stay = a_stay(starts_on=date(2026, 3, 2))
    approve(SEPTEMBER)
    approve(OCTOBER)
    stay = extend_stay(by=a_worker(), stay_id=stay.pk, version=stay.version, ends_on=date(2027, 9, 2))
    ended = end_stay(by=a_worker(), stay_id=stay.pk, version=stay.version, ends_on=TODAY, reason="REZYGNACJA")
    assert reopen_stay(by=a_worker(), stay_id=stay.pk, version=ended.version).ends_on is None
    assert a_stay(starts_on=date(2026, 11, 2)).periods.count() == 2


def test_the_sentence_names_the_latest_of_the_months() -> None:
    stay = a_stay(starts_on=date(2026, 11, 2))
    approve(SEPTEMBER)
    approve(OCTOBER)
    assert "październik 2026" in refusal(lambda: amend(stay, starts_on=SEPTEMBER)).message.lower()


def test_after_the_approval_was_withdrawn_the_stay_can_be_corrected() -> None:
    stay = a_stay(starts_on=date(2026, 10, 5))
    approve(SEPTEMBER)
    MonthClosing.objects.update(approved_by=None, approved_at=None)
    assert amend(stay, starts_on=date(2026, 9, 21)).starts_on == date(2026, 9, 21)


def test_the_database_refuses_by_itself() -> None:
    stay = a_stay()
    approve(SEPTEMBER)
    stays, periods = Stay.objects.filter(pk=stay.pk), StayPeriod.objects.filter(stay=stay)
    for act in (
        lambda: stays.update(ends_on=date(2026, 9, 1), closing_reason="REZYGNACJA"),
        lambda: stays.update(benefit_applied_on=None),
        lambda: periods.filter(kind="main").update(kind="extension"),
        lambda: periods.filter(kind="main").update(ends_on=date(2026, 9, 15)),
        lambda: periods.filter(kind="main").delete(),
    ):
        with pytest.raises(IntegrityError, match="approved"), transaction.atomic():
            act()
    assert periods.filter(kind="main").update(ends_on=OCTOBER) == 1


def test_periods_of_a_stay_never_overlap() -> None:
    stay = a_stay()
    main = stay.periods.get(kind="main")
    with pytest.raises(IntegrityError, match="periods_never_overlap"), transaction.atomic():
        StayPeriod.objects.create(stay=stay, kind="extension", starts_on=main.ends_on, ends_on=date(2027, 9, 2))
